"""The sandbox's Engine.IO over plain HTTP: what is refused, and how a session dies."""

import asyncio
import json
import socket

import aiohttp
import pytest

from furrow import REFUSALS

KEYS = {"sid", "upgrades", "pingInterval", "pingTimeout", "maxPayload"}


class Polling:
    """A session by hand."""

    def __init__(self, http, server):
        self.http, self.base = http, f"{server.url}/socket.io/"
        self.query = {"EIO": "4", "transport": "polling"}

    async def open(self):
        async with self.http.get(self.base, params=self.query) as answer:
            assert answer.status == 200
            text = await answer.text()
        self.handshake = json.loads(text[1:])
        self.query["sid"] = self.handshake["sid"]
        return self

    @property
    def upgrade_address(self):
        return f"{self.base}?EIO=4&transport=websocket&sid={self.query['sid']}"

    async def get(self, **more):
        async with self.http.get(self.base, params=self.query | more) as answer:
            return answer.status, await answer.text()

    async def post(self, body, **more):
        async with self.http.post(
                self.base, params=self.query | more, data=body,
                headers={"Content-Type": "text/plain;charset=UTF-8"}) as answer:
            return answer.status, await answer.text()

    async def connect(self, token):
        assert await self.post("40" + json.dumps({"token": token})) == (200, "ok")
        status, text = await self.get()
        assert status == 200
        return text


@pytest.fixture
async def http():
    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=15)) as session:
        yield session


async def test_the_handshake_has_exactly_its_keys(sandbox, http):
    session = await Polling(http, sandbox).open()
    assert set(session.handshake) == KEYS
    assert session.handshake["upgrades"] == ["websocket"]
    address = f"{sandbox.url}/socket.io/?EIO=4&transport=websocket"
    async with http.ws_connect(address) as ws:
        first = json.loads((await ws.receive_str())[1:])
    assert set(first) == KEYS and first["upgrades"] == []


@pytest.mark.parametrize("query", [
    {}, {"EIO": "4"}, {"transport": "polling"}, {"EIO": "3", "transport": "polling"},
    {"EIO": "4", "transport": "pigeon"}, {"EIO": "4", "transport": "polling", "sid": "nobody"}],
    ids=str)
async def test_unfit_requests_are_refused(sandbox, http, query):
    for method in ("GET", "POST"):
        async with http.request(method, f"{sandbox.url}/socket.io/", params=query) as answer:
            assert answer.status == 400


async def test_a_post_without_a_session_is_refused(sandbox, http):
    session = Polling(http, sandbox)
    assert (await session.post("40"))[0] == 400


async def test_connecting_answers_with_a_sid_alone(sandbox, http):
    session = await Polling(http, sandbox).open()
    answer = await session.connect(sandbox.token("support"))
    first = answer.split("\x1e")[0]
    assert first.startswith("40") and set(json.loads(first[2:])) == {"sid"}


@pytest.mark.parametrize("auth,message", REFUSALS, ids=str)
async def test_a_refusal_comes_over_polling_too(sandbox, http, auth, message):
    session = await Polling(http, sandbox).open()
    await session.post("40" + ("" if auth is None else json.dumps(auth)))
    status, text = await session.get()
    assert status == 200 and text.startswith("44")
    assert json.loads(text.split("\x1e")[0][2:])["message"].startswith(message)


async def test_answers_to_one_post_come_together(sandbox, http):
    talk = sandbox.conversation()
    session = await Polling(http, sandbox).open()
    await session.connect(sandbox.token("support"))
    join = json.dumps(["conversation:join", {"conversationId": talk}])
    leave = json.dumps(["conversation:leave", {"conversationId": talk}])
    assert await session.post(f"42{join}\x1e42{leave}") == (200, "ok")
    heard = ""
    while "conversation:left" not in heard:
        heard += (await session.get())[1] + "\x1e"
    assert heard.index("conversation:joined") < heard.index("conversation:left")


@pytest.mark.parametrize("body", ["", "x", "9", "4abc", "42{}", '42abc["x"]', "\x1e", "b!"], ids=repr)
async def test_what_is_no_packet_ends_the_session(sandbox, http, body):
    session = await Polling(http, sandbox).open()
    await session.connect(sandbox.token("support"))
    await session.post(body)
    statuses = [(await session.get())[0] for _ in range(2)]
    assert statuses[-1] == 400


async def test_a_close_ends_the_session(sandbox, http):
    session = await Polling(http, sandbox).open()
    await session.connect(sandbox.token("support"))
    await session.post("1")
    assert (await session.get())[0] == 400


async def test_leaving_the_namespace_leaves_the_engine_alive(sandbox, http):
    talk = sandbox.conversation()
    session = await Polling(http, sandbox).open()
    await session.connect(sandbox.token("support"))
    await session.post("41")
    assert (await session.post("40" + json.dumps({"token": sandbox.token("support")})))[0] == 200
    heard = ""
    while "40{" not in heard:
        heard += (await session.get())[1]
    await session.post("42" + json.dumps(["conversation:join", {"conversationId": talk}]))
    while "conversation:joined" not in heard:
        heard += (await session.get())[1]


async def waiting(session):
    """A GET that waits at the server for something to come."""
    poll = asyncio.ensure_future(session.get())
    await asyncio.sleep(0.2)  # nothing tells when the server has taken it up
    assert not poll.done()
    return poll


async def quiet(session, token):
    """Connects, and leaves a GET waiting."""
    await session.connect(token)
    return await waiting(session)


async def test_a_second_get_ends_the_session(sandbox, http):
    session = await Polling(http, sandbox).open()
    first = await quiet(session, sandbox.token("support"))
    assert (await session.get())[0] == 400
    assert (await first) == (200, "1")
    assert (await session.get())[0] == 400


async def test_a_get_that_is_abandoned_ends_the_session(sandbox, http, guests):
    watcher = await guests().enter(sandbox, "admin")
    session = await Polling(http, sandbox).open()
    poll = await quiet(session, sandbox.token("support"))
    poll.cancel()
    assert (await watcher.next("user:offline"))["userId"] == sandbox.users["support"]
    assert (await session.get())[0] == 400


async def test_a_close_lets_the_waiting_get_go(sandbox, http):
    session = await Polling(http, sandbox).open()
    poll = await quiet(session, sandbox.token("support"))
    assert await session.post("1") == (200, "ok")
    assert await poll == (200, "6")
    assert (await session.get())[0] == 400


async def test_a_probe_lets_the_waiting_get_go(sandbox, http):
    session = await Polling(http, sandbox).open()
    poll = await quiet(session, sandbox.token("support"))
    async with http.ws_connect(session.upgrade_address) as ws:
        await ws.send_str("2probe")
        assert await ws.receive_str(timeout=10) == "3probe"
        assert await poll == (200, "6")


async def test_a_second_websocket_is_closed_and_the_first_lives_on(sandbox, http):
    session = await Polling(http, sandbox).open()
    await session.connect(sandbox.token("support"))
    async with http.ws_connect(session.upgrade_address) as first:
        await first.send_str("2probe")
        assert await first.receive_str(timeout=10) == "3probe"
        await first.send_str("5")
        talk = sandbox.conversation()
        join = json.dumps(["conversation:join", {"conversationId": talk}])
        await first.send_str("42" + join)
        while "conversation:joined" not in await first.receive_str(timeout=10):
            pass
        async with http.ws_connect(session.upgrade_address) as second:
            await second.send_str("2probe")
            ended = await second.receive(timeout=10)
            assert ended.type in (
                aiohttp.WSMsgType.CLOSE, aiohttp.WSMsgType.CLOSED, aiohttp.WSMsgType.CLOSING)
        await first.send_str("42" + join)
        while "conversation:joined" not in await first.receive_str(timeout=10):
            pass


@pytest.fixture
def hasty(start_sandbox):
    """A sandbox whose pings come every 0.3 s and must be answered in 1.5 s, which a busy machine can."""
    return start_sandbox("--ping-interval", "300", "--ping-timeout", "1500")


async def test_timings_are_told_and_kept(hasty, http):
    session = await Polling(http, hasty).open()
    assert session.handshake["pingInterval"] == 300
    assert session.handshake["pingTimeout"] == 1500
    await session.connect(hasty.token("support"))
    for _ in range(4):
        packets = []
        while "2" not in packets:
            status, body = await session.get()
            assert status == 200, body
            packets = body.split("\x1e")
        assert await session.post("3") == (200, "ok")


async def test_without_a_pong_the_session_dies(hasty, http, guests):
    watcher = await guests().enter(hasty, "admin")
    session = await Polling(http, hasty).open()
    await session.connect(hasty.token("support"))
    assert (await watcher.next("user:offline"))["userId"] == hasty.users["support"]
    assert (await session.get())[0] == 400
    async with http.ws_connect(f"{hasty.url}/socket.io/?EIO=4&transport=websocket") as ws:
        received = [message.type async for message in ws]
    assert aiohttp.WSMsgType.TEXT in received and ws.closed


async def test_a_body_beyond_the_limit_is_refused_and_the_session_lives(sandbox, http):
    talk = sandbox.conversation()
    session = await Polling(http, sandbox).open()
    await session.connect(sandbox.token("support"))
    status, _ = await session.post("42" + json.dumps(["x", "y" * session.handshake["maxPayload"]]))
    assert status == 413
    join = json.dumps(["conversation:join", {"conversationId": talk}])
    assert await session.post("42" + join) == (200, "ok")
    heard = ""
    while "conversation:joined" not in heard:
        status, text = await session.get()
        assert status == 200
        heard += text


async def test_an_upgrade_by_hand(sandbox, http):
    session = await Polling(http, sandbox).open()
    await session.connect(sandbox.token("support"))
    async with http.ws_connect(session.upgrade_address) as ws:
        await ws.send_str("2probe")
        assert await ws.receive_str(timeout=10) == "3probe"
        await ws.send_str("5")
        talk = sandbox.conversation()
        await ws.send_str('42["conversation:join",' + json.dumps({"conversationId": talk}) + "]")
        while "conversation:joined" not in (heard := await ws.receive_str(timeout=10)):
            assert heard
        assert (await session.get())[0] == 400


async def test_a_missing_upgrade_header_is_refused(sandbox):
    address = ("127.0.0.1", sandbox.port)
    with socket.create_connection(address, timeout=10) as raw:
        raw.sendall(b"GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: x\r\n\r\n")
        assert b" 400 " in raw.recv(4096).split(b"\r\n")[0]
