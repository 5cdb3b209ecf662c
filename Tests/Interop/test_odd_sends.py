"""Whatever the confirmation of a send holds, what the server has is told as sent, once, and nothing is
lost: over the link, by its events and acknowledgements, and over REST (rows 4, 7, 27 and 28)."""

import time

import pytest

import odd_answers as odd
from furrow import BAD_DATA, DONE, KEPT
from odd_runs import SEED, log_of, run_each, serve, some  # noqa: F401

CLOSED = "http://127.0.0.1:9"


class Keeper:
    """Keeps what is sent to it, and answers each conversation's send with one oddity: `answers` are
    (kind, field, oddity) by conversation."""

    def __init__(self, serve, answers, link=True):
        self.answers, self.given = answers, {}
        self.server, self.furrow = serve(
            sends=self.over_the_link, link=link, answers={("POST", "messages"): self.over_rest})

    def keep(self, data):
        at = odd.iso_of(time.time())
        chat = data["conversationId"]
        made = {
            "_id": f"kept-{chat}-{len(self.given.get(chat, []))}", "conversationId": chat,
            "senderId": odd.ME, "messageType": "text", "content": data["content"], "isRead": False,
            "deliveredAt": at, "createdAt": at}
        self.given.setdefault(chat, []).append(made)
        self.server.kept.setdefault(chat, []).append(made)
        return made

    def over_the_link(self, data, ack):
        chat = data["conversationId"]
        kind, field, oddity = self.answers.get(chat, ("sent", None, None))
        if kind == "refused":
            return [packet("error", odd_in({"message": "no"}, field, oddity))]
        made = self.keep(data)
        if kind == "error":
            return [packet("error", odd_in({"message": "no"}, field, oddity))]
        if kind == "ack":
            true = {
                "_id": made["_id"], "createdAt": made["createdAt"], "success": True, "error": None,
                "message": {"_id": made["_id"]}}
            arguments = [one for one in [odd_in(true, field, oddity)] if one is not odd.MISSING]
            return [b"43%s%s" % (ack.encode(), odd.dump(arguments)),
                    packet("message:new", {"message": made, "conversationId": chat})]
        true = {
            "messageId": made["_id"], "timestamp": made["createdAt"], "tempId": data["tempId"]}
        return [packet("message:sent", odd_in(true, field, oddity))]

    def over_rest(self, _, data):
        made = self.keep(data)
        _, field, oddity = self.answers.get(data["conversationId"], (None, None, None))
        document = {"message": "ok", "data": dict(made)}
        if field in document:
            return odd_in(document, field, oddity), 201
        return document | {"data": odd_in(document["data"], field, oddity)}, 201

    def flush(self, tmp_path):
        """Accepts a message for each, delivers all of them, and judges what is told of them."""
        chats = ["first", *self.answers]
        accepted = run_each(self.furrow, [
            ["send", chat, f"words for {chat}", "--wait", 0, "--proxy", CLOSED] for chat in chats])
        assert {status for status, _, _ in accepted} == {KEPT}, accepted
        done = self.furrow.json(
            "outbox", "flush", "--wait", 600, "--log-file", tmp_path / "odd.log", patience=620)
        assert done.status == DONE, (done.out, done.err)
        told = {one["conversationId"]: one for one in done.objects}
        for chat in chats:
            answer = self.answers.get(chat)
            assert told[chat]["state"] == "sent", (answer, told[chat])
            assert [one["content"] for one in self.given[chat]] == [f"words for {chat}"], answer
            if not tells_another_id(answer):
                assert told[chat]["_id"] == self.given[chat][0]["_id"], answer


def packet(name, data):
    return b"42" + odd.dump([name] if data is odd.MISSING else [name, data])


def odd_in(true, field, oddity):
    """The object with the oddity in that field; in place of it where the field is "the whole"."""
    if field is None:
        return true
    if field == "the whole":
        return odd.ODDITIES[oddity](true)
    true = true | {field: odd.ODDITIES[oddity](true[field])}
    return {name: value for name, value in true.items() if value is not odd.MISSING}


def read(oddity, true="x"):
    value = odd.ODDITIES[oddity](true)
    return value.value if isinstance(value, odd.Raw) else value


def tells_another_id(answer):
    """The confirmation names an id that is none of the server's, and can be read all the same."""
    return answer is not None and answer[1] in ("messageId", "_id") and (
        odd.understood("id", read(answer[2]), None) is not odd.ABSENT)


def says_no(answer):
    """A refusal in words, or what calls itself no success, is meant."""
    _, field, oddity = answer
    value = read(oddity)
    if field == "error":
        return value is True or (isinstance(value, str) and value.strip() != "")
    return field == "success" and value is False


def choose(kind, names, count, *always):
    """A conversation for each of the answers of this kind."""
    every = [(kind, name, oddity) for name in names for oddity in odd.ODDITIES]
    chosen = some([one for one in every if not says_no(one)], count)
    return {f"chat{number:05}": one for number, one in enumerate([*always, *chosen])}


def test_an_odd_confirmation_confirms(serve, tmp_path):
    Keeper(serve, choose(
        "sent", ["messageId", "timestamp", "tempId", "the whole"], 20,
        ("sent", "messageId", "missing"), ("sent", "tempId", "missing"),
        ("sent", "tempId", "another string"))).flush(tmp_path)
    assert any("message:sent: messageId is missing" in line for line in log_of(tmp_path))


def test_an_odd_acknowledgement_fails_nothing(serve, tmp_path):
    Keeper(serve, choose(
        "ack", ["_id", "createdAt", "success", "error", "message", "the whole"], 20,
        ("ack", "error", "empty object"), ("ack", "error", "zero"),
        ("ack", "error", "blank"))).flush(tmp_path)


def test_an_odd_answer_over_rest_fails_nothing(serve, tmp_path):
    names = [
        "message", "data", "_id", "conversationId", "senderId", "messageType", "content", "isRead",
        "deliveredAt", "createdAt"]
    Keeper(serve, choose(
        "rest", names, 20, ("rest", "_id", "missing"), ("rest", "data", "null")), link=False
    ).flush(tmp_path)


@pytest.mark.parametrize("field,oddity", some(
    [(field, oddity) for field in ("message", "the whole") for oddity in odd.ODDITIES], 3))
def test_an_odd_error_fails_only_what_the_server_has_not(serve, field, oddity):
    keeper = Keeper(serve, {
        "kept": ("error", field, oddity), "refused": ("refused", field, oddity)})
    # What speaks of signing in would ask for that.
    told = keeper.furrow.json("send", "kept", "words for kept", "--wait", 20).expect(DONE).object
    assert told["state"] == "sent" and told["_id"] == "kept-kept-0"
    told = keeper.furrow.json("send", "refused", "words", "--wait", 20).expect(BAD_DATA).object
    assert told["state"] == "failed" and told["reason"].strip()
    assert [call for call in keeper.server.calls if call[0] == "POST"] == []
