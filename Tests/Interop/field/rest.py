"""The REST calls of the chat API, with the optional ones of rows 20 and 23."""

import json

from aiohttp import web

from . import tokens
from .chat import STAFF
from .shapes import Problem
from .world import KINDS, PASSWORD, STATUSES

BASE = "/api/v1"
MOST_FILES = 5
MOST_BYTES = 10 * 1024 * 1024
NO_SUCH_CALL = "<!DOCTYPE html>\n<html><body><pre>Cannot {} {}</pre></body></html>\n"


class Rest:
    def __init__(self, chat, shapes, live, record):
        self.chat, self.shapes, self.live, self.record = chat, shapes, live, record
        self.world, self.switches = chat.world, chat.switches
        self.broken = chat.broken

    def routes(self):
        chat = f"{BASE}/chat"
        return [
            web.post(f"{chat}/conversations", self.create),
            web.get(f"{chat}/conversations", self.mine),
            web.get(f"{chat}/conversations/{{id}}", self.one),
            web.patch(f"{chat}/conversations/{{id}}/read", self.read),
            web.patch(f"{chat}/conversations/{{id}}/status", self.status),
            web.delete(f"{chat}/conversations/{{id}}", self.delete_conversation),
            web.post(f"{chat}/messages", self.send),
            web.get(f"{chat}/messages/{{id}}", self.messages),
            web.delete(f"{chat}/messages/{{id}}", self.delete_message),
            web.patch(f"{chat}/messages/{{id}}/read", self.read_message),
            web.post(f"{chat}/media", self.upload),
            web.get(f"{chat}/support/conversations", self.everything),
            web.post(f"{chat}/support/reassign", self.reassign),
            web.get(f"{chat}/support/stats", self.stats),
            web.post(f"{BASE}/users/login", self.login),
        ]

    def reply(self, message, data=None, status=200, **more):
        body = {"message": message} | ({} if data is None else {"data": data}) | more
        return web.json_response(body, status=status)

    def user(self, request):
        scheme, _, token = request.headers.get("Authorization", "").partition(" ")
        if scheme != "Bearer" or not token:
            raise Problem(401, "No token provided")
        try:
            return self.chat.user_of(token)
        except tokens.Refused as refused:
            raise Problem(401, str(refused)) from None

    async def body(self, request):
        try:
            body = json.loads(await request.read())
        except (ValueError, RecursionError):
            raise Problem(400, "Unexpected token in JSON") from None
        if not isinstance(body, dict):
            raise Problem(400, "The body must be an object")
        return body

    @staticmethod
    def paging(request, default):
        try:
            page = int(request.query.get("page", 1))
            limit = int(request.query.get("limit", default))
        except ValueError:
            raise Problem(400, "page and limit must be numbers") from None
        if page < 1 or limit < 1:
            raise Problem(400, "page and limit must be positive")
        return page, min(limit, 100)

    # Conversations

    async def create(self, request):
        user = self.user(request)
        if user["role"] != "User":
            raise Problem(403, "Access denied")
        found = next(
            (one for one in self.world.conversations.values()
             if one["userId"] == user["_id"] and one["isActive"]
             and not self.broken.plays("second-conversation")), None)
        identifier = found["_id"] if found else self.world.add_conversation(
            user["_id"], self.world.support)
        return self.reply(
            "Conversation retrieved successfully", self.shapes.conversation(identifier))

    def listing(self, request, wanted):
        status = request.query.get("status")
        if status is not None and status not in STATUSES:
            raise Problem(400, "Invalid status")
        page, limit = self.paging(request, 20)
        found = [
            one for one in self.world.conversations.values()
            if one["isActive"] and wanted(one)
            and (status in (None, one["status"]) or self.broken.plays("filter-ignored"))
        ]
        found.sort(key=lambda one: (one["updatedAt"], one["_id"]), reverse=True)
        items, pagination = self.shapes.page(found, page, limit, self.broken.shift(page))
        return self.reply(
            "Conversations fetched successfully",
            [self.shapes.conversation(one["_id"]) for one in items], pagination=pagination)

    async def mine(self, request):
        user = self.user(request)
        if user["role"] == "Admin" or self.broken.plays("list-of-mine-has-others"):
            hides_half = user["role"] == "Admin" and self.broken.plays("admin-sees-half")
            return self.listing(
                request, lambda one: not hides_half or int(one["_id"], 16) % 2 == 0)
        return self.listing(
            request, lambda one: user["_id"] in (one["userId"], one["assignedSupportId"]))

    async def everything(self, request):
        user = self.user(request)
        if user["role"] not in STAFF and not self.broken.plays("farmers-see-all"):
            raise Problem(403, "Access denied")
        agent = request.query.get("assignedTo")
        if agent is not None and user["role"] != "Admin":
            raise Problem(403, "Access denied")
        if not self.switches.staff_see_all and user["role"] == "Support":
            agent = user["_id"]
        return self.listing(request, lambda one: agent in (None, one["assignedSupportId"]))

    async def one(self, request):
        record = self.chat.readable(self.user(request), request.match_info["id"])
        return self.reply(
            "Conversation fetched successfully", self.shapes.conversation(record["_id"]))

    async def read(self, request):
        user = self.user(request)
        record = self.chat.own(user, request.match_info["id"])
        self.chat.mark_read(record["_id"], user["_id"])
        return self.reply("All messages marked as read")

    async def status(self, request):
        user = self.user(request)
        body = await self.body(request)
        self.chat.set_status(user, request.match_info["id"], body.get("status"))
        return self.reply(
            "Conversation status updated",
            self.shapes.conversation(request.match_info["id"], last_message=False))

    async def reassign(self, request):
        user = self.user(request)
        body = await self.body(request)
        identifier = body.get("conversationId")
        self.chat.reassign(user, identifier, body.get("newSupportId"))
        return self.reply(
            "Conversation reassigned successfully",
            self.shapes.conversation(identifier, last_message=False))

    async def stats(self, request):
        statistics = self.chat.statistics(self.user(request))
        statistics["generatedAt"] = self.shapes.date(self.world.now())
        return self.reply("Statistics fetched successfully", statistics)

    # Messages

    async def send(self, request):
        user = self.user(request)
        message = self.chat.write(user, await self.body(request))
        if self.switches.announce_rest_sends:
            await self.live.announce(message)
        return self.reply("Message sent successfully", self.shapes.message(message), 201)

    async def messages(self, request):
        record = self.chat.readable(self.user(request), request.match_info["id"])
        page, limit = self.paging(request, 50)
        history = self.world.history[record["_id"]]
        if self.switches.paging == "newest-first":
            items, pagination = self.shapes.page(
                history[::-1], page, limit, self.broken.shift(page))
            items = items[::-1]
        else:
            items, pagination = self.shapes.page(history, page, limit)
        return self.reply(
            "Messages fetched successfully",
            [self.shapes.message(one) for one in items], pagination=pagination)

    def optional(self, request):
        if not self.switches.optional_calls:
            raise web.HTTPNotFound(
                text=NO_SUCH_CALL.format(request.method, request.path), content_type="text/html")

    def message(self, request):
        record = self.world.messages.get(request.match_info["id"])
        if record is None:
            raise Problem(404, "Message not found")
        return record

    async def read_message(self, request):
        self.optional(request)
        user = self.user(request)
        record = self.message(request)
        self.chat.own(user, record["conversationId"])
        self.world.mark_read(record["conversationId"], user["_id"], only=record["_id"])
        return self.reply("Message marked as read", self.shapes.message(record["_id"]))

    async def delete_message(self, request):
        self.optional(request)
        user = self.user(request)
        record = self.message(request)
        if user["role"] != "Admin" and record["senderId"] != user["_id"]:
            raise Problem(403, "Access denied")
        self.world.delete_message(record["_id"])
        return self.reply("Message deleted successfully")

    async def delete_conversation(self, request):
        self.optional(request)
        user = self.user(request)
        record = self.chat.conversation(request.match_info["id"])
        if user["role"] != "Admin" and record["userId"] != user["_id"]:
            raise Problem(403, "Access denied")
        record["isActive"] = False
        return self.reply("Conversation deleted successfully")

    # Media and sign-in

    async def upload(self, request):
        self.user(request)
        if not request.content_type.startswith("multipart/"):
            raise Problem(400, "No files uploaded")
        try:
            kind, files = await self.form(request)
        except (ValueError, AssertionError):
            raise Problem(400, "Malformed form") from None
        if kind not in KINDS:
            raise Problem(400, "type must be image, audio or video")
        if not files:
            raise Problem(400, "No files uploaded")
        for _, media_type, _ in files:
            if media_type not in KINDS[kind] and not self.broken.plays("wrong-type-taken"):
                raise Problem(400, "Invalid file type")
        stored = [
            self.shapes.media(self.world.add_media(name, kind, media_type, data))
            for name, media_type, data in files
        ]
        self.record.add(
            "upload", type=kind,
            files=[{"name": name, "format": form, "size": len(data)} for name, form, data in files])
        one = self.switches.upload_data == "object"
        return self.reply("Media uploaded successfully", stored[0] if one else stored, 201)

    async def form(self, request):
        kind, files = None, []
        async for part in await request.multipart():
            if part.name == "type":
                kind = (await part.text()).strip()
            elif part.name == "media":
                if len(files) == MOST_FILES and not self.broken.plays("six-files-taken"):
                    raise Problem(400, "Too many files")
                files.append((part.filename or "file", part.headers.get("Content-Type", ""),
                              await self.file(part)))
            else:
                raise Problem(400, "Unexpected field")
        return kind, files

    async def file(self, part):
        data = bytearray()
        while chunk := await part.read_chunk(1 << 16):
            data += chunk
            if len(data) > MOST_BYTES and not self.broken.plays("large-file-taken"):
                raise Problem(400, "File too large")
        return bytes(data)

    async def login(self, request):
        if not self.switches.login:
            raise web.HTTPNotFound(
                text=NO_SUCH_CALL.format("POST", request.path), content_type="text/html")
        body = await self.body(request)
        user = self.world.user_with_email(body.get("email"))
        if user is None or body.get("password") != PASSWORD:
            raise Problem(401, "Invalid email or password")
        shown = {"id": user["_id"]} | {key: user[key] for key in ("role", "email", "phone")}
        token = tokens.mint(user, claim=self.switches.claims)
        return self.reply("Login successful", shown, token=token)

    async def serve_media(self, request):
        """Media need no token (row 22); `Range` is aiohttp's own."""
        if self.broken.plays("media-need-a-token"):
            self.user(request)
        path = self.world.media_folder / request.match_info["name"]
        if path.parent != self.world.media_folder or not path.is_file():
            raise web.HTTPNotFound()
        return web.FileResponse(path)
