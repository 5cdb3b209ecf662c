"""Who exists and what was said: the field server's memory, and the seed it starts from."""

import base64
import datetime
import json
import pathlib

STATUSES = ("open", "waiting", "resolved", "closed")
KINDS = {
    "image": {"image/png", "image/jpeg", "image/jpg", "image/webp"},
    "video": {"video/mp4", "video/mpeg", "video/quicktime"},
    "audio": {"audio/mpeg", "audio/mp3", "audio/wav", "audio/ogg", "audio/mp4", "audio/x-m4a"},
}
PASSWORD = "field-secret"

_LEAF = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAIAAAACCAIAAAD91JpzAAAAFElEQVR4nGNgYGBgYPj/"
    "n4GBgQEAEAMCAJkGvDQAAAAASUVORK5CYII="
)

FARMERS = (
    ("Lakshmi", "R."),
    ("Ramesh", "Kumar"),
    ("सीता", "देवी"),
    ("Harpreet 🌾", "Singh"),
    ("", ""),
    ("Ev\x1b[31mil", "\x07\u202eName"),
)


class World:
    def __init__(self, media_folder):
        self.media_folder = pathlib.Path(media_folder)
        self.users, self.conversations, self.messages, self.media = {}, {}, {}, {}
        self.history = {}  # conversation id -> message ids, oldest first
        self.online = {}  # user id -> number of live sessions
        self.revoked = set()  # tokens
        self._serials = {}
        self._journal = None  # lines of what was added since the seed
        self._seed()

    def keep(self, path):
        """Repeats what an earlier server wrote to this file, and writes what comes from now on."""
        if path.exists():
            for line in path.read_text(encoding="utf-8").splitlines():
                method, values, stamp = json.loads(line)
                getattr(self, method)(*values, at=datetime.datetime.fromisoformat(stamp))
        self._journal = open(path, "a", encoding="utf-8", buffering=1)

    def _write_down(self, method, values, at):
        if self._journal:
            self._journal.write(json.dumps([method, values, at.isoformat()]) + "\n")

    # Ids are 24 hex digits that tell a reader of a failed test what they name.
    def _new_id(self, mark):
        self._serials[mark] = self._serials.get(mark, 0) + 1
        return f"{mark}{self._serials[mark]:022x}"

    def now(self):
        return datetime.datetime.now(datetime.timezone.utc)

    def add_user(self, role, first, last):
        identifier = self._new_id("a0")
        number = len(self.users)
        self.users[identifier] = {
            "_id": identifier,
            "first_name": first,
            "last_name": last,
            "phone": f"+9198765{number:05d}",
            "email": f"{role.lower()}{number}@field.example",
            "image": None,
            "role": role,
            "lastSeen": datetime.datetime(2025, 11, 18, 8, tzinfo=datetime.timezone.utc),
        }
        return identifier

    def add_conversation(self, user, support, status="open", at=None):
        identifier = self._new_id("c0")
        at = at or self.now()
        self.conversations[identifier] = {
            "_id": identifier,
            "userId": user,
            "assignedSupportId": support,
            "status": status,
            "lastMessage": None,
            "unreadCount": {person: 0 for person in (user, support) if person},
            "isActive": True,
            "createdAt": at,
            "updatedAt": at,
        }
        self.history[identifier] = []
        return identifier

    def add_message(self, conversation, sender, kind, content=None, media=None, at=None):
        identifier = self._new_id("e0")
        at = at or self.now()
        self.messages[identifier] = {
            "_id": identifier,
            "conversationId": conversation,
            "senderId": sender,
            "messageType": kind,
            "content": content,
            "mediaId": media,
            "isRead": False,
            "readAt": None,
            "deliveredAt": at,
            "createdAt": at,
        }
        self.history[conversation].append(identifier)
        self._write_down("add_message", [conversation, sender, kind, content, media], at)
        record = self.conversations[conversation]
        record["lastMessage"] = identifier
        record["updatedAt"] = at
        for person in (record["userId"], record["assignedSupportId"]):
            if person and person != sender:
                record["unreadCount"][person] = record["unreadCount"].get(person, 0) + 1
        return identifier

    def add_media(self, name, kind, media_type, data=None, at=None):
        """Stores a file; without data it is the one that an earlier server stored under this id."""
        identifier = self._new_id("d0")
        at = at or self.now()
        stored = self.media_folder / f"{identifier}{pathlib.PurePath(name).suffix}"
        if data is not None:
            stored.write_bytes(data)
        self.media[identifier] = {
            "_id": identifier,
            "name": name,
            "type": kind,
            "url": f"/uploads/chat/{stored.name}",
            "format": media_type,
            "size": stored.stat().st_size,
            "createdAt": at,
        }
        self._write_down("add_media", [name, kind, media_type], at)
        return identifier

    def mark_read(self, conversation, reader, only=None):
        """Marks what others wrote as read; answers with the ids that this changed."""
        changed = []
        for identifier in self.history[conversation]:
            message = self.messages[identifier]
            if message["senderId"] == reader or message["isRead"]:
                continue
            if only is None or identifier == only:
                message["isRead"], message["readAt"] = True, self.now()
                changed.append(identifier)
        left = sum(
            1 for identifier in self.history[conversation]
            if not self.messages[identifier]["isRead"]
            and self.messages[identifier]["senderId"] != reader
        )
        self.conversations[conversation]["unreadCount"][reader] = left
        return changed

    def delete_message(self, identifier):
        message = self.messages.pop(identifier)
        history = self.history[message["conversationId"]]
        history.remove(identifier)
        record = self.conversations[message["conversationId"]]
        if record["lastMessage"] == identifier:
            record["lastMessage"] = history[-1] if history else None

    def takes_part(self, user, conversation):
        record = self.conversations[conversation]
        return user in (record["userId"], record["assignedSupportId"])

    def user_with_email(self, email):
        return next((user for user in self.users.values() if user["email"] == email), None)

    def _seed(self):
        start = datetime.datetime(2025, 11, 18, 8, tzinfo=datetime.timezone.utc)
        minute = datetime.timedelta(minutes=1)
        self.admin = self.add_user("Admin", "Asha", "Rao")
        self.support = self.add_user("Support", "Meera", "Iyer")
        self.support2 = self.add_user("Support", "Ravi", "Nair")
        self.farmers = []
        for number in range(30):
            first, last = FARMERS[number] if number < len(FARMERS) else (f"Farmer{number}", "K.")
            self.farmers.append(self.add_user("User", first, last))
        self.newcomer = self.add_user("User", "Nila", "New")

        leaf = self.add_media("leaf.png", "image", "image/png", _LEAF, start)
        self.named = {"leaf": leaf}
        for number, farmer in enumerate(self.farmers):
            support = self.support2 if 10 <= number < 20 else self.support
            if number == 29:
                support = None
            at = start + number * 10 * minute
            status = STATUSES[number % 4] if number > 3 else "open"
            conversation = self.add_conversation(farmer, support, status, at)
            count = 230 if number == 1 else 3
            for turn in range(count):
                sender = farmer if turn % 2 == 0 or not support else support
                self.add_message(
                    conversation, sender, "text", f"line {turn + 1} of {count}", at=at + turn * minute)
            if number == 0:
                self.add_message(
                    conversation, farmer, "image", media=leaf, at=at + count * minute)
        ids = list(self.conversations)
        self.named.update(
            short=ids[0], long=ids[1], hindi=ids[2], empty_name=ids[4], hostile_name=ids[5],
            foreign=ids[10], unassigned=ids[29], gone=ids[6])
        # The farmer of one conversation was deleted, and so was the sender of its messages (row 10).
        del self.users[self.farmers[6]]
