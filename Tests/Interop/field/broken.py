"""Servers that are wrong: what `furrow check` has to find, one fault at a time.

`broken` is the name of one of the faults below; `lacks`, `mistypes` and `codes` break places of answers
and events, with `;` between several. A call is written `GET /conversations/ID`, a place as
`data.*.status`.
"""

import copy

WORDS = {
    "conversations", "media", "messages", "read", "reassign", "stats", "status", "support",
}

# Which rules give way; the code that keeps them asks `Broken.plays`.
RULES = {
    "expired-accepted", "forged-accepted", "foreign-chat-readable", "foreign-room-open",
    "support-reassigns", "farmer-reassigns", "unknown-status-accepted", "farmer-sets-status",
    "six-files-taken", "large-file-taken", "wrong-type-taken", "unread-stays", "unread-never-counts",
    "farmers-see-statistics", "farmers-see-all", "closed-reopens", "reply-resolves",
    "blank-text-taken", "agent-need-not-be-one", "second-conversation", "read-changes-nothing",
    "status-not-set", "reassign-changes-nothing", "list-of-mine-has-others", "filter-ignored",
    "leave-ignored", "admin-sees-half", "success-denied", "message-not-kept", "message-kept-twice", "last-message-stays", "upgrade-refused",
    "websocket-refused", "media-need-a-token", "online-never",
}

# Events that never come, or come to everybody.
LOST = {
    "receipt-lost": "message:read-receipt", "all-read-lost": "conversation:all-read", "offline-never-told": "user:offline",
    "online-never-told": "user:online", "typing-lost": "typing:user-typing",
    "stopped-lost": "typing:user-stopped", "notification-lost": "notification:new-message",
    "new-lost": "message:new", "joined-lost": "conversation:joined", "error-lost": "error",
}
TO_ALL = {
    "receipt-to-all": ("message:read-receipt",),
    "typing-leaks": ("typing:user-typing", "typing:user-stopped"),
    "new-to-all": ("message:new",), "sent-to-all": ("message:sent",),
    "notification-to-all": ("notification:new-message",),
}


def call_of(method, path):
    below = path.removeprefix("/api/v1/chat/").split("/")
    return f"{method} /" + "/".join(word if word in WORDS else "ID" for word in below)


def places(value, path):
    """Where a path leads: pairs of a container and its last name."""
    head, _, rest = path.partition(".")
    if not rest:
        return [(value, head)] if isinstance(value, dict) and head in value else []
    inside = value if head == "*" and isinstance(value, list) else (
        [value[head]] if isinstance(value, dict) and head in value else [])
    return [place for one in inside for place in places(one, rest)]


def mistyped(value):
    """The value in another type of JSON."""
    match value:
        case bool():
            return "yes" if value else "no"
        case int() | float():
            return str(value)
        case str():
            return 7
        case list():
            return {}
        case None:
            return 0
        case _:
            return "an object"


class Broken:
    def __init__(self, switches):
        self.switches = switches

    def plays(self, name):
        assert name in RULES, name
        return self.switches.broken == name

    def spoil(self, call, value):
        """The value with one place left out or written in another type."""
        for switch, change in (("lacks", None), ("mistypes", mistyped)):
            for one in filter(None, getattr(self.switches, switch).split(";")):
                name, _, path = one.rpartition(" ")
                if name != call:
                    continue
                value = copy.deepcopy(value)
                for holder, last in places(value, path):
                    if change is None:
                        del holder[last]
                    else:
                        holder[last] = change(holder[last])
        return value

    def answer(self, method, path, status, body):
        """The status and body as this server gives them."""
        call = call_of(method, path)
        given = status
        for one in filter(None, self.switches.codes.split(";")):
            wanted, _, codes = one.rpartition(" ")
            before, _, after = codes.partition(">")
            if wanted == call and given == int(before):
                status = int(after)
        if body is None:
            return status, body
        if status < 300:
            body = self.pages(self.spoil(call, body))
            if self.plays("success-denied"):
                body = body | {"success": False}
        else:
            body = self.spoil("error", body)
        return status, body

    def pages(self, body):
        pagination, data = body.get("pagination"), body.get("data")
        if not pagination or not isinstance(data, list):
            return body
        body = copy.deepcopy(body)
        match self.switches.broken:
            case "totals-wrong":
                body["pagination"]["totalItems"] += 1
            case "pages-wrong":
                body["pagination"]["totalPages"] += 1
            case "has-next-wrong":
                body["pagination"]["hasNextPage"] = not pagination["hasNextPage"]
            case "has-prev-wrong":
                body["pagination"]["hasPrevPage"] = not pagination["hasPrevPage"]
            case "current-page-wrong":
                body["pagination"]["currentPage"] = 1
            case "order-reversed":
                body["data"].reverse()
        return body

    def shift(self, page):
        """How much earlier a page begins than it should."""
        return 1 if self.switches.broken == "item-twice" and page > 1 else 0

    def event(self, event, data, room, skip):
        """The event as it goes out, or None."""
        name = self.switches.broken
        if LOST.get(name) == event:
            return None
        data = self.spoil(event, data)
        if event in TO_ALL.get(name, ()):
            room, skip = None, None
        if name == "foreign-temp-id" and event == "message:sent":
            data = data | {"tempId": "somebody-elses"}
        if name == "foreign-message-id" and event == "message:sent":
            data = data | {"messageId": "e0ffffffffffffffffffffff"}
        if name == "receipt-by-another" and event == "message:read-receipt":
            data = data | {"readBy": "a0ffffffffffffffffffffff"}
        if name == "typing-echoes" and event.startswith("typing:"):
            skip = None
        if name == "typing-as-another" and event.startswith("typing:"):
            data = data | {"userId": "a0ffffffffffffffffffffff"}
        return data, room, skip
