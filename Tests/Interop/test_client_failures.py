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
