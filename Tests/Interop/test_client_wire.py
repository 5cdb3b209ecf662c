"""The wire of any command, and what a tester changes about the handshake."""

import json
import signal

from test_identities import profiles

from furrow import DONE, NO_SIGN_IN, USAGE
from support import wait_until
from tail import Tail


def recorded(path):
    lines = [json.loads(line) for line in path.read_text().splitlines()]
    return [line for line in lines if "furrow" in line], [line for line in lines if "n" in line]


def test_any_command_writes_its_wire_as_a_recording(furrow, field, tmp_path):
    file = tmp_path / "session.jsonl"
    furrow.json("messages", field.named["short"], "--wire-file", file).expect(DONE)
    headers, records = recorded(file)
    assert headers[0] == json.loads(file.read_text().splitlines()[0]) and headers[0]["furrow"] == 1
    assert "offset" in headers[-1] and abs(headers[-1]["offset"]) < 5_000_000
    asked, answered = records[:2]
    assert (asked["layer"], asked["dir"]) == ("http", "out") and asked["name"].startswith("GET /")
    assert answered["answers"] == asked["n"] and answered["status"] == 200
    assert answered["at"] >= asked["at"] and answered["bytes"] > 0
    assert asked["headers"]["Authorization"] == "Bearer (token)"
    assert field.token("support") not in file.read_text()
    again = furrow.json("conversations", "--wire-file", file).expect(USAGE)
    assert "is there already" in again.error["message"]
    assert recorded(file)[1] == records


def test_the_wire_of_a_command_is_on_stderr_and_its_result_is_not(furrow, field):
    done = furrow.run("conversations", "--json", "--wire").expect(DONE)
    assert all("n" not in one for one in done.objects)
    assert [json.loads(line)["dir"] for line in done.err.splitlines()][:2] == ["out", "in"]
    plain = furrow.run("conversations", "--wire").expect(DONE)
    assert "-> http GET /" in plain.err and "(answers #1)" in plain.err
    assert "The server's clock is " in plain.err


def test_one_message_is_followed_from_the_send_to_its_confirmation(furrow, field, tmp_path):
    file = tmp_path / "session.jsonl"
    short = field.named["short"]
    body = {"conversationId": short, "messageType": "text", "content": "call 98210 12345"}
    furrow.json(
        "emit", "message:send", json.dumps(body), "--join", short, "--expect", "message:sent",
        "--wire-file", file).expect(DONE)
    _, records = recorded(file)
    send = next(one for one in records if one["name"] == "message:send")
    sent = next(one for one in records if one["name"] == "message:sent")
    assert sent["answers"] == send["n"]
    assert send["data"][0]["content"].startswith("call 00") and "98210" not in file.read_text()
    assert sum(one["name"] == "message:send" for one in records) == 1


def test_a_filter_lets_through_what_it_describes(furrow, field):
    """Everything behind the first line is what the filter describes: here the answers to a join."""
    short = field.named["short"]
    with Tail(furrow, "--wire", "--filter", "layer = sio and dir = in and name = conversation:*",
              short) as tail:
        first = tail.process.json_line(lambda line: "n" in line)
        assert first["name"] == "conversation:joined" and first["dir"] == "in"
    refused = furrow.json("tail", "--wire", "--filter", "layer = foo").expect(USAGE)
    assert "column" in refused.error["message"]
    process = furrow.start("tail", "--wire", "--filter", "name = conversation:*", short)
    line = process.line()
    field.control("disconnect")
    wait_until(lambda: any(' connection ' in told and '"offline"' in told for told in process.stderr), "why the link went")
    process.end(signal.SIGTERM)
    assert "sio conversation:join" in line, "for people, too, nothing else stands on stdout"
    assert not any("connection {" in told for told in process.seen)
    assert "goes with --wire" in furrow.json("tail", "--filter", "layer = sio").expect(USAGE).error["message"]


def test_what_is_sent_as_given_is_for_the_server_to_judge(furrow, field):
    for token in ("no-token-at-all", "eyJhbGciOiJIUzI1NiJ9.eyJpZCI6IngiLCJleHAiOjF9.x"):
        judged = furrow.json("tail", who=token).expect(NO_SIGN_IN)
        assert not judged.error["message"].startswith("Authentication error")
        given = furrow.json("tail", "--as-given", who=token).expect(NO_SIGN_IN)
        assert given.error["message"].startswith("Authentication error")
    none = furrow.json("tail", "--auth", "none", who=None).expect(NO_SIGN_IN)
    assert "Token required" in none.error["message"]
    own = json.dumps({"token": field.token("support")})
    furrow.json("emit", "x", "{}", "--auth", own, who=None).expect(DONE)


def test_what_a_handshake_cannot_be_is_a_usage_error(furrow, field):
    for words, said in (
        (["--auth", "[1]"], "an array, not an object"), (["--auth", '{"a":\n1'], "line 2, column 2"),
        (["--namespace", "a b"], "no comma"), (["--socket-path", "rt"], "begins with /"),
    ):
        refused = furrow.json("tail", *words).expect(USAGE)
        assert said in refused.error["message"], refused.error
    lost = furrow.json("emit", "x", "{}", "--socket-path", "/nowhere/", "--wait", 3)
    assert lost.status not in (DONE, USAGE)


def test_bytes_go_as_attachments(furrow, field, tmp_path):
    leaf = tmp_path / "leaf.bin"
    leaf.write_bytes(bytes(range(256)))
    file = tmp_path / "session.jsonl"
    furrow.json("emit", "probe", '{"a": 1}', "[2]", "--binary", leaf, "--wire-file", file)
    _, records = recorded(file)
    probe = next(one for one in records if one["name"] == "probe")
    assert probe["data"] == [{"a": 1}, [2], {"_placeholder": True, "num": 0}]
    assert len(probe["attachments"]) == 1 and probe["bytes"] > 256


def test_production_is_nothing_to_emit_to(furrow, field):
    config = furrow.folder / "config"
    config.mkdir(exist_ok=True)
    (config / "config.toml").write_text("[profiles.live]\nproduction = true\n")
    refused = furrow.json("emit", "x", "{}", "--profile", "live").expect(USAGE)
    assert "marked production" in refused.error["message"]
    assert not field.record("event", event="x")
    furrow.json("emit", "x", "{}").expect(DONE)


def test_wrong_json_is_named_by_line_and_column(furrow, field):
    wrong = furrow.json("emit", "x", '{"a": 1,\n "b" 2}').expect(USAGE)
    assert wrong.error["message"] == "The JSON is not JSON: no colon at line 2, column 6."

def test_two_identities_act_on_one_wire_in_the_desk(furrow, field, open_desk, tmp_path):
    """A farmer writes to an agent; the wire shows both sides, and an event is sent by hand."""
    words = profiles(furrow, field, meera="support", lakshmi="farmer")
    desk = open_desk(*words, who=None, columns=160, rows=45).shows("1 meera  2 lakshmi", "live", "Ramesh")
    desk.press("\x1b[24~").shows("WIRE", "of 5000 kept", "meera  ACTING")
    field.control(
        "write", user=field.users["farmer"], conversationId=field.named["short"],
        content="seen on the wire 98210 12345")
    desk.shows("message:new", "seen on the wire 00")
    desk.press("/").write("name = message:*").shows("name = message:*")
    desk.rest()
    desk.press("\r").shows("filter name = message:*")
    desk.press("t").shows("filter of =")
    desk.press("t")
    desk.rest()
    desk.press("x").rest().press("s").shows("EMIT AS meera", "typing:start")
    desk.write("mark-all").shows("conversation:mark-all-read")
    desk.rest()
    desk.press("\r").shows("EMIT as meera", "conversationId")
    desk.rest()
    desk.press("\r")
    field.wait_for("event", event="conversation:mark-all-read", user=field.users["support"])
    desk.press("S").shows("SAVE", "wire ")
    desk.press("\x15").press(str(tmp_path / "wire.jsonl")).shows("wire.jsonl")
    desk.rest()
    desk.press("\r").shows("of the wire stand in")
    headers, records = recorded(tmp_path / "wire.jsonl")
    assert headers and {one["as"] for one in records} >= {"meera"}
    assert "98210" not in (tmp_path / "wire.jsonl").read_text()
    desk.press("\x182").shows("lakshmi  ACTING", "WIRE")
