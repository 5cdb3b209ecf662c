"""`POST /control`: what a test asks the server to do to its clients, and the faults it plays.

The body is `{"do": NAME, …}`; the names are the methods below, the other keys their arguments.
"""

import asyncio
import json

from aiohttp import web

from . import tokens
from .shapes import Problem


class Fault:
    """What happens to the next `times` requests to paths that begin with `path`."""

    def __init__(self, path, method=None, times=1, status=None, body="", type="application/json",
                 cut=None, hang=None, reset=False, headers=None):
        self.path, self.method, self.times = path, method, times
        self.status, self.body, self.type = status, body, type
        self.cut, self.hang, self.reset, self.headers = cut, hang, reset, headers

    def meets(self, request):
        return (self.times > 0 and request.path.startswith(self.path)
                and self.method in (None, request.method))

    async def play(self, request, handler):
        self.times -= 1
        if self.hang:
            await asyncio.sleep(self.hang)
        if self.reset:
            request.transport.abort()
            return web.Response(status=500)
        if self.cut is None:
            return web.Response(
                status=self.status or 500, text=self.body, content_type=self.type,
                headers=self.headers)
        whole = await handler(request)
        return web.Response(
            status=whole.status, body=bytes(whole.body)[: self.cut],
            content_type="application/json")


class Control:
    def __init__(self, chat, shapes, live, record):
        self.chat, self.shapes, self.live, self.record = chat, shapes, live, record
        self.world = chat.world
        self.faults, self.transports = [], set()
        self.flooded = 0

    async def handle(self, request):
        body = await request.json()
        action = getattr(self, "do_" + body.pop("do"))
        return web.json_response(await action(**body) or {})

    @web.middleware
    async def middleware(self, request, handler):
        if request.path == "/control":
            return await handler(request)
        name = self.record_request(request)
        if request.path.startswith("/socket.io"):
            self.transports.add(request.transport)
            if self.refuses_websocket(request):
                return web.json_response({"code": 3, "message": "Bad request"}, status=400)
            if self.lacks_cookie(request):
                return web.json_response({"code": 1, "message": "Session ID unknown"}, status=400)
        for fault in self.faults:
            if fault.meets(request):
                return await fault.play(request, handler)
        try:
            response = await handler(request)
        except Problem as problem:
            body = self.shapes.error(problem.message, problem.status)
            response = web.json_response(body, status=problem.status)
            if problem.message in ("File too large", "Too many files"):
                response.force_close()
        response = self.spoilt(request, response)
        self.record.add("answer", to=name, status=response.status)
        return response

    def spoilt(self, request, response):
        """The answer as a broken server gives it."""
        is_json = isinstance(response, web.Response) and response.content_type == "application/json"
        if not is_json or not request.path.startswith("/api/"):
            return response
        body = json.loads(response.body)
        status, other = self.chat.broken.answer(request.method, request.path, response.status, body)
        if status == response.status and other is body:
            return response
        return web.json_response(other, status=status)

    def refuses_websocket(self, request):
        wanted = request.query.get("transport") == "websocket"
        broken = self.chat.switches.broken
        return wanted and (
            broken == "websocket-refused"
            or (broken == "upgrade-refused" and "sid" in request.query))

    def record_request(self, request):
        name = f"{request.method} {request.path}"
        self.record.add(
            "request", method=request.method, path=request.path, query=dict(request.query),
            authorized="Authorization" in request.headers, cookie="Cookie" in request.headers,
            content_type=request.headers.get("Content-Type"),
            own={name.lower(): value for name, value in request.headers.items()
                 if name.lower().startswith("x-")},
            agent=request.headers.get("User-Agent"), expect=request.headers.get("Expect"))
        return name

    def lacks_cookie(self, request):
        return (self.chat.switches.sticky and "sid" in request.query
                and request.cookies.get("io") is None)

    async def do_set(self, **switches):
        self.chat.switches.change(switches)

    async def do_fault(self, **values):
        self.faults.append(Fault(**values))

    async def do_heal(self):
        self.faults.clear()

    async def do_drop(self):
        """Cuts every connection of a socket without a word, as a dying network does."""
        count = 0
        for transport in self.transports:
            if transport is not None and not transport.is_closing():
                transport.abort()
                count += 1
        self.transports.clear()
        return {"dropped": count}

    async def do_disconnect(self, user=None):
        """A DISCONNECT packet to the sessions of a user, or to all."""
        for sid, who in list(self.live.people.items()):
            if user in (None, who):
                await self.live.sio.disconnect(sid)

    async def do_say(self, packets):
        """Socket.IO packets as they are written, to everybody (rows 29 and 33)."""
        for sid in list(self.live.people):
            await self.live.say(sid, packets)

    async def do_emit(self, event, data, user=None, conversation=None):
        room = f"user:{user}" if user else f"conversation:{conversation}" if conversation else None
        await self.live.emit(event, data, room=room)

    async def do_move(self, conversationId, to):
        """An admin gives the conversation to another agent, who is told nothing (row 8)."""
        self.chat.reassign(self.world.users[self.world.admin], conversationId, to)

    async def do_typing(self, user, conversationId, on=True):
        await self.live.typing(self.world.users[user], conversationId, on)

    async def do_write(self, user, announce=True, **message):
        identifier = self.chat.write(self.world.users[user], {"messageType": "text"} | message)
        if announce:
            await self.live.announce(identifier)
        return {"messageId": identifier}

    async def do_flood(self, user, conversationId, count):
        """So many messages, one after the other: `flood 1`, `flood 2` …"""
        for _ in range(count):
            self.flooded += 1
            await self.do_write(
                user, conversationId=conversationId, content=f"flood {self.flooded}")

    async def do_read(self, user, conversationId, messageId=None):
        person = self.world.users[user]
        if messageId is None:
            await self.live.read_all(person, conversationId)
        for message in self.world.mark_read(conversationId, user, messageId) if messageId else ():
            await self.live.receipt(person, conversationId, message)

    async def do_mint(self, user, life=3600):
        serial = len(self.world.revoked) + 1
        token = tokens.mint(
            self.world.users[user], life, self.chat.switches.claims, serial)
        return {"token": token}

    async def do_revoke(self, token):
        self.world.revoked.add(token)

    async def do_state(self):
        return {
            "sessions": self.live.watchers(),
            "rooms": {
                sid: sorted(room for room in self.live.sio.rooms(sid) if room != sid)
                for sid in self.live.people
            },
            "messages": {
                one: [self.shapes.message(message, populated=False) for message in history]
                for one, history in self.world.history.items() if len(history) < 100
            },
            "statuses": {
                one: record["status"] for one, record in self.world.conversations.items()
            },
        }
