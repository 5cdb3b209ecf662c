"""Whatever the answer to a change or an upload holds, the change stands and every other field is shown
as it is; statistics are shown but for the odd number (rows 27 and 28)."""

import itertools

import odd_answers as odd
from furrow import DONE, UNREACHABLE
from odd_runs import ALL, log_of, run_each, serve, some  # noqa: F401

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 64


def envelopes(make):
    """The whole document with each oddity in its own two fields."""
    for field in ("message", "data"):
        for oddity in odd.ODDITIES:
            document = {"message": "ok", "data": make()}
            document[field] = odd.ODDITIES[oddity](document[field])
            if document[field] is odd.MISSING:
                del document[field]
            yield f"{field}: {oddity}", document


def names(log, call, *endings):
    told = "\n".join(line for line in log if " notice " in line)
    assert all(f"{call}: {ending}" in told for ending in endings), told


# Statistics.

def test_statistics_with_every_oddity_in_every_field(serve, tmp_path):
    agents = odd.cases(odd.agent, odd.AGENT)
    true = odd.statistics(0) | {"perAgentStats": [case.sent for case in agents]}
    documents = [true]
    server, furrow = serve(answers={("GET", "stats"): lambda *_: {"data": documents[0]}})
    told = furrow.json("stats", "--log-file", tmp_path / "odd.log").expect(DONE).object
    kept = [case for case in agents if not case.is_dropped]
    got = told.pop("perAgentStats")
    true.pop("perAgentStats")
    assert told == true
    assert [one["agentId"] for one in got] == [case.true["agentId"] for case in kept]
    faults = [f"{case}: {found}" for case, one in zip(kept, got) if (found := case.faults(one))]
    assert not faults, "\n".join(faults)
    names(log_of(tmp_path), "GET chat/support/stats", "data.perAgentStats[].agentId is",
          "data.perAgentStats[].activeConversations is negative",
          "data.perAgentStats[].agentName is an array")

    # One document for each of the other fields: the agents are asked about once more in none.
    cases = some(odd.cases(odd.statistics, odd.STATISTICS), 12)
    whole = some(list(envelopes(lambda: odd.statistics(0))), 3)
    documents = [{"data": case.sent} for case in cases] + [document for _, document in whole]
    order = itertools.count()
    server.answers["GET", "stats"] = lambda *_: documents[next(order)]
    for case in cases:
        faults = case.faults(furrow.json("stats").expect(DONE).object)
        assert not faults, f"{case}: {faults}"
    for name, document in whole:
        done = furrow.json("stats")
        if isinstance(document.get("data"), dict) and "agentId" not in document["data"]:
            assert done.status == DONE, name
        else:
            assert done.status == UNREACHABLE and "not of this API" in done.error["message"], name


# The changes of a conversation.

def judge_changes(furrow, command, cases, log_file):
    """The changed record is printed with all but the odd field; without an id of its own, what was
    asked for is."""
    done = run_each(furrow, [command(case.true["_id"]) + ["--log-file", log_file] for case in cases])
    for case, (status, objects, err) in zip(cases, done):
        assert status == DONE, (str(case), err)
        if case.kind == "record":
            assert objects[0]["_id"] == case.true["_id"], case
            assert "userId" not in objects[0], case
        else:
            assert not case.faults(objects[0]), f"{case}: {case.faults(objects[0])}"


def odd_conversations(count):
    """The records, also those whose id is another's."""
    made = []
    for path, kind in odd.fields(odd.CONVERSATION):
        for oddity in odd.ODDITIES:
            made.append(odd.Case(odd.conversation(len(made)), path, kind, oddity))
    strange = [case for case in made if case.kind == "record"]
    return some(made, count) + ([] if ALL else some(strange, 2))


def test_a_change_stands_whatever_its_answer_holds(serve, tmp_path):
    log = tmp_path / "odd.log"
    cases = odd_conversations(16)
    by_id = {case.true["_id"]: case for case in cases}
    server, furrow = serve(answers={
        ("PATCH", "status"): lambda call, _: {"data": by_id[call.split("/")[1]].sent},
        ("POST", "reassign"): lambda _, body: {"data": by_id[body["conversationId"]].sent}})
    half = cases if ALL else cases[::2] + cases[-1:]
    judge_changes(furrow, lambda chat: ["status", chat, "open"], half, log)
    half = cases if ALL else cases[1::2] + cases[-1:]
    judge_changes(furrow, lambda chat: ["reassign", chat, odd.ME], half, log)
    names(log_of(tmp_path), "PATCH chat/conversations/ID/status", "data._id ")
    names(log_of(tmp_path), "POST chat/support/reassign", "data._id ")


def test_a_change_stands_whatever_surrounds_its_answer(serve):
    cases = some(list(envelopes(lambda: odd.conversation(0))), 6)
    order = {f"chat{number:05}": document for number, (_, document) in enumerate(cases)}
    for one, document in order.items():
        if isinstance(document.get("data"), dict) and "userId" in document["data"]:
            document["data"]["_id"] = one

    def answer(call, body):
        return order[body["conversationId"] if body and "conversationId" in body else
                     call.split("/")[1]]

    _, furrow = serve(answers={
        ("PATCH", "status"): answer, ("PATCH", "read"): answer, ("POST", "reassign"): answer})
    words = [["status", "open"], ["read"], ["reassign", odd.ME]]
    commands = [
        [one[0], chat, *one[1:]] for chat, one in (
            itertools.product(order, words) if ALL else zip(order, itertools.cycle(words)))]
    for words, (status, objects, err) in zip(commands, run_each(furrow, commands)):
        assert status == DONE, (words, err)
        told = objects[0]
        assert told.get("_id", told.get("conversationId")) == words[1], words
        assert words[0] != "read" or told["read"] is True
        assert words[0] != "status" or told["status"] == "open"


def test_what_a_change_says_of_another_conversation_is_not_believed(serve):
    _, furrow = serve(
        answers={("PATCH", "status"): lambda *_: {"data": odd.conversation(7)}})
    told = furrow.json("status", "chat00001", "closed").expect(DONE).object
    assert told == {"_id": "chat00001", "status": "closed"}


def test_a_farmer_s_own_conversation_whatever_its_fields_hold(serve):
    cases = some([
        case for case in odd.cases(odd.conversation, odd.CONVERSATION) if not case.is_dropped], 8)
    order = iter(cases)
    _, furrow = serve(
        role="User", answers={("POST", "conversations"): lambda *_: {"data": next(order).sent}})
    for case in cases:
        found = case.faults(furrow.json("contact").expect(DONE).object)
        assert not found, f"{case}: {found}"


def test_a_refusal_is_one_whatever_its_fields_hold(serve):
    documents = []
    for field in ("success", "message", "error", "errors"):
        for oddity in odd.ODDITIES:
            document = {"success": False, "message": "Not yours", "error": {"message": "Not yours"}}
            document[field] = odd.ODDITIES[oddity](document.get(field, []))
            if document[field] is odd.MISSING:
                del document[field]
            documents.append((f"{field}: {oddity}", document))
    documents = some(documents, 8)
    order = {f"chat{number}": document for number, (_, document) in enumerate(documents)}
    _, furrow = serve(
        answers={("PATCH", "status"): lambda call, _: (order[call.split("/")[1]], 403)})
    done = run_each(furrow, [["status", chat, "open"] for chat in order])
    for (name, _), (status, objects, err) in zip(documents, done):
        assert status == 77 and not objects and b'"message":"' in err, (name, err)


# Files.

def test_uploads_whatever_their_answers_hold(serve, tmp_path):
    shape = odd.MEDIA | {"_id": "record"}
    cases = odd.cases(odd.media, shape)
    # One without an id stands among others.
    cases = [case for case in cases if case.is_dropped][:1] + some(cases, 14)
    groups = [cases[place:place + 5] for place in range(0, len(cases), 5)]
    order = iter(groups)
    _, furrow = serve(answers={
        ("POST", "media"): lambda *_: {"data": [case.sent for case in next(order)]}})
    leaf = tmp_path / "leaf.png"
    leaf.write_bytes(PNG)
    for group in groups:
        done = furrow.json("upload", *[leaf] * len(group), "--log-file", tmp_path / "odd.log")
        kept = [case for case in group if not case.is_dropped]
        if not kept:
            assert done.status == UNREACHABLE, done.err
            continue
        told = done.expect(DONE).objects
        assert [one["_id"] for one in told] == [case.true["_id"] for case in kept]
        faults = [f"{case}: {found}" for case, one in zip(kept, told) if (found := case.faults(one))]
        assert not faults, "\n".join(faults)
        assert ("upload the others" in done.err) == (len(kept) < len(group))
