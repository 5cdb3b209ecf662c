"""The rules that REST and the socket share: who may do what, and what follows from a message."""

from . import tokens
from .broken import Broken
from .shapes import Problem
from .world import STATUSES

STAFF = ("Support", "Admin")


class Chat:
    def __init__(self, world, switches):
        self.world, self.switches = world, switches
        self.broken = Broken(switches)

    def user_of(self, token):
        """The user whom the token names; raises `tokens.Refused`."""
        if token in self.world.revoked:
            raise tokens.Refused("Invalid token")
        claims = tokens.read(
            token, judges_time=not self.broken.plays("expired-accepted"),
            judges_signature=not self.broken.plays("forged-accepted"))
        user = self.world.users.get(tokens.user_id(claims))
        if user is None:
            raise tokens.Refused("Invalid token")
        return user

    def conversation(self, identifier):
        record = self.world.conversations.get(identifier) if isinstance(identifier, str) else None
        if record is None:
            raise Problem(404, "Conversation not found")
        return record

    def readable(self, user, identifier):
        record = self.conversation(identifier)
        is_outside = user["role"] not in STAFF and record["userId"] != user["_id"]
        if is_outside and not self.broken.plays("foreign-chat-readable"):
            raise Problem(403, "Access denied")
        return record

    def own(self, user, identifier):
        """A conversation that this person takes part in, or may act in as row 2 is switched."""
        record = self.conversation(identifier)
        if self.world.takes_part(user["_id"], identifier):
            return record
        if user["role"] in STAFF and self.switches.outsiders_join:
            return record
        if self.broken.plays("foreign-room-open"):
            return record
        raise Problem(403, "Access denied")

    def write(self, user, body):
        """Stores a message; answers with its id."""
        if not isinstance(body, dict) or not isinstance(body.get("conversationId"), str):
            raise Problem(400, "conversationId is required")
        record = self.own(user, body["conversationId"])
        kind, content, media = body.get("messageType"), body.get("content"), body.get("mediaId")
        if kind == "text":
            is_blank = not isinstance(content, str) or not content.strip()
            if is_blank and not (content and self.broken.plays("blank-text-taken")):
                raise Problem(400, "content is required for text messages")
            content = content if isinstance(content, str) else str(content)
            content, media = content.strip() if self.switches.trim else content, None
        elif kind in ("image", "audio", "video"):
            if not isinstance(media, str):
                raise Problem(400, "mediaId is required for media messages")
            if media not in self.world.media:
                raise Problem(404, "Media not found")
            content = None
        else:
            raise Problem(400, "messageType must be text, image, audio or video")
        return self._store(user, record, kind, content, media)

    def _store(self, user, record, kind, content, media):
        last, counts = record["lastMessage"], dict(record["unreadCount"])
        message = self.world.add_message(record["_id"], user["_id"], kind, content, media)
        if self.broken.plays("message-kept-twice"):
            self.world.history[record["_id"]].append(message)
        if self.broken.plays("message-not-kept"):
            self.world.history[record["_id"]].remove(message)
        if self.broken.plays("last-message-stays"):
            record["lastMessage"] = last
        if self.broken.plays("unread-never-counts"):
            record["unreadCount"] = counts
        stays = record["status"] == "closed" and not self.broken.plays("closed-reopens")
        if user["role"] == "User" and not stays and self.switches.waiting:
            record["status"] = "waiting"
        if user["role"] != "User" and self.broken.plays("reply-resolves"):
            record["status"] = "resolved"
        return message

    def mark_read(self, conversation, reader, only=None):
        """`World.mark_read`, by a server that may forget half of it."""
        if self.broken.plays("read-changes-nothing"):
            return []
        counts = dict(self.world.conversations[conversation]["unreadCount"])
        changed = self.world.mark_read(conversation, reader, only)
        if self.broken.plays("unread-stays"):
            self.world.conversations[conversation]["unreadCount"] = counts
        return changed

    def set_status(self, user, identifier, status):
        if user["role"] not in STAFF and not self.broken.plays("farmer-sets-status"):
            raise Problem(403, "Access denied")
        if status not in STATUSES and not self.broken.plays("unknown-status-accepted"):
            raise Problem(400, "Invalid status")
        record = self.conversation(identifier)
        if self.broken.plays("status-not-set"):
            return
        record["status"], record["updatedAt"] = status, self.world.now()

    def reassign(self, user, identifier, agent):
        lets = {"support-reassigns": "Support", "farmer-reassigns": "User"}
        if user["role"] != "Admin" and not any(
                self.broken.plays(name) and user["role"] == role for name, role in lets.items()):
            raise Problem(403, "Access denied")
        if not isinstance(identifier, str) or not isinstance(agent, str):
            raise Problem(400, "conversationId and newSupportId are required")
        record = self.conversation(identifier)
        found = self.world.users.get(agent)
        is_agent = found is not None and (
            found["role"] in STAFF or self.broken.plays("agent-need-not-be-one"))
        if not is_agent:
            raise Problem(404, "Support user not found or invalid")
        if self.broken.plays("reassign-changes-nothing"):
            return
        record["unreadCount"].pop(record["assignedSupportId"], None)
        record["unreadCount"][agent] = 0
        record["assignedSupportId"], record["updatedAt"] = agent, self.world.now()

    def statistics(self, user):
        if user["role"] not in STAFF and not self.broken.plays("farmers-see-statistics"):
            raise Problem(403, "Access denied")
        records = list(self.world.conversations.values())
        counts = {status: sum(r["status"] == status for r in records) for status in STATUSES}
        agents = []
        for agent in (self.world.support, self.world.support2):
            mine = [r for r in records if r["assignedSupportId"] == agent]
            person = self.world.users[agent]
            agents.append({
                "agentId": agent,
                "agentName": f"{person['first_name']} {person['last_name']}",
                "agentEmail": person["email"],
                "totalConversations": len(mine),
                "activeConversations": sum(r["status"] in ("open", "waiting") for r in mine),
            })
        if self.switches.broken == "statistics-wrong":
            counts = counts | {"open": counts["open"] + 1}
        return {
            "totalConversations": len(records),
            "activeConversations": counts["open"] + counts["waiting"],
            "statusBreakdown": counts,
            "perAgentStats": agents,
            "totalMessages": len(self.world.messages),
        }
