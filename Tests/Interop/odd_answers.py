"""Odd answers (rows 27 and 28): every field of a record with each oddity, one at a time, and what a
client must show of it, told without its decoders. OddServer gives them out."""

import copy
import datetime
import json

MISSING, ABSENT, ANY = object(), object(), object()
START = datetime.datetime(2025, 10, 24, 10, 0, tzinfo=datetime.timezone.utc)
ME, CHAT = "agent000000000000000000a", "chat00000000000000000000"


class Raw:
    """Bytes that stand in a document as they are, and the value that JSON.parse makes of them."""

    def __init__(self, text, value):
        self.text, self.value = text, value


def dump(value):
    if isinstance(value, Raw):
        return value.text
    if isinstance(value, dict):
        return b"{" + b",".join(
            json.dumps(name).encode() + b":" + dump(one) for name, one in value.items()) + b"}"
    if isinstance(value, list):
        return b"[" + b",".join(map(dump, value)) + b"]"
    return json.dumps(value, ensure_ascii=False).encode()


def iso(moment, form="%Y-%m-%dT%H:%M:%S.000Z"):
    return moment.strftime(form)


def iso_of(seconds):
    moment = datetime.datetime.fromtimestamp(seconds, datetime.timezone.utc)
    return iso(moment, f"%Y-%m-%dT%H:%M:%S.{moment.microsecond // 1000:03}Z")


def milliseconds(text):
    return int(datetime.datetime.fromisoformat(text.replace("Z", "+00:00")).timestamp() * 1000)


def deep(levels):
    value = 1
    for _ in range(levels):
        value = [value]
    return value


# Each makes a value of the true one; the dates are the true date in another form.
ODDITIES = {
    "missing": lambda true: MISSING,
    "null": lambda true: None,
    "true": lambda true: True,
    "false": lambda true: False,
    "zero": lambda true: 0,
    "one": lambda true: 1,
    "negative": lambda true: -7,
    "fraction": lambda true: 3.5,
    "large": lambda true: 919876543210,
    "past 2^53": lambda true: 9007199254740993,
    "no integer": lambda true: Raw(b"123456789012345678901234567890", 1.2345678901234568e29),
    "infinite": lambda true: Raw(b"1e999", float("inf")),
    "below": lambda true: Raw(b"-1e999", float("-inf")),
    "empty string": lambda true: "",
    "blank": lambda true: " ",
    "number in a string": lambda true: "12",
    "flag in a string": lambda true: "true",
    "Invalid date": lambda true: "Invalid date",
    "another string": lambda true: "something else",
    "milliseconds": lambda true: milliseconds(true) if isinstance(true, str) and "T" in true else 5,
    "milliseconds in a string":
        lambda true: str(milliseconds(true)) if isinstance(true, str) and "T" in true else "5",
    "blank for T":
        lambda true: true.replace("T", " ") if isinstance(true, str) and "T" in true else "a b",
    "half a pair": lambda true: Raw(b'"photo \\ud83d"', "photo \ufffd"),
    "the other half": lambda true: Raw(b'"\\ude00 photo"', "\ufffd photo"),
    "U+0000": lambda true: Raw(b'"a\\u0000b"', "a\0b"),
    "no UTF-8": lambda true: Raw(b'"leaf \xff\xfe"', "leaf \ufffd\ufffd"),
    "byte order mark": lambda true: Raw(b'"\xef\xbb\xbfleaf"', "\ufeffleaf"),
    "controls": lambda true: "\x1b[2J\u202e",
    "long": lambda true: "long " * 4000,
    "empty array": lambda true: [],
    "array": lambda true: ["a", 1],
    "deep array": lambda true: deep(900),
    "empty object": lambda true: {},
    "object": lambda true: {"a": 1},
}

PERSON = {
    "_id": "id", "first_name": "text", "last_name": "text", "phone": "text", "email": "text",
    "image": "text", "role": "word", "isOnline": "flag", "lastSeen": "date"}
MEDIA = {
    "_id": "id", "name": "text", "type": "kind", "url": "text", "format": "text", "size": "number",
    "createdAt": "date"}
MESSAGE = {
    "_id": "record", "conversationId": "reference id", "senderId": PERSON, "messageType": "inferred",
    "content": "text", "mediaId": MEDIA, "isRead": "flag or false", "readAt": "date",
    "deliveredAt": "date", "createdAt": "date", "tempId": "text"}
CONVERSATION = {
    "_id": "record", "userId": PERSON, "assignedSupportId": PERSON, "status": "word",
    "lastMessage": {**MESSAGE, "_id": "id"}, "unreadCount": "counts", "isActive": "flag",
    "createdAt": "date", "updatedAt": "date"}

AGENT = {
    "agentId": "record", "agentName": "text", "agentEmail": "text", "totalConversations": "total",
    "activeConversations": "total"}
BREAKDOWN = {"open": "total", "waiting": "total", "resolved": "total", "closed": "total"}
STATISTICS = {
    "totalConversations": "total", "activeConversations": "total", "statusBreakdown": BREAKDOWN,
    "perAgentStats": "list", "totalMessages": "total", "generatedAt": "date"}


def person(number, role):
    return {
        "_id": f"{role.lower()}{number:05}", "first_name": f"First{number:05}",
        "last_name": f"Last{number:05}", "phone": f"+91{number:08}", "email": f"p{number}@x.org",
        "image": f"/faces/{number}.png", "role": role, "isOnline": number % 2 == 0,
        "lastSeen": iso(START)}


def message(number, chat=CHAT):
    at = START + datetime.timedelta(seconds=number)
    return {
        "_id": f"message{number:05}", "conversationId": chat, "senderId": person(number, "User"),
        "messageType": "image", "content": f"words{number:05}",
        "mediaId": {
            "_id": f"media{number:05}", "name": f"leaf{number:05}.jpg", "type": "image",
            "url": f"/media/{number}.jpg", "format": "image/jpeg", "size": 1000 + number,
            "createdAt": iso(at)},
        "isRead": True, "readAt": iso(at), "deliveredAt": iso(at), "createdAt": iso(at),
        "tempId": f"temp{number:05}"}


def plain_message(number):
    """A message of words alone."""
    made = message(number) | {"messageType": "text"}
    del made["mediaId"]
    return made


def conversation(number):
    at = START + datetime.timedelta(seconds=number)
    identifier = f"chat{number:05}"
    return {
        "_id": identifier, "userId": person(number, "User"),
        "assignedSupportId": person(number, "Support") | {"_id": ME}, "status": "open",
        "lastMessage": message(number, identifier), "unreadCount": {ME: 2, "other": 1},
        "isActive": True, "createdAt": iso(START), "updatedAt": iso(at)}


def media(number):
    return message(number)["mediaId"]


def agent(number):
    return {
        "agentId": f"agent{number:05}", "agentName": f"Agent{number:05}",
        "agentEmail": f"a{number}@x.org", "totalConversations": 20_000 + number,
        "activeConversations": 10_000 + number}


def statistics(number):
    return {
        "totalConversations": 30_000 + number, "activeConversations": 40_000 + number,
        "statusBreakdown": {
            "open": 50_000 + number, "waiting": 60_000 + number, "resolved": 70_000 + number,
            "closed": 80_000 + number},
        "perAgentStats": [agent(number)], "totalMessages": 90_000 + number,
        "generatedAt": iso(START)}


def fields(shape, before=()):
    """Each field's path and kind; a reference is a field, and so is what is in it."""
    for name, kind in shape.items():
        if isinstance(kind, dict):
            yield (*before, name), "object" if kind is BREAKDOWN else "reference"
            yield from fields(kind, (*before, name))
        else:
            yield (*before, name), kind
    if shape is CONVERSATION:
        yield ("unreadCount", ME), "count"


def at(record, path):
    for name in path:
        record = record[name]
    return record


class Case:
    """One record with one oddity in one field."""

    def __init__(self, true, path, kind, oddity):
        self.true, self.path, self.kind, self.oddity = true, path, kind, oddity
        self.value = ODDITIES[oddity](at(true, path))
        self.sent = copy.deepcopy(true)
        if self.value is MISSING:
            del at(self.sent, path[:-1])[path[-1]]
        else:
            at(self.sent, path[:-1])[path[-1]] = self.value

    def __str__(self):
        return f"{'.'.join(self.path)}: {self.oddity}"

    @property
    def parsed(self):
        return self.value.value if isinstance(self.value, Raw) else self.value

    def wanted(self):
        """What stands for the field: a value, ABSENT or ANY."""
        return understood(self.kind, self.parsed, at(self.true, self.path))

    def faults(self, got):
        """What of `got` is not as it must be."""
        wanted, path, parent = self.wanted(), self.path, self.path[:-1]
        if self.kind == "id" and wanted is ABSENT:
            # Nobody knows whose name it is.
            return differences(self.true, got, parent)
        found = differences(self.true, got, path)
        try:
            value = at(got, path)
        except (KeyError, TypeError):
            value = ABSENT
        if self.kind == "reference" and isinstance(wanted, dict) and isinstance(value, dict):
            value = {"_id": value.get("_id")}
        if wanted is not ANY and value != wanted and not (wanted is ABSENT and value is None):
            found.append(f"is {value!r:.60}, not {wanted!r:.60}")
        return found

    @property
    def is_dropped(self):
        return self.kind == "record"


def is_whole(value):
    return isinstance(value, int) and not isinstance(value, bool)


def understood(kind, value, true):
    if kind == "list":
        return []
    if value is MISSING or value is None:
        return False if kind == "flag or false" else ANY if kind == "inferred" else ABSENT
    if kind == "text":
        if isinstance(value, float) and value not in (float("inf"), float("-inf")):
            return ANY
        return value if isinstance(value, str) else str(value) if is_whole(value) else ABSENT
    if kind in ("word", "inferred"):
        if isinstance(value, str) and value:
            return value
        return ANY if kind == "inferred" else ABSENT
    if kind == "kind":
        return value if value in ("image", "audio", "video") else ABSENT
    if kind in ("flag", "flag or false"):
        flags = {0: False, 1: True, "0": False, "1": True, "true": True, "false": False}
        found = flags.get(value, ABSENT) if isinstance(value, (str, int)) else ABSENT
        return False if found is ABSENT and kind == "flag or false" else found
    if kind in ("number", "count", "total"):
        if isinstance(value, str) and value.strip().isdigit():
            value = int(value)
        if not is_whole(value) or value < 0:
            return ABSENT
        return value if kind == "number" else min(value, 10**9)
    if kind == "date":
        forms = (milliseconds(true), str(milliseconds(true)), true.replace("T", " "))
        # What else is a plausible number of milliseconds is none of these.
        return true if value in forms and not isinstance(value, bool) else ABSENT
    if kind in ("id", "reference", "reference id"):
        name = value if isinstance(value, str) and value else str(value) if is_whole(value) else None
        if name is None:
            return ABSENT
        return {"_id": name} if kind == "reference" else name
    if kind in ("counts", "object"):
        return value if isinstance(value, dict) else ABSENT
    return ANY


def differences(true, got, path):
    """Where the two differ elsewhere than at `path`."""
    if not path:
        return []
    if not isinstance(got, dict):
        return [f"is {got!r:.60} where {path[0]} should be"]
    found = []
    for name in {*true, *got}:
        if name != path[0]:
            if true.get(name) != got.get(name):
                found.append(f"{name} is {got.get(name)!r:.60}, not {true.get(name)!r:.60}")
        elif len(path) > 1:
            found += differences(true[name], got.get(name), path[1:])
    return found


def cases(make, shape):
    """All of them, each with a record of its own."""
    made = []
    for path, kind in fields(shape):
        for oddity in ODDITIES:
            case = Case(make(len(made)), path, kind, oddity)
            # Any string or whole number is an id.
            if kind == "record" and understood("id", case.parsed, None) is not ABSENT:
                continue
            made.append(case)
    return made


EVENTS = {
    "conversation:joined": {"conversationId": CHAT, "message": "in"},
    "conversation:left": {"conversationId": CHAT, "message": "out"},
    "message:new": {"message": message(0), "conversationId": CHAT},
    "message:sent": {"messageId": "m", "timestamp": iso(START), "tempId": "t"},
    "notification:new-message": {
        "message": message(0), "conversationId": CHAT,
        "sender": {"id": "u", "name": "Sita", "role": "User"}},
    "typing:user-typing": {"conversationId": CHAT, "userId": "u", "userName": "Sita"},
    "typing:user-stopped": {"conversationId": CHAT, "userId": "u"},
    "message:read-receipt": {
        "messageId": "m", "conversationId": CHAT, "readBy": "u", "readAt": iso(START)},
    "conversation:all-read": {
        "conversationId": CHAT, "readBy": "u", "readAt": iso(START), "count": 3},
    "user:online": {"userId": "u", "timestamp": iso(START)},
    "user:offline": {"userId": "u", "lastSeen": iso(START)},
    "error": {"message": "no"},
}


def paths(value, before=()):
    for name, one in value.items():
        yield (*before, name)
        if isinstance(one, dict):
            yield from paths(one, (*before, name))


def odd_events():
    for name, data in EVENTS.items():
        for path in paths(data):
            for oddity in ODDITIES:
                yield name, Case(copy.deepcopy(data), path, None, oddity).sent
