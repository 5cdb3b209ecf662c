"""The socket's events, as the field answers them."""

import asyncio

import socketio

from . import tokens
from .chat import STAFF
from .shapes import Problem

CLIENT_EVENTS = (
    "conversation:join", "conversation:leave", "message:send", "typing:start", "typing:stop",
    "message:read", "conversation:mark-all-read",
)


def conversation_room(identifier):
    return f"conversation:{identifier}"


def personal_room(identifier):
    return f"user:{identifier}"


class Live:
    def __init__(self, sio, chat, shapes, record):
        self.sio, self.chat, self.shapes, self.record = sio, chat, shapes, record
        self.world, self.switches = chat.world, chat.switches
        self.broken = chat.broken
        self.people = {}  # sid -> user id
        self.later = set()  # confirmations that are still to come
        sio.on("connect", self.connect)
        sio.on("disconnect", self.disconnect)
        for name in CLIENT_EVENTS:
            sio.on(name, self.handler(name))
        sio.on("*", self.unknown)

    async def emit(self, event, data, room=None, skip=None):
        spoilt = self.broken.event(event, data, room, skip)
        if spoilt is None:
            return
        data, room, skip = spoilt
        self.record.add("emit", event=event, room=room, data=data)
        await self.sio.emit(event, data, room=room, skip_sid=skip)

    async def say(self, sid, packets):
        """Sends packets of the Socket.IO layer as they are."""
        engine = self.sio.manager.eio_sid_from_sid(sid, "/")
        for packet in packets:
            await self.sio.eio.send(engine, packet)

    # Connections

    async def connect(self, sid, environ, auth):
        token = auth.get("token") if isinstance(auth, dict) else None
        transport = self.sio.transport(sid)
        if not isinstance(token, str) or not token:
            self.record.add("refused", reason="no token", transport=transport)
            raise socketio.exceptions.ConnectionRefusedError("Authentication error: Token required")
        try:
            user = self.chat.user_of(token)
        except tokens.Refused as refused:
            self.record.add("refused", reason=str(refused), transport=transport)
            raise socketio.exceptions.ConnectionRefusedError(
                "Authentication error: Invalid token") from None
        if self.switches.sends_away:
            # Row 29: before CONNECT is answered, and the refusal after it.
            self.record.add("sent away", user=user["_id"])
            await self.say(sid, ["1"])
            return False
        self.people[sid] = user["_id"]
        self.record.add("connect", user=user["_id"], sid=sid, transport=transport)
        await self.sio.enter_room(sid, personal_room(user["_id"]))
        first = self.world.online.get(user["_id"], 0) == 0
        self.world.online[user["_id"]] = self.world.online.get(user["_id"], 0) + 1
        if first:
            stamp = self.shapes.date(self.world.now())
            await self.emit("user:online", {"userId": user["_id"], "timestamp": stamp}, skip=sid)

    async def disconnect(self, sid, reason=None):
        identifier = self.people.pop(sid, None)
        if identifier is None:
            return
        self.record.add("disconnect", user=identifier, sid=sid, reason=reason)
        self.world.online[identifier] -= 1
        if identifier in self.world.users:
            self.world.users[identifier]["lastSeen"] = self.world.now()
        if self.world.online[identifier] == 0 or self.switches.offline_each_session:
            stamp = self.shapes.date(self.world.now())
            await self.emit("user:offline", {"userId": identifier, "lastSeen": stamp})

    # Events

    def handler(self, name):
        action = getattr(self, name.replace(":", "_").replace("-", "_"))

        async def handle(sid, data=None, *more):
            user = self.world.users[self.people[sid]]
            self.record.add(
                "event", event=name, data=data, user=user["_id"], sid=sid,
                transport=self.sio.transport(sid))
            try:
                if not isinstance(data, dict):
                    raise Problem(400, "conversationId is required")
                answer = await action(sid, user, data)
            except Problem as problem:
                await self.emit("error", {"message": problem.message}, room=sid)
                answer = {"error": problem.message}
            if self.switches.ack_delay:
                await asyncio.sleep(self.switches.ack_delay)
            return answer if self.switches.ack and name == "message:send" else None

        return handle

    async def unknown(self, event, sid, *data):
        self.record.add("event", event=event, data=list(data), user=self.people.get(sid), sid=sid)

    def joinable(self, user, data):
        """Whoever may not join learns no more than that (row 2)."""
        try:
            return self.chat.own(user, data.get("conversationId"))
        except Problem:
            raise Problem(403, "Conversation not found or access denied") from None

    async def conversation_join(self, sid, user, data):
        record = self.joinable(user, data)
        await self.sio.enter_room(sid, conversation_room(record["_id"]))
        answer = {"conversationId": record["_id"]}
        if self.switches.extra_events:
            answer["message"] = "Successfully joined conversation"
        await self.emit("conversation:joined", answer, room=sid)

    async def conversation_leave(self, sid, user, data):
        identifier = data.get("conversationId")
        if not self.broken.plays("leave-ignored"):
            await self.sio.leave_room(sid, conversation_room(identifier))
        if self.switches.extra_events:
            await self.emit(
                "conversation:left",
                {"conversationId": identifier, "message": "Left conversation"}, room=sid)

    async def message_send(self, sid, user, data):
        if self.switches.sends == "lost":
            return None
        message = self.chat.write(user, data)
        sent = {"messageId": message, "timestamp": self.shapes.date(self.world.now())}
        if self.switches.sent == "echo" and "tempId" in data:
            sent["tempId"] = data["tempId"]

        async def confirm():
            await asyncio.sleep(self.switches.sent_delay)
            await self.emit("message:sent", sent, room=sid)

        async def say_sent():
            if self.switches.sent == "never":
                return
            if self.switches.sent_delay > 0:
                task = asyncio.ensure_future(confirm())
                self.later.add(task)
                task.add_done_callback(self.later.discard)
            else:
                await confirm()

        if self.switches.sent_order == "before":
            await say_sent()
        await self.announce(message, skip=None if self.switches.broadcast else sid)
        if self.switches.sent_order == "after":
            await say_sent()
        return self.shapes.message(message)

    async def announce(self, message, skip=None):
        """`message:new` to the room and `notification:new-message` to the other person (row 3)."""
        record = self.world.messages[message]
        conversation = self.world.conversations[record["conversationId"]]
        sender = self.world.users[record["senderId"]]
        shown = self.shapes.message(message)
        room = conversation_room(conversation["_id"])
        notice = {
            "conversationId": conversation["_id"],
            "message": shown,
            "sender": {
                "id": sender["_id"],
                "name": f"{sender['first_name']} {sender['last_name']}".strip(),
                "role": sender["role"],
            },
        }

        async def notify():
            for person in (conversation["userId"], conversation["assignedSupportId"]):
                if person in (None, sender["_id"]):
                    continue
                for sid in [one for one, who in self.people.items() if who == person]:
                    inside = room in self.sio.rooms(sid)
                    if not (inside and self.switches.notify == "absent"):
                        await self.emit("notification:new-message", notice, room=sid)

        if self.switches.notify == "before":
            await notify()
        await self.emit(
            "message:new", {"message": shown, "conversationId": conversation["_id"]}, room, skip)
        if self.switches.notify != "before":
            await notify()

    async def typing(self, user, identifier, on, skip=None):
        event, data = "typing:user-stopped", {"conversationId": identifier, "userId": user["_id"]}
        if on:
            event = "typing:user-typing"
            data["userName"] = f"{user['first_name']} {user['last_name']}".strip()
        await self.emit(event, data, room=conversation_room(identifier), skip=skip)

    async def typing_start(self, sid, user, data):
        await self.typing(user, self.joinable(user, data)["_id"], True, skip=sid)

    async def typing_stop(self, sid, user, data):
        await self.typing(user, self.joinable(user, data)["_id"], False, skip=sid)

    async def message_read(self, sid, user, data):
        record = self.joinable(user, data)
        for message in self.chat.mark_read(record["_id"], user["_id"], data.get("messageId")):
            await self.receipt(user, record["_id"], message)

    async def receipt(self, user, conversation, message):
        await self.emit(
            "message:read-receipt",
            {
                "messageId": message,
                "conversationId": conversation,
                "readBy": user["_id"],
                "readAt": self.shapes.date(self.world.messages[message]["readAt"]),
            },
            room=conversation_room(conversation))

    async def read_all(self, user, conversation):
        changed = self.chat.mark_read(conversation, user["_id"])
        if self.switches.extra_events:
            await self.emit(
                "conversation:all-read",
                {
                    "conversationId": conversation,
                    "readBy": user["_id"],
                    "readAt": self.shapes.date(self.world.now()),
                    "count": len(changed),
                },
                room=conversation_room(conversation))
        else:
            for message in changed:
                await self.receipt(user, conversation, message)

    async def conversation_mark_all_read(self, sid, user, data):
        await self.read_all(user, self.joinable(user, data)["_id"])

    def watchers(self):
        """How many live sessions each role has, for `POST /control`."""
        counts = {}
        for identifier in self.people.values():
            role = self.world.users[identifier]["role"]
            counts[role] = counts.get(role, 0) + 1
        return counts | {"staff": sum(counts.get(role, 0) for role in STAFF)}
