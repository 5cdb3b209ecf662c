"""A client of python-socketio that keeps what it is told."""

import asyncio

import socketio

from support import PATIENCE


class Guest:
    def __init__(self, **options):
        self.sio = socketio.AsyncClient(reconnection=False, **options)
        self.events, self.kept = asyncio.Queue(), []
        self.sio.on("*", self._note)
        self.sio.on("connect_error", self._note_refusal)
        self.sio.on("disconnect", self._note_end)

    async def _note(self, event, *data):
        await self.events.put((event, data[0] if data else None))

    async def _note_refusal(self, data):
        await self._note("connect_error", data)

    async def _note_end(self, reason=None):
        await self._note("disconnect", reason)

    async def enter(self, server, who, *transports, join=None):
        await self.sio.connect(
            server.url, auth={"token": server.token(who)},
            transports=list(transports) or ["websocket"])
        if join:
            await self.sio.emit("conversation:join", {"conversationId": join})
            await self.next("conversation:joined")
        return self

    async def emit(self, event, **data):
        await self.sio.emit(event, data)

    async def next(self, wanted, patience=PATIENCE):
        """The next event of this name; others on the way are kept in `kept`."""
        loop = asyncio.get_running_loop()
        end = loop.time() + patience
        while True:
            try:
                event, data = await asyncio.wait_for(self.events.get(), end - loop.time())
            except asyncio.TimeoutError:
                raise AssertionError(
                    f"no {wanted} in {patience} s; came {[name for name, _ in self.kept]}") from None
            if event == wanted:
                return data
            self.kept.append((event, data))

    async def heard(self, marker):
        """The names of all events up to this one."""
        await self.next(marker)
        names = [name for name, _ in self.kept]
        self.kept.clear()
        return names

    async def leave(self):
        await self.sio.disconnect()
