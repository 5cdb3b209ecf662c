"""The rules that REST and the socket share: who may do what, and what follows from a message."""

from . import tokens
from .shapes import Problem
from .world import STATUSES

STAFF = ("Support", "Admin")


class Chat:
    def __init__(self, world, switches):
        self.world, self.switches = world, switches

    def user_of(self, token):
        """The user whom the token names; raises `tokens.Refused`."""
        if token in self.world.revoked:
            raise tokens.Refused("Invalid token")
        user = self.world.users.get(tokens.user_id(tokens.read(token)))
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
        if user["role"] not in STAFF and record["userId"] != user["_id"]:
            raise Problem(403, "Access denied")
        return record

    def own(self, user, identifier):
        """A conversation that this person takes part in, or may act in as row 2 is switched."""
        record = self.conversation(identifier)
        if self.world.takes_part(user["_id"], identifier):
            return record
        if user["role"] in STAFF and self.switches.outsiders_join:
            return record
        raise Problem(403, "Access denied")

    def write(self, user, body):
        """Stores a message; answers with its id."""
        if not isinstance(body, dict) or not isinstance(body.get("conversationId"), str):
            raise Problem(400, "conversationId is required")
        record = self.own(user, body["conversationId"])
        kind, content, media = body.get("messageType"), body.get("content"), body.get("mediaId")
        if kind == "text":
            if not isinstance(content, str) or not content.strip():
                raise Problem(400, "content is required for text messages")
            content, media = content.strip() if self.switches.trim else content, None
        elif kind in ("image", "audio", "video"):
            if not isinstance(media, str):
                raise Problem(400, "mediaId is required for media messages")
            if media not in self.world.media:
                raise Problem(404, "Media not found")
            content = None
        else:
            raise Problem(400, "messageType must be text, image, audio or video")
        message = self.world.add_message(record["_id"], user["_id"], kind, content, media)
        if user["role"] == "User" and record["status"] != "closed" and self.switches.waiting:
            record["status"] = "waiting"
        return message

    def set_status(self, user, identifier, status):
        if user["role"] not in STAFF:
            raise Problem(403, "Access denied")
        if status not in STATUSES:
            raise Problem(400, "Invalid status")
        record = self.conversation(identifier)
        record["status"], record["updatedAt"] = status, self.world.now()

    def reassign(self, user, identifier, agent):
        if user["role"] != "Admin":
            raise Problem(403, "Access denied")
        if not isinstance(identifier, str) or not isinstance(agent, str):
            raise Problem(400, "conversationId and newSupportId are required")
        record = self.conversation(identifier)
        found = self.world.users.get(agent)
        if found is None or found["role"] not in STAFF:
            raise Problem(404, "Support user not found or invalid")
        record["unreadCount"].pop(record["assignedSupportId"], None)
        record["unreadCount"][agent] = 0
        record["assignedSupportId"], record["updatedAt"] = agent, self.world.now()

    def statistics(self, user):
        if user["role"] not in STAFF:
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
        return {
            "totalConversations": len(records),
            "activeConversations": counts["open"] + counts["waiting"],
            "statusBreakdown": counts,
            "perAgentStats": agents,
            "totalMessages": len(self.world.messages),
        }
