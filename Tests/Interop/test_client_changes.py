"""furrow's changing commands against the field server: status, reassign, read, delete, upload."""

import pytest

from furrow import BAD_DATA, DONE, NOT_ALLOWED, NOT_FOUND, UNREACHABLE, USAGE
from support import request

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 64
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + b"\0" * 64


def test_a_status_is_set(furrow, field):
    short = field.named["short"]
    furrow.json("status", short, "resolved").expect(DONE)
    assert field.control("state")["statuses"][short] == "resolved"
    furrow.json("status", short, "finished").expect(USAGE)
    furrow.json("status", "ffffffffffffffffffffffff", "open").expect(NOT_FOUND)
    furrow.json("status", short, "open", who="farmer").expect(NOT_ALLOWED)


def test_a_conversation_is_reassigned(furrow, field):
    short, other = field.named["short"], field.users["support2"]
    furrow.json("reassign", short, other, who="admin").expect(DONE)
    one = furrow.json("conversation", short, who="admin").expect(DONE).object
    assert one["assignedSupportId"]["_id"] == other
    furrow.json("reassign", short, other).expect(NOT_ALLOWED)


# Row 24.
def test_an_unknown_agent_is_named_in_the_refusal(furrow, field):
    refused = furrow.json("reassign", field.named["short"], "0" * 24, who="admin")
    assert "Support user not found or invalid" in refused.expect(NOT_FOUND).error["message"]
    unknown = furrow.json("reassign", field.named["short"], "farhan", who="admin")
    assert "Nobody is known as farhan" in unknown.expect(NOT_FOUND).error["message"]


def test_a_refusal_names_what_was_asked_for(furrow, field):
    agent = field.users["support2"]
    for words in (
        ["status", "nosuch", "open"], ["read", "nosuch"], ["reassign", "nosuch", agent],
        ["reassign", field.named["short"], "nosuch"], ["delete", "conversation", "nosuch"],
        ["delete", "message", "nosuch"], ["conversation", "nosuch"], ["messages", "nosuch"],
        ["send", "nosuch", "hello"],
    ):
        refused = furrow.json(*words, who="admin")
        assert refused.status in (NOT_FOUND, BAD_DATA), words
        assert "nosuch" in refused.error["message"], words


def test_everything_is_marked_read(furrow, field):
    short = field.named["short"]
    furrow.json("read", short).expect(DONE)
    one = furrow.json("conversation", short).expect(DONE).object
    assert one["unreadCount"][field.users["support"]] == 0


def test_a_message_is_deleted(furrow, field):
    messages = furrow.json("messages", field.named["short"]).expect(DONE).objects
    furrow.json("delete", "message", messages[0]["_id"], who="farmer").expect(DONE)
    left = furrow.json("messages", field.named["short"], "--no-cache").expect(DONE).objects
    assert messages[0]["_id"] not in {one["_id"] for one in left}
    furrow.json("delete", "message", messages[0]["_id"], who="admin").expect(NOT_FOUND)


def test_a_conversation_is_deleted_by_an_admin_only(furrow, field):
    furrow.json("delete", "conversation", field.named["short"]).expect(NOT_ALLOWED)
    furrow.json("delete", "conversation", field.named["short"], who="admin").expect(DONE)


def test_a_server_without_the_call_is_told_from_a_missing_record(furrow, field):
    message = furrow.json("messages", field.named["short"]).expect(DONE).objects[0]["_id"]
    field.set(optional_calls=False)
    refused = furrow.json("delete", "message", message, who="admin").expect(UNREACHABLE)
    assert "no such call" in refused.error["message"]


@pytest.mark.parametrize("shape", ["array", "object"])
def test_files_are_uploaded(furrow, field, tmp_path, shape):
    field.set(upload_data=shape)
    leaf, stem = tmp_path / "leaf.png", tmp_path / "stem.jpg"
    leaf.write_bytes(PNG)
    stem.write_bytes(JPEG)
    done = furrow.json("upload", leaf, stem).expect(DONE)
    assert all(one["_id"] for one in done.objects) and done.objects
    # Row 9.
    assert ("the server named 1" in done.err) == (shape == "object"), done.err
    sent = [one for line in field.record("upload") for one in line["files"]]
    assert {(one["name"], one["format"]) for one in sent} == {
        ("leaf.png", "image/png"), ("stem.jpg", "image/jpeg")}
    assert not [one for one in field.record("request") if one["expect"]]


def test_an_uploaded_file_comes_back_unchanged(furrow, field, tmp_path):
    big = tmp_path / "big.png"
    big.write_bytes(PNG + bytes(range(256)) * 12_000)
    stored = furrow.json("upload", big).expect(DONE).object
    assert stored["size"] == big.stat().st_size
    assert request("GET", stored["url"]).body == big.read_bytes()


# Row 21.
def test_a_file_that_no_server_takes_is_refused_before_it_is_sent(furrow, field, tmp_path):
    text, huge = tmp_path / "note.txt", tmp_path / "huge.png"
    text.write_text("no picture")
    huge.write_bytes(PNG + bytes(10 * 1024 * 1024))
    for path in (text, huge):
        refused = furrow.json("upload", path).expect(BAD_DATA)
        assert path.name in refused.error["message"]
    assert not field.record("request", path="/api/v1/chat/media")
