"""What furrow says and how it ends when a server refuses, breaks, lies or is not there."""

import json

import pytest

from furrow import (
    BAD_CONFIGURATION, BAD_DATA, DONE, NO_SIGN_IN, NOT_ALLOWED, NOT_FOUND, UNREACHABLE, USAGE)
from support import answering

CONVERSATIONS = "/api/v1/chat/conversations"


def test_no_token_no_url_and_no_sense(furrow, field):
    furrow.json("conversations", who=None).expect(NO_SIGN_IN)
    nowhere = furrow.json("conversations", env={"FURROW_URL": ""}).expect(BAD_CONFIGURATION)
    assert "--url" in nowhere.error["message"] and "furrow demo" in nowhere.error["message"]
    furrow.run("conversations", "--no-such-flag").expect(USAGE)
    furrow.run("no-such-command").expect(USAGE)


def test_tokens_that_cannot_be_right(furrow, field):
    furrow.json("conversations", who="no-token-at-all").expect(NO_SIGN_IN)
    old = field.control("mint", user=field.users["support"], life=-60)["token"]
    furrow.json("conversations", who=old).expect(NO_SIGN_IN)
    head, body, signature = field.token("support").split(".")
    furrow.json("conversations", who=f"{head}.{body}.{signature[::-1]}").expect(NO_SIGN_IN)


def test_a_revoked_token(furrow, field):
    token = field.control("mint", user=field.users["support"])["token"]
    furrow.json("conversations", who=token).expect(DONE)
    field.control("revoke", token=token)
    furrow.json("conversations", who=token).expect(NO_SIGN_IN)


def test_who_i_am_is_confirmed_by_the_server_or_said_not_to_be(furrow, field):
    token = field.control("mint", user=field.users["support"])["token"]
    field.control("revoke", token=token)
    told = furrow.json("whoami", who=token).expect(NO_SIGN_IN)
    assert told.object["role"] == "Support" and told.object["confirmed"] is False
    assert told.error["code"] == NO_SIGN_IN
    assert "not confirmed by the server" in furrow.run("whoami", who=token).expect(NO_SIGN_IN).out
    field.kill()
    away = furrow.json("whoami").expect(UNREACHABLE)
    assert away.object["confirmed"] is False
    furrow.run("login", "--token-file", furrow.token_file("support"), who=None).expect(UNREACHABLE)
    furrow.json("whoami", who=None).expect(NO_SIGN_IN)


def test_a_file_that_was_named_and_is_not_there_has_one_exit(furrow, field, tmp_path):
    nowhere = str(tmp_path / "nowhere")
    for words in (
            ["whoami", "--token-file", nowhere], ["login", "--token-file", nowhere],
            ["stats", "--ca-file", nowhere], ["upload", nowhere], ["emit", "x", "@" + nowhere],
            ["send", field.named["short"], "--attach", nowhere],
            ["login", "--email", "a@b.c", "--password-file", nowhere],
            ["serve", "--secret-file", nowhere], ["serve", "token", "--secret-file", nowhere]):
        told = furrow.json(*words, who=None if "--token-file" in words else "support")
        assert nowhere in told.expect(NOT_FOUND).error["message"], words


def test_with_json_everything_that_is_said_is_json(furrow, field):
    nobodys = ["conversations", "--assigned-to", "f" * 24, "--status", "closed"]
    for words in (nobodys, ["outbox"], ["outbox", "flush"]):
        told = furrow.json(*words, who="admin")
        assert told.expect(DONE).out == "", words
        for line in told.err.splitlines():
            said = json.loads(line)
            assert (said.get("notice") or said["warning"])["message"], words


def test_a_token_is_in_no_output_and_no_file_but_its_own(furrow, field, tmp_path):
    for words in (["whoami"], ["conversations"], ["conversation", "nothing"], ["doctor"]):
        done = furrow.run(*words)
        assert field.token("support") not in done.out + done.err
    for path in tmp_path.rglob("*"):
        if path.is_file() and not path.name.startswith("token-"):
            assert field.token("support").encode() not in path.read_bytes(), path


@pytest.mark.parametrize("shape", ["message", "nested"])
# Row 1.
def test_the_message_is_found_in_either_shape(furrow, field, shape):
    field.set(error_shape=shape)
    refused = furrow.json("conversation", "ffffffffffffffffffffffff").expect(NOT_FOUND)
    assert "Conversation not found" in refused.error["message"]


@pytest.mark.parametrize("status,exit_status", [
    (400, BAD_DATA), (401, NO_SIGN_IN), (403, NOT_ALLOWED), (404, NOT_FOUND), (413, BAD_DATA),
    (415, BAD_DATA), (422, BAD_DATA), (500, UNREACHABLE), (503, UNREACHABLE)])
def test_each_status_has_its_exit(furrow, field, status, exit_status):
    body = json.dumps({"success": False, "message": "not today"})
    field.fault(CONVERSATIONS, status=status, body=body, times=9)
    refused = furrow.json("conversations").expect(exit_status)
    assert "not today" in refused.error["message"].lower()
    assert refused.error["code"]


@pytest.mark.parametrize("status", [502, 504])
# Row 1: HTML is never shown.
def test_a_page_of_a_proxy_is_never_shown(furrow, field, status):
    field.fault(CONVERSATIONS, status=status, type="text/html", times=9,
                body="<html><h1>Bad &lt;gateway&gt;</h1><script>x()</script></html>")
    refused = furrow.run("conversations").expect(UNREACHABLE)
    assert str(status) in refused.err
    assert "<" not in refused.err + refused.out and "script" not in refused.err


@pytest.mark.parametrize("fault", [
    {"status": 500, "body": ""},
    {"cut": 300},
    {"status": 200, "body": ""},
    {"status": 200, "body": "welcome to our wifi", "type": "text/html"},
    {"status": 200, "body": "[]"},
    {"status": 200, "body": json.dumps({"data": "none"})},
    {"status": 200, "body": json.dumps({"data": {"_id": 5}})},
    {"reset": True},
], ids=["empty 500", "cut", "empty 200", "html 200", "a list", "a word", "an object", "reset"])
def test_what_is_not_this_api_is_told_as_such(furrow, field, fault):
    field.fault(CONVERSATIONS, times=9, **fault)
    told = furrow.json("conversations").expect(UNREACHABLE)
    assert told.error["message"] and told.out == ""


def test_one_broken_record_does_not_hide_the_others(furrow, field):
    whole = field.get(f"{CONVERSATIONS}?limit=3").json
    whole["data"][1] |= {"status": 7, "unreadCount": "many", "createdAt": [], "userId": 3.5}
    field.fault(CONVERSATIONS, status=200, body=json.dumps(whole), times=9)
    found = furrow.json("conversations", "--limit", 3).expect(DONE).objects
    assert {whole["data"][0]["_id"], whole["data"][2]["_id"]} <= {one["_id"] for one in found}


def test_nobody_listens(furrow, field):
    field.kill()
    told = furrow.json("conversations").expect(UNREACHABLE)
    assert told.error["message"]


def test_something_else_listens(furrow, field):
    with answering(b"SSH-2.0-OpenSSH_9.2\r\n") as (url, _):
        furrow.json("conversations", env={"FURROW_URL": url}).expect(UNREACHABLE)


def test_either_form_of_the_url_is_taken(furrow, field):
    for url in (field.url, f"{field.url}/", f"{field.url}/api/v1", f"{field.url}/api/v1/"):
        furrow.json("whoami", "--url", url).expect(DONE)
        furrow.json("conversations", "--limit", 1, "--url", url).expect(DONE)


def test_a_token_of_two_lines_is_no_sign_in(furrow, field):
    two = field.token("support") + "\n" + field.token("admin")
    for words in (["whoami"], ["conversations"]):
        refused = furrow.json(*words, who=two).expect(NO_SIGN_IN)
        assert "line ends" in refused.error["message"]
    assert field.token("support") not in furrow.run("whoami", who=two).err


@pytest.mark.parametrize("words", [
    ("upload", "{}"), ("send", "any", "--attach", "{}"), ("emit", "x", "@{}")], ids=lambda w: w[0])
@pytest.mark.parametrize("path", ["/nope", "nope", "./no/such.png"])
def test_a_file_that_is_not_there_is_named_as_it_was_given(furrow, field, words, path):
    refused = furrow.json(*[word.format(path) for word in words]).expect(NOT_FOUND)
    assert f"{path} cannot be read" in refused.error["message"]
    assert not field.record("event", event="message:send")


def test_a_file_that_is_no_picture_is_bad_data(furrow, field, tmp_path):
    page = tmp_path / "page.png"
    page.write_text("<html>")
    for words in (["upload", page], ["send", field.named["short"], "--attach", page]):
        assert str(page) in furrow.json(*words).expect(BAD_DATA).error["message"]


def test_a_room_that_is_not_there_is_named(furrow, field):
    refused = furrow.json("emit", "x", "{}", "--join", "nope").expect(NOT_FOUND)
    assert refused.error["message"].startswith("nope: ")
    foreign = field.named["foreign"]
    refused = furrow.json("emit", "x", "{}", "--join", foreign).expect(NOT_ALLOWED)
    assert refused.error["message"].startswith(f"{foreign}: ")


def test_what_is_no_json_is_told_by_its_place(furrow, field, tmp_path):
    refused = furrow.json("emit", "x", "{}", "{", "[]").expect(USAGE)
    assert refused.error["message"].startswith("JSON argument 2 is not JSON")
    page = tmp_path / "page.json"
    page.write_text("{")
    refused = furrow.json("emit", "x", "{}", f"@{page}").expect(USAGE)
    assert refused.error["message"].startswith(f"The file {page} is not JSON")
    refused = furrow.json("emit", "x", "-", stdin="[1").expect(USAGE)
    assert refused.error["message"].startswith("Standard input is not JSON")


def test_one_second_is_one(furrow, field):
    expected = [word for name in "abc" for word in ("--expect", name)]
    told = furrow.json("emit", "x", "{}", "--wait", 1, *expected)
    assert told.expect(1).error["message"].startswith(
        "Within 1 second there was no sign of the event a, the event b and the event c. ")


def test_an_id_that_no_agent_has_is_told_from_an_agent_without_conversations(furrow, field):
    listed = furrow.json("conversations", "--assigned-to", "zzz-9", who="admin").expect(DONE)
    assert not listed.out and "no agent with the id zzz-9" in listed.err
    slip = furrow.json("conversations", "--assigned-to", "rvai", who="admin").expect(NOT_FOUND)
    assert "Nobody is known as rvai" in slip.error["message"]
    first = furrow.json("stats", who="admin").object["perAgentStats"][0]
    name = first["agentName"].split()[0]
    for words in ([], ["--status", "open"], ["--unread"]):
        by_id, by_name = (
            furrow.json("conversations", "--assigned-to", agent, *words, who="admin").expect(DONE)
            for agent in (first["agentId"], name))
        assert by_name.objects == by_id.objects and "no agent" not in by_name.err
    listed = furrow.run(
        "conversations", "--assigned-to", "zzz-9", "--status", "closed", who="admin").expect(DONE)
    assert "no agent with the id zzz-9" in listed.err
    agent = field.users["support"]
    for words in ([], ["--unread"], ["--status", "closed"]):
        listed = furrow.json("conversations", "--assigned-to", agent, *words, who="admin").expect(DONE)
        assert "no agent" not in listed.err
