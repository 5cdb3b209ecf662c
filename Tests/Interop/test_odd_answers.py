"""Whatever one field holds, the other records and every other field are shown as they are (rows 27
and 28): the commands with all oddities of every field, the desk with some of them.

ODD_SEED chooses which ones where not all are tried; ODD_ALL=1 tries all of them everywhere."""

import random

import pytest

import odd_answers as odd
from desk import Desk
from furrow import DONE
from odd_runs import ALL, SEED, log_of, serve, some  # noqa: F401
from support import wait_until


def judge(cases, objects, log, call):
    """Each case's record is there, in its place, with everything but the odd field."""
    kept = [case for case in cases if not case.is_dropped]
    assert [one["_id"] for one in objects] == [case.true["_id"] for case in kept]
    faults = [
        f"{case}: {'; '.join(found)}" for case, one in zip(kept, objects)
        if (found := case.faults(one))]
    assert not faults, "\n".join(faults)
    named = {line.split(" notice ")[1].split(" is ")[0] for line in log if " notice " in line}
    for case in cases:
        if case.kind in ("date", "flag", "number", "reference", "record") and case.parsed == []:
            assert f"{call}: data[].{'.'.join(case.path)}" in named, case


def test_conversations_with_every_oddity_in_every_field(serve, tmp_path):
    cases = odd.cases(odd.conversation, odd.CONVERSATION)
    _, furrow = serve(conversations=[case.sent for case in cases])
    done = furrow.json("conversations", "--all", "--log-file", tmp_path / "odd.log").expect(DONE)
    judge(cases, done.objects, log_of(tmp_path), "GET chat/support/conversations")


def test_one_conversation_whatever_its_fields_hold(serve):
    every = [case for case in odd.cases(odd.conversation, odd.CONVERSATION) if not case.is_dropped]
    chosen = random.Random(SEED).sample(every, 250 if ALL else 25)
    _, furrow = serve(conversations=[case.sent for case in chosen])
    for case in chosen:
        told = furrow.json("conversation", case.true["_id"]).expect(DONE).objects
        assert not case.faults(told[0]), f"{case}: {case.faults(told[0])}"


def test_messages_with_every_oddity_in_every_field(serve, tmp_path):
    cases = odd.cases(odd.message, odd.MESSAGE)
    for case in cases:
        # Whose message it is, the call says.
        if case.path == ("conversationId",):
            case.wanted = lambda: odd.CHAT
    _, furrow = serve(messages=[case.sent for case in cases])
    done = furrow.json(
        "messages", odd.CHAT, "--limit", 5000, "--log-file", tmp_path / "odd.log").expect(DONE)
    judge(cases, done.objects, log_of(tmp_path), "GET chat/messages/ID")


def parsed(value):
    """The document as JSON.parse reads it and `--json` prints it."""
    if isinstance(value, odd.Raw):
        return parsed(value.value)
    if isinstance(value, float) and value in (float("inf"), float("-inf")):
        return None
    if isinstance(value, dict):
        return {name: parsed(one) for name, one in value.items()}
    return [parsed(one) for one in value] if isinstance(value, list) else value


def test_tail_prints_every_odd_event_as_it_came(serve, tmp_path):
    events = some(list(odd.odd_events()), 600)
    _, furrow = serve(events=events)
    tail = furrow.start(
        "tail", "--json", "--transport", "polling", "--log-file", tmp_path / "odd.log")
    for name, data in events:
        line = tail.json_line(lambda line: line["event"] != "connection")
        assert (line["event"], line["data"]) == (name, parsed(data))
    tail.end()
    assert any("message:new: message" in line for line in log_of(tmp_path))


ENVELOPE = [
    (field, oddity)
    for field in ["message", "pagination", "currentPage", "totalPages", "totalItems",
                  "itemsPerPage", "hasNextPage", "hasPrevPage"]
    for oddity in odd.ODDITIES
    # A server that says that no page follows is believed.
    if not (field == "hasNextPage" and oddity in ("false", "zero"))]


@pytest.mark.parametrize("field,oddity", some(ENVELOPE, 8))
def test_an_odd_page_number_hides_no_record(serve, field, oddity):
    def envelope(page, _):
        place = page if field in page else page["pagination"]
        value = odd.ODDITIES[oddity](place[field])
        place[field] = value
        if value is odd.MISSING:
            del place[field]
        return page

    conversations = [odd.conversation(number) for number in range(150)]
    messages = [odd.message(number) for number in range(250)]
    _, furrow = serve(conversations=conversations, messages=messages, envelope=envelope)
    found = furrow.json("conversations", "--all").expect(DONE).objects
    assert [one["_id"] for one in found] == [one["_id"] for one in conversations]
    found = furrow.json("messages", odd.CHAT, "--limit", 1000).expect(DONE).objects
    assert [one["_id"] for one in found] == [one["_id"] for one in messages]


# The desk, on a screen that holds all of them.

def await_all(desk, wanted):
    """Waits until the word of each case is on the screen."""
    missing = [*wanted]

    def is_done():
        text = desk.text
        missing[:] = [(case, word) for case, word in wanted if word not in text]
        return not missing

    try:
        wait_until(is_done, "")
    except AssertionError:
        raise AssertionError(
            "\n".join(f"{case} hides {word}" for case, word in missing)) from None


def test_the_desk_lists_everybody_whatever_their_fields_hold(serve):
    chosen = some([
        case for case in odd.cases(odd.conversation, odd.CONVERSATION)
        if not case.is_dropped and case.path[0] != "assignedSupportId"], 150)
    # Who has no id has no name (row 10).
    nameless = [("userId",), ("userId", "_id"), ("userId", "first_name")]
    _, furrow = serve(conversations=[case.sent for case in chosen])
    desk = Desk(furrow.environment("support"), columns=90, rows=2 * len(chosen) + 60)
    try:
        desk.shows("live", patience=120).press("4")
        await_all(desk, [
            (case, case.true["userId"]["first_name"]) for case in chosen
            if case.path not in nameless])
    finally:
        desk.close()


def test_the_desk_shows_every_message_whatever_its_fields_hold(serve):
    shape = {name: kind for name, kind in odd.MESSAGE.items() if name != "mediaId"}
    every = [
        case for case in odd.cases(odd.plain_message, shape)
        # One text that fills the screen by itself would hide the others.
        if not case.is_dropped and (case.path, case.oddity) != (("content",), "long")]
    # No more than one page holds: what is further back is not fetched until it is wanted.
    chosen = sorted(
        random.Random(SEED).sample(every, 95), key=lambda case: case.true["_id"])
    chosen, live = chosen[:60], chosen[60:]
    for case in live:
        case.sent = {"message": case.sent, "conversationId": odd.CHAT}
    chat = odd.conversation(0) | {"_id": odd.CHAT}
    _, furrow = serve(
        conversations=[chat], messages=[case.sent for case in chosen],
        events=[("message:new", case.sent) for case in live])
    words = [
        (case, case.true["content"]) for case in chosen + live
        if case.path not in [("content",), ("messageType",)]]
    desk = Desk(
        furrow.environment("support"), "--transport", "polling", columns=90,
        rows=6 * len(chosen + live))
    try:
        await_all(desk.shows("First00000").press("\r"), words)
    finally:
        desk.close()
