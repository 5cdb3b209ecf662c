"""The field server is what it says: held against python-socketio's own client and plain requests."""

import pytest
import socketio

from support import multipart, request


@pytest.mark.parametrize("transport", ["websocket", "polling"])
async def test_a_message_reaches_both_sides(field, guests, transport):
    short = field.named["short"]
    agent = await guests().enter(field, "support", transport, join=short)
    farmer = await guests().enter(field, "farmer", transport, join=short)
    await agent.emit("message:send", conversationId=short, messageType="text",
                     content=" hold it up ", tempId="t1")
    sent = await agent.next("message:sent")
    assert sent["tempId"] == "t1"
    new = await farmer.next("message:new")
    assert new["message"]["_id"] == sent["messageId"]
    assert new["message"]["content"] == "hold it up"
    assert (await farmer.next("notification:new-message"))["sender"]["role"] == "Support"


async def test_an_outsider_may_not_join(field, guests):
    admin = await guests().enter(field, "admin")
    await admin.emit("conversation:join", conversationId=field.named["short"])
    problem = await admin.next("error")
    assert problem["message"] == "Conversation not found or access denied"


async def test_a_bad_token_is_refused(field, guests):
    guest = guests()
    with pytest.raises(socketio.exceptions.ConnectionError):
        await guest.sio.connect(field.url, auth={"token": "x.y.z"}, transports=["websocket"])
    assert (await guest.next("connect_error"))["message"] == "Authentication error: Invalid token"


def test_pages_come_newest_first_or_oldest_first(field):
    path = f"/api/v1/chat/messages/{field.named['long']}?limit=50"
    newest = field.get(path).json
    assert newest["data"][-1]["content"] == "line 230 of 230"
    assert newest["pagination"]["totalPages"] == 5
    field.set(paging="oldest-first")
    assert field.get(path).json["data"][0]["content"] == "line 1 of 230"


def test_a_fault_is_played_as_often_as_asked(field):
    field.fault("/api/v1/chat/support", status=502, body="<html>Bad Gateway</html>",
                type="text/html")
    assert field.get("/api/v1/chat/support/stats").status == 502
    assert field.get("/api/v1/chat/support/stats").status == 200


def test_uploads_are_judged_by_their_type(field):
    def upload(media_type, data=b"\x89PNG"):
        body, content = multipart([
            ("type", None, None, b"image"), ("media", "leaf.png", media_type, data)])
        return request(
            "POST", f"{field.url}/api/v1/chat/media", field.token("support"), body,
            {"Content-Type": content})

    stored = upload("image/png")
    assert stored.status == 201
    url = stored.json["data"][0]["url"]
    assert request("GET", url, headers={"Range": "bytes=1-2"}).body == b"PN"
    assert upload("text/plain").status == 400


def test_what_it_accepted_survives_a_kill(start_field, tmp_path):
    data = tmp_path / "kept"
    data.mkdir()
    field = start_field("--data", str(data))
    path = f"/api/v1/chat/messages/{field.named['short']}"

    def write():
        body, content = multipart([
            ("type", None, None, b"image"), ("media", "leaf.png", "image/png", b"\x89PNG")])
        stored = request("POST", f"{field.url}/api/v1/chat/media", field.token("support"), body,
                         {"Content-Type": content}).json["data"][0]
        request("POST", f"{field.url}/api/v1/chat/messages", field.token("support"), {
            "conversationId": field.named["short"], "messageType": "image", "mediaId": stored["_id"]})
        return stored

    first, before = write(), field.get(path).json["data"]
    field.kill()
    field.restart()
    assert field.get(path).json["data"] == before
    assert request("GET", first["url"]).body == b"\x89PNG"
    assert write()["_id"] != first["_id"]
