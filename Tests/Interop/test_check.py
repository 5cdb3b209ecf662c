"""`furrow check` against servers that keep the contract, and against one that breaks it in one place."""

import os
import re
import signal
import socket
import time

import pytest

from furrow import (
    BAD_CONFIGURATION, BAD_DATA, CANNOT_STORE, CHECK_FAILED, DONE, KEPT, NO_SIGN_IN, UNREACHABLE, USAGE, Furrow)
from support import FieldServer, answering

ALL_OFF = {
    "broken": "", "lacks": "", "mistypes": "", "codes": "", "sent": "echo", "sent_delay": 0.0,
    "waiting": True,
}


@pytest.fixture(scope="module")
def checked(tmp_path_factory):
    """The field server and furrow beside it, for all tests of this file."""
    folder = tmp_path_factory.mktemp("check")
    server = FieldServer(folder).start()
    yield Furrow(folder, server)
    server.stop()


def people(furrow, user="farmer"):
    return [
        "--user", furrow.token_file(user), "--support", furrow.token_file("support"),
        "--admin", furrow.token_file("admin"),
    ]


def check(furrow, *words, **more):
    return furrow.run("check", *words, "--format", "json", who=None, **more)


def verdicts(result):
    return {one["check"]: one for one in result.objects if "check" in one}


def failed(result):
    return {name: one for name, one in verdicts(result).items() if one["verdict"] == "failed"}


def told(one):
    return "\n".join(
        f"{finding['asked']} at {finding.get('path', '-')}: expected {finding['expected']}, "
        f"came {finding['came']}"
        for finding in one["findings"])


def test_a_sandbox_passes_in_both_dialects(tmp_path, start_sandbox):
    for dialect in ("document", "field"):
        sandbox = start_sandbox("--dialect", dialect, "--ping-interval", 400, seed="demo")
        furrow = Furrow(tmp_path, sandbox)
        sandbox.conversation()
        before = sandbox.call("GET", "/conversations", "farmer").json["data"][0]
        result = check(furrow, *people(furrow), "--write")
        assert not failed(result), "\n".join(map(told, failed(result).values()))
        result.expect(DONE)
        not_tried = {n for n, one in verdicts(result).items() if one["verdict"] == "not tried"}
        assert {n for n in not_tried if not n.startswith(("row.", "values."))} == {"token.expired"}
        assert "writes in the conversation" in result.err
        after = sandbox.call("GET", "/conversations", "farmer").json["data"][0]
        for name in ("_id", "status", "assignedSupportId"):
            key = (lambda value: value["_id"] if isinstance(value, dict) else value)
            assert key(after[name]) == key(before[name]), name


def test_the_field_server_breaks_nothing_and_is_described(checked):
    field = checked.server
    field.set(**ALL_OFF)
    expired = checked.folder / "expired"
    expired.write_text(field.control("mint", user=field.users["farmer"], life=-60)["token"])
    result = check(checked, *people(checked), "--write", "--expired", expired)
    assert not failed(result), "\n".join(map(told, failed(result).values()))
    result.expect(DONE)
    rows = {n: one.get("observed", []) for n, one in verdicts(result).items() if n.startswith("row.")}
    for row, words in {
        1: "\"success\":false", 2: "an admin may not join", 3: "to those in the room too",
        4: "echoes tempId", 5: "cut at both ends", 6: "conversation:all-read", 7: "acknowledged with nothing",
        8: "announced to nobody", 9: "a list", 11: "newest", 13: "my number is there",
        14: "the claim id", 15: "Authentication error", 16: "pingInterval 25000", 17: "upgraded",
        18: "one of several", 20: "DELETE /messages/ID answers 200", 22: "an address",
        23: "answers 401", 25: "gives an agent all", 26: "waiting",
    }.items():
        assert words in "; ".join(rows[f"row.{row}"]), f"row {row}: {rows[f'row.{row}']}"
    verdict = verdicts(result)["token.expired"]
    assert verdict["verdict"] == "passed"


def patience(switches):
    """What never comes is not waited for; all else may take its time."""
    name = f"{switches.get('broken', '')} {switches.get('sent', '')}"
    return "0.6" if any(word in name for word in ("lost", "never")) else "3"


# What is broken, which check has to find it, and what its finding has to name.
FAULTS = [
    ({"codes": "GET /conversations/ID 404>500"}, "rest.one.absent", "expected 404, came 500"),
    ({"lacks": "GET /conversations/ID data.status"}, "rest.one", "$.data.status"),
    ({"lacks": "GET /messages/ID data.*.content"}, "rest.messages", "$.data[0].content"),
    ({"mistypes": "GET /messages/ID data.*.isRead"}, "rest.messages", "$.data[0].isRead"),
    ({"broken": "totals-wrong"}, "paging.messages.totals", "$.pagination.totalItems"),
    ({"broken": "order-reversed"}, "paging.messages.order", "the newest first"),
    ({"broken": "item-twice"}, "paging.messages.once", "on page 1 too"),
    ({"sent": "never"}, "live.sent", "message:sent"),
    ({"sent_delay": 0.95}, "live.sent.time", "message:sent after"),
    ({"broken": "foreign-temp-id"}, "live.sent.tempid", "somebody-elses"),
    ({"broken": "receipt-lost"}, "live.receipt", "message:read-receipt"),
    ({"broken": "receipt-to-all"}, "live.receipt.room", "message:read-receipt"),
    ({"broken": "typing-leaks"}, "live.typing.room", "typing:user-typing"),
    ({"broken": "offline-never-told"}, "live.offline", "user:offline"),
    ({"broken": "expired-accepted"}, "token.expired", "with an expired token"),
    ({"broken": "foreign-chat-readable"}, "rest.messages.foreign", "expected 403, came 200"),
    ({"broken": "support-reassigns"}, "rest.reassign.roles", "as Support"),
    ({"broken": "unknown-status-accepted"}, "rest.status.unknown", "expected 400, came 200"),
    ({"broken": "six-files-taken"}, "media.count", "six files"),
    ({"broken": "large-file-taken"}, "media.size", "11 MB"),
    ({"broken": "wrong-type-taken"}, "media.type", "a text as image"),
    ({"broken": "unread-stays"}, "rules.unread.reset", "expected 0"),
    ({"waiting": False}, "rules.waiting", "as the farmer wrote"),
    ({"broken": "upgrade-refused"}, "link.upgrade", "expected 101 Switching Protocols"),
]


@pytest.mark.parametrize(
    "switches,name,words", FAULTS, ids=[next(iter(f[0].values())) if isinstance(
        next(iter(f[0].values())), str) else next(iter(f[0])) for f in FAULTS])
def test_a_fault_is_found_and_named(checked, switches, name, words):
    field = checked.server
    field.set(**ALL_OFF | switches)
    more = []
    if name == "token.expired":
        expired = checked.folder / "expired"
        expired.write_text(field.control("mint", user=field.users["farmer"], life=-60)["token"])
        more = ["--expired", expired]
    result = check(
        checked, *people(checked), "--write", "--only", name, "--wait", patience(switches), *more)
    field.set(**ALL_OFF)
    assert name in failed(result), f"{verdicts(result).get(name)}\n{result.err}"
    line = told(failed(result)[name])
    assert words in line, line
    result.expect(CHECK_FAILED)


# Several faults at once, each in a place of its own: fields of records, codes of errors, events.
CONVERSATION = ["_id", "userId", "status", "isActive", "createdAt", "updatedAt"]
PERSON = ["_id", "first_name", "last_name", "phone", "email", "isOnline", "lastSeen"]
MESSAGE = ["_id", "senderId", "messageType", "isRead", "deliveredAt", "createdAt", "content"]
PAGINATION = [
    "currentPage", "totalPages", "totalItems", "itemsPerPage", "hasNextPage", "hasPrevPage"]
STATISTICS = [
    "totalConversations", "activeConversations", "totalMessages", "generatedAt",
    "statusBreakdown.open", "statusBreakdown.waiting", "statusBreakdown.resolved",
    "statusBreakdown.closed", "perAgentStats.*.agentId", "perAgentStats.*.agentName",
    "perAgentStats.*.agentEmail", "perAgentStats.*.totalConversations",
    "perAgentStats.*.activeConversations",
]
READING = {
    "GET /conversations/ID": [f"data.{one}" for one in CONVERSATION if one != "userId"]
    + [f"data.userId.{one}" for one in PERSON] + ["message"],
    "GET /messages/ID": [f"data.*.{one}" for one in MESSAGE if one != "senderId"]
    + [f"data.*.senderId.{one}" for one in ("_id", "first_name", "last_name", "role")],
    "GET /support/conversations": [f"pagination.{one}" for one in PAGINATION],
    "GET /support/stats": [f"data.{one}" for one in STATISTICS],
    "error": ["success", "message"],
}


def place_of(path):
    return "$." + path.replace(".*", "[*]")


def places_found(result):
    return {
        (finding["asked"].split(" as ")[0].split("?")[0], re.sub(r"\[\d+\]", "[*]", finding["path"]))
        for one in failed(result).values() for finding in one["findings"] if "path" in finding}


@pytest.mark.parametrize("how", ["lacks", "mistypes"])
def test_each_field_of_each_record_is_looked_at(checked, how):
    field = checked.server
    # Whether a message has to have words is known by its type.
    reading = {
        call: [path for path in paths if how == "mistypes" or path != "data.*.content"]
        for call, paths in READING.items()}
    wanted = ";".join(f"{call} {path}" for call, paths in reading.items() for path in paths)
    field.set(**ALL_OFF | {how: wanted})
    result = check(
        checked, *people(checked),
        "--only", "rest.one,rest.one.absent,rest.messages,rest.all,paging.all.*,rest.stats")
    field.set(**ALL_OFF)
    found = places_found(result)
    for call, paths in reading.items():
        for path in paths:
            there = {place for asked, place in found if call == "error" or asked == call}
            assert place_of(path) in there, f"{how} {call} {path}: {sorted(there)}"


def test_an_error_under_another_code_is_found_on_each_call(checked):
    field = checked.server
    codes = [
        ("POST /conversations", 403, "rest.create.roles"),
        ("GET /conversations/ID", 404, "rest.one.absent"),
        ("GET /conversations/ID", 403, "rest.one.foreign"),
        ("GET /messages/ID", 404, "rest.messages.absent"),
        ("GET /messages/ID", 403, "rest.messages.foreign"),
        ("POST /messages", 400, "rest.send.refused"), ("POST /messages", 404, "rest.send.absent"),
        ("PATCH /conversations/ID/read", 404, "rest.read.absent"),
        ("PATCH /conversations/ID/status", 400, "rest.status.unknown"),
        ("PATCH /conversations/ID/status", 403, "rest.status.roles"),
        ("PATCH /conversations/ID/status", 404, "rest.status.absent"),
        ("GET /support/conversations", 403, "rest.all.roles"),
        ("POST /support/reassign", 403, "rest.reassign.roles"),
        ("POST /support/reassign", 404, "rest.reassign.absent"),
        ("POST /support/reassign", 400, "rest.reassign.missing"),
        ("GET /support/stats", 403, "rest.stats.roles"), ("GET /support/stats", 401, "token.missing"),
        ("POST /media", 400, "media.refused"),
    ]
    field.set(**ALL_OFF | {"codes": ";".join(f"{call} {code}>418" for call, code, _ in codes)})
    result = check(checked, *people(checked), "--write", "--only", "rest.*,token.missing,media.refused")
    field.set(**ALL_OFF)
    for call, code, name in codes:
        assert name in failed(result), name
        assert f"expected {code}, came 418" in told(failed(result)[name]), name


EVENTS = {
    "conversation:joined": ["conversationId"],
    "message:new": ["conversationId", "message.isRead", "message.createdAt", "message.senderId.role"],
    "message:sent": ["timestamp"],
    "notification:new-message": ["sender.name", "sender.role", "message.deliveredAt"],
    "typing:user-typing": ["userName"], "typing:user-stopped": ["userId"],
    "message:read-receipt": ["readBy", "readAt"], "user:online": ["timestamp"],
    "user:offline": ["lastSeen"],
}


def test_each_field_of_each_event_is_looked_at(checked):
    field = checked.server
    wanted = {event: paths for event, paths in EVENTS.items() if event != "conversation:joined"}
    field.set(**ALL_OFF | {
        "mistypes": ";".join(f"{event} {path}" for event, paths in wanted.items() for path in paths)})
    result = check(checked, *people(checked), "--write", "--only", "live.*")
    field.set(**ALL_OFF)
    found = places_found(result)
    for event, paths in wanted.items():
        for path in paths:
            assert (event, place_of(path)) in found, f"{event} {path}: {sorted(found)}"


# Faults beside those above, and the check that names each.
BROTHERS = {
    "pages-wrong": "paging.all.totals", "has-next-wrong": "paging.mine.totals",
    "has-prev-wrong": "paging.messages.totals", "current-page-wrong": "paging.all.totals",
    "statistics-wrong": "rest.stats.sums", "forged-accepted": "token.forged",
    "foreign-room-open": "live.join.foreign", "farmers-see-statistics": "rest.stats.roles",
    "farmers-see-all": "rest.all.roles", "list-of-mine-has-others": "rest.mine.scope",
    "filter-ignored": "rest.all.filter", "second-conversation": "rest.create",
    "farmer-reassigns": "rest.reassign.roles", "agent-need-not-be-one": "rest.reassign.absent",
    "reassign-changes-nothing": "rest.reassign", "status-not-set": "rest.status",
    "farmer-sets-status": "rest.status.roles", "closed-reopens": "rules.closed",
    "reply-resolves": "rules.reply", "blank-text-taken": "rest.send.refused",
    "message-not-kept": "rules.history", "message-kept-twice": "rules.history",
    "last-message-stays": "rules.last", "read-changes-nothing": "rest.read",
    "unread-never-counts": "rules.unread", "media-need-a-token": "media.fetch",
    "websocket-refused": "link.websocket", "new-lost": "live.new", "joined-lost": "live.join",
    "error-lost": "live.error", "typing-lost": "live.typing", "stopped-lost": "live.typing.stopped",
    "notification-lost": "live.notification", "online-never-told": "live.online",
    "new-to-all": "live.new.room", "sent-to-all": "live.sent.private",
    "notification-to-all": "live.notification.private", "foreign-message-id": "live.sent",
    "receipt-by-another": "live.receipt", "typing-as-another": "live.typing",
    "online-never": "rules.presence", "typing-echoes": "live.typing.room",
    "leave-ignored": "live.leave", "all-read-lost": "live.allread",
    "admin-sees-half": "rest.mine.scope", "success-denied": "rest.stats",
}
# In CI a few of them; all with CHECK_ALL=1.
SAMPLE = sorted(BROTHERS)[:: 1 if os.environ.get("CHECK_ALL") else 6]


@pytest.mark.parametrize("broken", SAMPLE)
def test_a_fault_of_another_kind_is_found(checked, broken):
    field = checked.server
    field.set(**ALL_OFF | {"broken": broken})
    result = check(
        checked, *people(checked), "--write", "--only", BROTHERS[broken],
        "--wait", patience({"broken": broken}))
    field.set(**ALL_OFF)
    assert BROTHERS[broken] in failed(result), (
        f"{verdicts(result).get(BROTHERS[broken])}\n{result.err}")


# What cannot be checked, and how it is said.

def test_what_is_no_api_is_one_sentence(checked):
    for answer, words in [
        (b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nConnection: close\r\n\r\n<html>hi</html>",
         "is a page"),
        (b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\n\r\n{\"a\":1}",
         "other JSON"),
        (b"HTTP/1.1 404 Not Found\r\nConnection: close\r\n\r\n", "nothing"),
    ]:
        with answering(answer) as (url, _):
            result = checked.run("check", "--url", url).expect(UNREACHABLE)
            assert words in result.err and len(result.err.splitlines()) == 1, result.err
            assert result.out == ""


def test_what_may_not_be_is_refused_before_anybody_is_asked(checked, tmp_path):
    config = tmp_path / "config"
    config.mkdir()
    token = checked.token_file("farmer")
    (config / "config.toml").write_text(
        f'[profiles.live]\nurl = "{checked.server.url}"\nproduction = true\n'
        f'token_file = "{token}"\n')
    env = {"FURROW_CONFIG_HOME": str(config)}
    for words, status, sentence in [
        (["check", "--write", *people(checked)], USAGE, "marked production"),
        (["check", "--write"], USAGE, "--write needs --user, --support and --admin"),
        (["check", "--user", checked.token_file("support")], USAGE, "is signed in as Support"),
        (["check", "--only", "live.tpying"], USAGE, "names no check"),
        (["check", "--user", "nobody"], BAD_CONFIGURATION, "no profile"),
        (["check", "--expired", token], USAGE, "has not expired"),
        (["load", "--profile", "live"], USAGE, "marked production"),
        (["load", "--url", "http://192.0.2.1:5000"], USAGE, "--allow-remote"),
        (["load", "--fail-if", "p98>200ms"], USAGE, "column 1"),
        (["load", "--merge", "/nowhere"], 66, "/nowhere"),
    ]:
        result = checked.run(*words, env=env).expect(status)
        assert sentence in result.err, result.err
    state = checked.server.control("state")
    assert state["sessions"]["staff"] == 0


def test_a_list_that_fails_is_a_finding_and_not_the_end(checked):
    field = checked.server
    field.set(**ALL_OFF | {"codes": "GET /conversations 200>500"})
    result = check(checked, *people(checked), "--only", "rest.mine,rest.one.absent")
    field.set(**ALL_OFF)
    result.expect(CHECK_FAILED)
    assert "expected 200, came 500" in told(failed(result)["rest.mine"])
    assert verdicts(result)["rest.one.absent"]["verdict"] == "passed"


def test_a_server_of_one_transport_lacks_the_other(tmp_path, start_field):
    for offered, lacking in (("websocket", "link.polling"), ("polling", "link.websocket")):
        server = start_field("--transports", offered)
        furrow = Furrow(tmp_path, server)
        result = check(furrow, *people(furrow), "--write", "--only", "link.*,live.*")
        server.stop()
        found = failed(result)
        assert lacking in found, verdicts(result)
        assert {name for name in found if name.startswith("live.")} == set(), found


def test_a_token_that_is_not_taken_ends_it(checked):
    field = checked.server
    token = field.control("mint", user=field.users["support"])["token"]
    field.control("revoke", token=token)
    result = checked.run("check", "--token", token, who=None).expect(NO_SIGN_IN)
    assert "does not take the token of Support" in result.err


def test_a_load_is_sent_at_its_rate_and_measured(tmp_path, start_sandbox):
    sandbox = start_sandbox(seed="demo")
    furrow = Furrow(tmp_path, sandbox)
    saved = [tmp_path / "one.json", tmp_path / "two.json"]
    for path in saved:
        result = furrow.json(
            "load", "--users", 6, "--rate", 40, "--for", "500ms", "--save", path, who=None).expect(DONE)
        assert result.object["sent"] == 20 and result.object["failed"] == 0
    merged = furrow.json("load", "--merge", *saved, who=None).expect(DONE).object
    assert merged["users"] == 12 and merged["sent"] == 40
    twice = furrow.run("load", "--merge", saved[0], saved[0], who=None).expect(BAD_DATA)
    assert "holds the same load as" in twice.err
    longer = tmp_path / "longer.json"
    longer.write_text(saved[1].read_text().replace('"seconds":0.5', '"seconds":3'))
    unlike = furrow.run("load", "--merge", saved[0], longer, who=None).expect(BAD_DATA)
    assert "ran for 0.5 s and" in unlike.err and "for 3 s" in unlike.err
    before = saved[0].read_text()
    taken = furrow.run("load", "--merge", saved[1], "--save", saved[0], who=None).expect(CANNOT_STORE)
    assert "exists already" in taken.err and saved[0].read_text() == before
    failing = furrow.run(
        "load", "--merge", *saved, "--fail-if", "p50>0.001ms", "--baseline", saved[0], who=None)
    failing.expect(CHECK_FAILED)
    assert "p50>0.001ms: p50 was" in failing.err and "before" in failing.out
    furrow.run("load", "--merge", saved[1], "--save", saved[0], "--force", who=None).expect(DONE)
    assert saved[0].read_text() != before


@pytest.mark.parametrize("how, words, status", [
    (signal.SIGINT, ["check"], KEPT), (signal.SIGTERM, ["check"], KEPT),
    (signal.SIGINT, ["load", "--users", 1, "--tokens", "TOKEN"], KEPT),
    (signal.SIGINT, ["record", "silent.jsonl"], DONE),
])
def test_a_silent_server_does_not_hold_up_who_interrupts(checked, monkeypatch, how, words, status):
    monkeypatch.chdir(checked.folder)
    token = checked.token_file("support")
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        process = checked.start(*[token if word == "TOKEN" else word for word in words], "--url",
                                f"http://127.0.0.1:{port}", "--token-file", token, who=None)
        connection, _ = listener.accept()
        with connection:
            assert connection.recv(1)
            began = time.monotonic()
            assert process.end(how) == status
            assert time.monotonic() - began < 5
