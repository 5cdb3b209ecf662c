"""The sandbox's events, held against python-socketio's own client over both transports."""

import asyncio

import pytest
import socketio

from furrow import REFUSALS

BOTH = pytest.mark.parametrize("transport", ["websocket", "polling"])


@BOTH
async def test_a_message_reaches_both_and_is_confirmed(sandbox, guests, transport):
    talk = sandbox.conversation()
    agent = await guests().enter(sandbox, "support", transport, join=talk)
    farmer = await guests().enter(sandbox, "farmer", transport, join=talk)
    await agent.emit("message:send", conversationId=talk, messageType="text",
                     content="  नमस्ते  ", tempId="t-1")
    sent = await agent.next("message:sent")
    assert sent["tempId"] == "t-1" and sent["timestamp"]
    new = await farmer.next("message:new")
    assert new["conversationId"] == talk
    assert new["message"]["_id"] == sent["messageId"]
    assert new["message"]["content"] == "नमस्ते"
    assert new["message"]["senderId"]["_id"] == sandbox.users["support"]
    assert "message:new" in [name for name, _ in agent.kept] or await agent.next("message:new")


@BOTH
async def test_people_outside_the_room_get_a_notification(sandbox, guests, transport):
    talk = sandbox.conversation()
    agent = await guests().enter(sandbox, "support", transport)
    farmer = await guests().enter(sandbox, "farmer", transport, join=talk)
    await farmer.emit("message:send", conversationId=talk, messageType="text", content="help")
    told = await agent.next("notification:new-message")
    assert told["conversationId"] == talk
    assert told["message"]["content"] == "help"
    assert told["sender"]["id"] == sandbox.users["farmer"] and told["sender"]["role"] == "User"
    assert "message:new" not in [name for name, _ in agent.kept]


async def test_python_upgrades_from_polling(sandbox, guests):
    talk = sandbox.conversation()
    guest = await guests().enter(sandbox, "support", "polling", "websocket", join=talk)
    assert guest.sio.transport() == "websocket"
    farmer = await guests().enter(sandbox, "farmer", "polling", "websocket", join=talk)
    for number in range(20):
        await farmer.emit(
            "message:send", conversationId=talk, messageType="text", content=f"{number}")
    heard = [(await guest.next("message:new"))["message"]["content"] for _ in range(20)]
    assert heard == [str(number) for number in range(20)]


@BOTH
async def test_typing_is_told_to_the_others_in_the_room(sandbox, guests, transport):
    talk = sandbox.conversation()
    agent = await guests().enter(sandbox, "support", transport, join=talk)
    farmer = await guests().enter(sandbox, "farmer", transport, join=talk)
    await farmer.emit("typing:start", conversationId=talk)
    typing = await agent.next("typing:user-typing")
    assert typing["conversationId"] == talk and typing["userId"] == sandbox.users["farmer"]
    assert typing["userName"]
    await farmer.emit("typing:stop", conversationId=talk)
    stopped = await agent.next("typing:user-stopped")
    assert stopped == {"conversationId": talk, "userId": sandbox.users["farmer"]}
    await farmer.emit("conversation:leave", conversationId=talk)
    assert not [one for one in await farmer.heard("conversation:left") if one.startswith("typing")]


@BOTH
async def test_read_marks_come_back_to_the_sender(sandbox, guests, transport):
    talk = sandbox.conversation()
    message = sandbox.say(talk, "have you read this?")
    agent = await guests().enter(sandbox, "support", transport, join=talk)
    farmer = await guests().enter(sandbox, "farmer", transport, join=talk)
    await agent.emit("message:read", conversationId=talk, messageId=message)
    receipt = await farmer.next("message:read-receipt")
    assert receipt["messageId"] == message and receipt["conversationId"] == talk
    assert receipt["readBy"] == sandbox.users["support"] and receipt["readAt"]
    sandbox.say(talk, "and this?")
    await agent.emit("conversation:mark-all-read", conversationId=talk)
    everything = await farmer.next("conversation:all-read")
    assert everything["readBy"] == sandbox.users["support"] and everything["count"] == 1
    record = sandbox.call("GET", f"/conversations/{talk}").json["data"]
    assert record["unreadCount"][sandbox.users["support"]] == 0


async def test_a_read_mark_over_rest_is_announced(sandbox, guests):
    talk = sandbox.conversation()
    sandbox.say(talk, "read me")
    farmer = await guests().enter(sandbox, "farmer", join=talk)
    sandbox.call("PATCH", f"/conversations/{talk}/read")
    assert (await farmer.next("conversation:all-read"))["conversationId"] == talk


@BOTH
async def test_presence_is_told_to_everyone(sandbox, guests, transport):
    watcher = await guests().enter(sandbox, "admin", transport)
    farmer = await guests().enter(sandbox, "farmer", transport)
    online = await watcher.next("user:online")
    assert online["userId"] == sandbox.users["farmer"] and online["timestamp"]
    await farmer.leave()
    offline = await watcher.next("user:offline")
    assert offline["userId"] == sandbox.users["farmer"] and offline["lastSeen"]


async def test_rest_sends_are_announced_to_nobody(sandbox, guests):
    talk = sandbox.conversation()
    agent = await guests().enter(sandbox, "support", join=talk)
    sandbox.say(talk, "quietly")
    sandbox.call("PATCH", f"/conversations/{talk}/status", "admin", {"status": "resolved"})
    await agent.emit("conversation:leave", conversationId=talk)
    names = await agent.heard("conversation:left")
    assert not {"message:new", "notification:new-message"} & set(names)


async def test_after_leaving_a_room_it_is_silent(sandbox, guests):
    talk = sandbox.conversation()
    agent = await guests().enter(sandbox, "support", join=talk)
    farmer = await guests().enter(sandbox, "farmer", join=talk)
    await agent.emit("conversation:leave", conversationId=talk)
    await agent.next("conversation:left")
    await farmer.emit("message:send", conversationId=talk, messageType="text", content="gone?")
    assert "message:new" not in await agent.heard("notification:new-message")


@pytest.mark.parametrize("dialect", ["document", "field"])
async def test_who_may_join(start_sandbox, guests, dialect):
    sandbox = start_sandbox("--dialect", dialect)
    talk = sandbox.conversation()
    admin = await guests().enter(sandbox, "admin")
    await admin.emit("conversation:join", conversationId=talk)
    if dialect == "document":
        assert (await admin.next("conversation:joined"))["conversationId"] == talk
    else:
        refused = await admin.next("error")
        assert refused["message"] == "Conversation not found or access denied"
    await admin.emit("conversation:join", conversationId="f" * 24)
    assert (await admin.next("error"))["message"]


@pytest.mark.parametrize("event,data", [
    ("message:send", {}), ("message:send", {"messageType": "text", "content": " "}),
    ("message:send", {"messageType": "image"}), ("message:send", {"messageType": "image",
                                                                  "mediaId": "none"}),
    ("conversation:join", {"conversationId": 7}), ("conversation:join", {"conversationId": None}),
    ("message:read", {"messageId": ["x"]}), ("typing:start", {"conversationId": "none"})])
async def test_unfit_events_get_an_error_and_the_link_lives(sandbox, guests, event, data):
    talk = sandbox.conversation()
    agent = await guests().enter(sandbox, "support", join=talk)
    await agent.sio.emit(event, {"conversationId": talk} | data)
    assert (await agent.next("error"))["message"]
    await agent.emit("conversation:leave", conversationId=talk)
    await agent.next("conversation:left")


@pytest.mark.parametrize("payload", ["text", 5, None, [], [1, {"a": "b"}]], ids=str)
async def test_payloads_of_other_types_do_no_harm(sandbox, guests, payload):
    talk = sandbox.conversation()
    agent = await guests().enter(sandbox, "support", join=talk)
    await agent.sio.emit("message:send", payload)
    await agent.sio.emit("unheard:of", payload)
    await agent.emit("conversation:leave", conversationId=talk)
    await agent.next("conversation:left")


@pytest.mark.parametrize("auth,message", REFUSALS, ids=str)
async def test_no_entry_without_a_good_token(sandbox, guests, auth, message):
    guest = guests()
    with pytest.raises(socketio.exceptions.ConnectionError):
        await guest.sio.connect(sandbox.url, auth=auth, transports=["websocket"])
    assert (await guest.next("connect_error"))["message"].startswith(message)


async def test_an_unknown_namespace_is_refused(sandbox, guests):
    guest = guests()
    guest.sio.on("connect_error", guest._note_refusal, namespace="/secret")
    with pytest.raises(socketio.exceptions.ConnectionError):
        await guest.sio.connect(
            sandbox.url, auth={"token": sandbox.token("support")}, namespaces=["/secret"],
            transports=["websocket"])
    assert (await guest.next("connect_error"))["message"] == "Invalid namespace"


@BOTH
async def test_many_people_in_one_room_all_hear_everything_once(sandbox, guests, transport):
    talk = sandbox.conversation()
    crowd = [await guests().enter(sandbox, "support", transport, join=talk) for _ in range(5)]
    farmer = await guests().enter(sandbox, "farmer", transport, join=talk)
    confirmed = []
    for number in range(30):
        await farmer.emit(
            "message:send", conversationId=talk, messageType="text", content=str(number))
        if number % 10 == 9:  # python-engineio takes no more than 16 packets in one body
            confirmed += [(await farmer.next("message:sent"))["messageId"] for _ in range(10)]
    assert len(set(confirmed)) == 30
    for one in crowd:
        heard = [(await one.next("message:new"))["message"]["content"] for _ in range(30)]
        assert heard == [str(number) for number in range(30)]


@BOTH
async def test_a_large_text_passes(sandbox, guests, transport):
    talk = sandbox.conversation()
    agent = await guests().enter(sandbox, "support", transport, join=talk)
    text = "पत्ती " * 3000
    await agent.emit("message:send", conversationId=talk, messageType="text", content=text)
    assert (await agent.next("message:new"))["message"]["content"] == text.strip()


async def test_a_client_that_vanishes_goes_offline(sandbox, guests):
    watcher = await guests().enter(sandbox, "admin")
    farmer = await guests().enter(sandbox, "farmer")
    await watcher.next("user:online")
    farmer.sio.eio.ws._response.connection.transport.abort()
    assert (await watcher.next("user:offline"))["userId"] == sandbox.users["farmer"]
    await asyncio.wait_for(farmer.sio.eio.read_loop_task, 10)
