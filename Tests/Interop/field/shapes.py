"""How records look on the wire: references, dates, addresses of media, errors, pages."""

import datetime
import math


class Problem(Exception):
    """A refusal, as REST answers it and as the `error` event words it."""

    def __init__(self, status, message):
        super().__init__(message)
        self.status, self.message = status, message


class Shapes:
    def __init__(self, world, switches):
        self.world, self.switches = world, switches
        self.origin = self.other_origin = ""

    def date(self, value):
        if value is None:
            return None
        match self.switches.dates:
            case "seconds":
                return value.strftime("%Y-%m-%dT%H:%M:%SZ")
            case "offset":
                local = value.astimezone(datetime.timezone(datetime.timedelta(hours=5, minutes=30)))
                return local.isoformat(timespec="milliseconds")
            case _:
                return value.strftime("%Y-%m-%dT%H:%M:%S.") + f"{value.microsecond // 1000:03d}Z"

    def _refer(self, into, key, identifier, expand, populated=True):
        """Puts a reference: an object, a bare id, null or nothing at all (row 10)."""
        style = self.switches.references
        if style == "absent":
            return
        if style == "null" or identifier is None:
            into[key] = None
        elif style == "ids" or (style == "field" and not populated):
            into[key] = identifier
        else:
            into[key] = expand(identifier)

    def person(self, identifier, full=True):
        user = self.world.users.get(identifier)
        if user is None:
            return None
        shown = {key: user[key] for key in ("_id", "first_name", "last_name", "role")}
        if full:
            shown |= {key: user[key] for key in ("phone", "email", "image")}
            shown["isOnline"] = (
                self.world.online.get(identifier, 0) > 0 and self.switches.broken != "online-never")
            shown["lastSeen"] = self.date(user["lastSeen"])
        return shown

    def media(self, identifier):
        record = self.world.media.get(identifier)
        if record is None:
            return None
        prefix = {"relative": "", "other-host": self.other_origin}.get(
            self.switches.media_url, self.origin)
        return record | {"url": prefix + record["url"], "createdAt": self.date(record["createdAt"])}

    def message(self, identifier, populated=True):
        record = self.world.messages.get(identifier)
        if record is None:
            return None
        shown = {key: record[key] for key in ("_id", "conversationId", "messageType", "isRead")}
        self._refer(
            shown, "senderId", record["senderId"], lambda one: self.person(one, full=False),
            populated)
        if record["content"] is not None:
            shown["content"] = record["content"]
        if record["mediaId"] is not None:
            self._refer(shown, "mediaId", record["mediaId"], self.media, populated)
        if record["readAt"] is not None:
            shown["readAt"] = self.date(record["readAt"])
        shown["deliveredAt"] = self.date(record["deliveredAt"])
        shown["createdAt"] = self.date(record["createdAt"])
        return shown

    def conversation(self, identifier, last_message=True):
        record = self.world.conversations[identifier]
        shown = {key: record[key] for key in ("_id", "status", "isActive")}
        for key in ("userId", "assignedSupportId"):
            self._refer(shown, key, record[key], self.person)
        self._refer(
            shown, "lastMessage", record["lastMessage"],
            lambda one: self.message(one, populated=False), last_message)
        if self.switches.unread != "absent":
            full = self.switches.unread == "full"
            shown["unreadCount"] = dict(record["unreadCount"]) if full else {}
        shown["createdAt"] = self.date(record["createdAt"])
        shown["updatedAt"] = self.date(record["updatedAt"])
        return shown

    def error(self, message, status):
        if self.switches.error_shape == "nested":
            return {"error": {"message": message, "errors": [], "statusCode": status}}
        return {"success": False, "message": message}

    @staticmethod
    def page(items, page, limit, shift=0):
        """The page's items and its `pagination`; `items` stand in the order of the pages."""
        total = len(items)
        pages = math.ceil(total / limit)
        return items[(page - 1) * limit - shift: page * limit - shift], {
            "currentPage": page,
            "totalPages": pages,
            "totalItems": total,
            "itemsPerPage": limit,
            "hasNextPage": page < pages,
            "hasPrevPage": page > 1,
        }
