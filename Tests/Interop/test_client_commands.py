"""What every command owes a script: true exit statuses, whole output, lines that are ours."""

import json
import os
import subprocess

import pytest

from furrow import (
    BAD_CONFIGURATION, CANNOT_STORE, CHECK_FAILED, DONE, NO_SIGN_IN, NOT_FOUND, UNREACHABLE, USAGE)
from support import BINARY, answering, wait_until

BROKEN_PIPE = 141
FORGED = "ok\n2026-11-27 19:28  ✓✓  m9  Meera Iyer: I approve\r\nand more"


def run(furrow, *words, **streams):
    """Runs with streams of the test's choice; answers with the status and stderr."""
    closed = streams.pop("closes", None)
    done = subprocess.run(
        [BINARY, *map(str, words)], env=furrow.environment("support"), timeout=40,
        stderr=subprocess.PIPE, check=False, text=True,
        preexec_fn=(lambda: os.close(closed)) if closed is not None else None,
        **({"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL} | streams))
    return done.returncode, done.stderr


class Directory:
    """A directory as a descriptor, which no file object takes."""

    def __init__(self, path):
        self.path = path

    def __enter__(self):
        self.descriptor = os.open(self.path, os.O_RDONLY)
        return self.descriptor

    def __exit__(self, *error):
        os.close(self.descriptor)


@pytest.fixture
def printing(furrow, field):
    """Commands that print something, and leave the server as it was."""
    short = field.named["short"]
    return [
        ["--help"], ["--version"], ["send", "--help"], ["whoami"], ["conversations"],
        ["conversation", short], ["messages", short], ["stats"], ["keys"], ["themes"], ["config"],
        ["config", "check"], ["tail"], ["read", short], ["status", short, "open"],
        ["emit", "conversation:join", json.dumps({"conversationId": short}),
         "--expect", "conversation:joined"],
    ]


def test_output_that_cannot_be_written_is_no_success(furrow, printing):
    for words in printing:
        for more in ([], ["--json"]):
            with open("/dev/full", "w") as full:
                status, said = run(furrow, *words, *more, stdout=full)
            assert status == CANNOT_STORE and "cannot be written" in said, (words, status, said)


def test_what_is_done_is_said_to_be_done_where_its_result_cannot_be_written(furrow, field):
    short = field.named["short"]
    for words in (["status", short, "waiting"], ["read", short], ["send", short, "once only"]):
        with open("/dev/full", "w") as full:
            status, said = run(furrow, *words, stdout=full)
        assert status == CANNOT_STORE and "done all the same" in said, (words, said)
    with open("/dev/full", "w") as full:
        assert "done" not in run(furrow, "messages", short, stdout=full)[1]


def test_warnings_are_json_where_errors_are(furrow, field, tmp_path):
    nowhere = str(tmp_path / "nowhere.pem")
    refused = furrow.json("stats", "--ca-file", nowhere).expect(NOT_FOUND)
    assert nowhere in refused.error["message"]
    said = furrow.json("stats", "--token", field.token("support")).expect(DONE)
    warnings = [json.loads(line)["warning"]["message"] for line in said.err.splitlines()]
    assert any("--token" in one for one in warnings)


def test_a_closed_stdout_is_no_success_and_no_database_gets_its_number(furrow, field):
    for words in (["whoami"], ["messages", field.named["short"]], ["keys", "--json"], ["--help"]):
        status, said = run(furrow, *words, closes=1)
        assert status == CANNOT_STORE and "cannot be written" in said, (words, status, said)
    status, said = run(furrow, "send", field.named["short"], "still sent", closes=1)
    assert status == CANNOT_STORE
    assert field.record("event", event="message:send")
    furrow.run("outbox").expect(DONE)


def open_files(folder):
    """What the descriptors in that folder of /proc lead to; one may be closed meanwhile."""
    for one in os.listdir(folder):
        try:
            yield os.readlink(f"{folder}/{one}")
        except FileNotFoundError:
            pass


def test_a_stream_that_was_closed_is_no_other_file_s_number(furrow, field):
    field.kill()
    for closed in (0, 1, 2):
        process = subprocess.Popen(
            [BINARY, "send", field.named["short"], "x", "--wait", "60"],
            env=furrow.environment("support"), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.PIPE, preexec_fn=lambda: os.close(closed))
        folder = f"/proc/{process.pid}/fd"
        try:
            # Its databases are open by then.
            wait_until(
                lambda: any(name.endswith(".sqlite") for name in open_files(folder)), "a file")
            assert os.readlink(f"{folder}/{closed}") == "/dev/null"
        finally:
            process.kill()
            process.communicate()


def test_a_reader_that_went_away_ends_it_quietly(furrow, field):
    for words in (["keys"], ["conversations", "--all"], ["--help"], ["tail", "--wire"]):
        reading, writing = os.pipe()
        os.close(reading)
        status, said = run(furrow, *words, stdout=writing)
        os.close(writing)
        assert (status, said) == (BROKEN_PIPE, ""), words


def test_no_standard_input_crashes_it(furrow, field, tmp_path):
    short = field.named["short"]
    with Directory(tmp_path) as folder:
        assert run(furrow, "send", short, "-", stdin=folder)[0] == USAGE
        assert run(furrow, "emit", "x", "-", stdin=folder)[0] == USAGE
        assert run(furrow, "login", stdin=folder)[0] in (DONE, NO_SIGN_IN)
    assert run(furrow, "send", short, "-", closes=0)[0] == USAGE
    assert run(furrow, "emit", "x", "-", closes=0)[0] == USAGE
    assert not field.record("event", event="message:send")


def test_what_is_no_command_is_not_helped(furrow):
    for words in (["sarch", "--help"], ["help", "sarch"], ["outbox", "flsh", "--help"], ["frob"]):
        refused = furrow.run(*words).expect(USAGE)
        assert "There is no command" in refused.err and refused.out == ""
    assert "furrow chat" in furrow.run("cht").expect(USAGE).err
    assert furrow.json("cht").expect(USAGE).error["code"] == USAGE
    assert "--print-tokens" in furrow.run("serve", "--help").expect(DONE).out


def test_a_usage_error_is_json_where_errors_are(furrow):
    for words in (["conversations", "--limit", "many"], ["send"], ["conversations", "--colour"]):
        refused = furrow.json(*words).expect(USAGE)
        assert refused.error["code"] == USAGE and refused.error["message"], words


def test_the_limit_counts_what_is_shown(furrow, field):
    all_of_them = furrow.json("conversations", "--all", "--unread").expect(DONE).objects
    assert len(all_of_them) > 2
    some = furrow.json("conversations", "--all", "--unread", "--limit", 2).expect(DONE).objects
    assert some == all_of_them[:2]


def test_signing_out_says_whether_there_was_a_sign_in(furrow, field):
    nothing = furrow.run("logout", who=None).expect(DONE)
    assert "no stored sign-in" in nothing.out and "Signed out" not in nothing.out
    furrow.run("login", "--token-file", furrow.token_file("support"), who=None).expect(DONE)
    assert "Signed out" in furrow.run("logout", who=None).expect(DONE).out
    with_another = furrow.run("logout").expect(DONE)
    assert "still gives a token" in with_another.err


def test_a_stored_token_that_others_can_read_is_refused_with_the_mend(furrow, field):
    furrow.run("login", "--token-file", furrow.token_file("support"), who=None).expect(DONE)
    stored = next((furrow.folder / "data").rglob("token"))
    given = furrow.token_file("support")
    for path, who in ((stored, None), (given, "support")):
        path.chmod(0o644)
        # `token_file` closes it again.
        env = furrow.environment(None) | (
            {"FURROW_TOKEN_FILE": str(path)} if who else {})
        for words in (["whoami"], ["conversations"], ["doctor"]):
            done = subprocess.run(
                [BINARY, *words], env=env, capture_output=True, text=True, timeout=60, check=False)
            assert done.returncode == (CHECK_FAILED if words == ["doctor"] else NO_SIGN_IN)
            assert f"chmod 600 {path}" in done.stderr + done.stdout, words


def test_a_token_that_the_server_repeats_is_masked(furrow, field):
    token = field.token("support")
    body = json.dumps({"success": False, "message": f"Bad token {token} of you"})
    for status in (400, 401, 403, 404, 500):
        field.fault("/api/v1/chat/conversations", status=status, body=body, times=1)
        done = furrow.run("conversations")
        assert done.status != DONE and "(token)" in done.err, done.err
        assert token not in done.out + done.err
        field.control("heal")
    for path in (furrow.folder / "state").rglob("*.log"):
        assert token not in path.read_text()


def test_a_port_that_is_taken_names_the_mend(furrow, field):
    refused = furrow.run("serve", "--port", field.known["listening"], who=None).expect(UNREACHABLE)
    assert "already in use" in refused.err and "--port" in refused.err


# Foreign lines.

def test_no_message_and_no_name_forges_a_line(furrow, field):
    short = field.named["short"]
    field.control("write", user=field.users["farmer"], conversationId=short, content=FORGED)
    field.fault("/api/v1/chat/conversations", method="DELETE", status=400, times=1,
                body=json.dumps({"message": FORGED}))
    for words in (["messages", short], ["conversations"], ["conversation", short],
                  ["contact"], ["delete", "conversation", short]):
        done = furrow.run(*words, who="farmer" if words == ["contact"] else "support")
        lines = (done.out + done.err).splitlines()
        assert any("I approve" in line for line in lines), words
        for line in lines:
            assert not line.startswith(("2026-11-27 19:28", "and more")), (words, line)
    process = furrow.start("tail", short)
    try:
        wait_until(lambda: "joined" in (process.line() or ""), "the join")
        field.control("write", user=field.users["farmer"], conversationId=short, content=FORGED)
        line = wait_until(lambda: (lambda one: one if "I approve" in one else None)(
            process.line()), "the message")
        assert line.startswith("20") and " message:new " in line
    finally:
        process.end()


def test_what_is_not_seen_is_escaped_in_json(furrow, field):
    short = field.named["short"]
    hidden = "a\u061c\u200b\u200f\u202e\u2060\u2066\ufeff\U000e0041\u0085b"
    field.control("write", user=field.users["farmer"], conversationId=short, content=hidden)
    done = furrow.json("messages", short, "--limit", 1).expect(DONE)
    assert done.object["content"] == hidden
    assert not set(hidden[1:-1]) & set(done.out)
    assert "\\u061c\\u200b" in done.out and "\\udb40\\udc41" in done.out


# The wire, and where it goes.

@pytest.mark.parametrize("transport", ["websocket", "polling"])
def test_the_wire_tells_each_event_once_and_in_order(furrow, field, transport):
    process = furrow.start(
        "tail", field.named["short"], "--wire", "--json", "--transport", transport)
    try:
        process.json_line(lambda line: "conversation:joined" in str(line))
        for number in range(20):
            field.control("emit", event="count", data={"n": f"number-{number}-"})
        process.json_line(lambda line: "number-19-" in str(line))
        field.control("emit", event="last", data={})
        process.json_line(lambda line: line.get("name") == "last")
        whole = "\n".join(process.seen)
        places = [whole.index(f"number-{number}-") for number in range(20)]
        assert places == sorted(places)
        assert all(whole.count(f"number-{number}-") == 1 for number in range(20))
        lines = [json.loads(line) for line in process.seen]
        assert lines[0]["furrow"] == 1
        records = [line for line in lines if "n" in line]
        assert [line["n"] for line in records] == list(range(1, len(records) + 1))
        times = [line["at"] for line in records]
        assert times == sorted(times)
        join = next(line for line in records if line["name"] == "conversation:join")
        joined = next(line for line in records if line["name"] == "conversation:joined")
        assert joined["answers"] == join["n"] and joined["layer"] == "sio"
        assert joined["session"] == join["session"]
    finally:
        process.end()


def test_a_prefix_of_the_address_holds_for_the_socket_too(furrow, field):
    with answering(b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n") as (origin, requests):
        url = f"{origin}/chatsvc/api/v1"
        furrow.run("emit", "x", "{}", "--wait", 1, "--url", url).expect(UNREACHABLE)
        furrow.run("conversations", "--url", url)
        asked = [request.split(b"\r\n")[0].decode() for request in requests]
        assert any(line.startswith("GET /chatsvc/socket.io/?EIO=4") for line in asked), asked
        assert any(line.startswith("GET /chatsvc/api/v1/chat/") for line in asked), asked
        assert all("/chatsvc/" in line for line in asked)


def test_an_address_with_another_path_is_refused_in_words(furrow, field):
    refused = furrow.json("conversations", "--url", f"{field.url}/admin").expect(BAD_CONFIGURATION)
    assert "/api/v1" in refused.error["message"] and "--url" in refused.error["message"]
