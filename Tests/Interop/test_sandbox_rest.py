"""The sandbox's REST calls: shapes, roles, validation, pages, media."""

import pytest

from support import multipart, request

PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 4
PEOPLE = ("farmer", "support", "admin")


def refused(answer, status):
    """An error has the contract's shape, and says something."""
    assert answer.status == status, answer.body
    assert answer.json["success"] is False
    assert answer.json["message"]
    return answer.json["message"]


def upload(server, parts, who="support"):
    body, content = multipart(parts)
    return server.call("POST", "/media", who, body, headers={"Content-Type": content})


def picture(name="leaf.png", media_type="image/png", data=PNG):
    return ("media", name, media_type, data)


def kind(value):
    return ("type", None, None, value.encode())


@pytest.mark.parametrize("method,path", [
    ("POST", "/conversations"), ("GET", "/conversations"), ("GET", "/conversations/x"),
    ("POST", "/messages"), ("GET", "/messages/x"), ("POST", "/media"),
    ("PATCH", "/conversations/x/read"), ("PATCH", "/conversations/x/status"),
    ("GET", "/support/conversations"), ("POST", "/support/reassign"), ("GET", "/support/stats")])
def test_every_call_wants_a_token(sandbox, method, path):
    assert refused(sandbox.call(method, path, None), 401) == "No token provided"
    refused(sandbox.call(method, path, "x.y.z"), 401)


def test_a_farmer_gets_one_conversation_and_keeps_it(sandbox):
    first = sandbox.call("POST", "/conversations", "farmer").json["data"]
    again = sandbox.call("POST", "/conversations", "farmer").json["data"]
    assert first["_id"] == again["_id"]
    assert first["userId"]["_id"] == sandbox.users["farmer"]
    assert set(first) >= {
        "_id", "userId", "assignedSupportId", "status", "lastMessage", "unreadCount", "isActive",
        "createdAt", "updatedAt"}
    assert set(first["userId"]) >= {
        "_id", "first_name", "last_name", "phone", "email", "image", "isOnline", "lastSeen"}
    assert first["createdAt"].endswith("Z") and len(first["createdAt"]) == 24
    refused(sandbox.call("POST", "/conversations", "support"), 403)


def test_who_sees_which_conversations(sandbox):
    identifier = sandbox.conversation()
    for who in PEOPLE:
        found = sandbox.call("GET", "/conversations", who).json
        assert identifier in {one["_id"] for one in found["data"]}
        assert set(found["pagination"]) == {
            "currentPage", "totalPages", "totalItems", "itemsPerPage", "hasNextPage", "hasPrevPage"}
    for who in ("support", "admin"):
        found = sandbox.call("GET", "/support/conversations", who).json["data"]
        assert identifier in {one["_id"] for one in found}
    refused(sandbox.call("GET", "/support/conversations", "farmer"), 403)
    agent = sandbox.users["support"]
    found = sandbox.call("GET", f"/support/conversations?assignedTo={agent}", "admin").json["data"]
    assert {one["assignedSupportId"]["_id"] for one in found} == {agent}
    refused(sandbox.call("GET", f"/support/conversations?assignedTo={agent}", "support"), 403)


def test_one_conversation(sandbox):
    identifier = sandbox.conversation()
    for who in PEOPLE:
        assert sandbox.call("GET", f"/conversations/{identifier}", who).json["data"]["_id"] \
            == identifier
    unknown = "f" * 24
    assert refused(sandbox.call("GET", f"/conversations/{unknown}"), 404) == "Conversation not found"


def test_a_farmer_sees_no_one_elses(start_sandbox):
    sandbox = start_sandbox("--farmers", "4", seed="demo")
    me = sandbox.users["farmer"]
    everything = sandbox.call("GET", "/support/conversations?limit=100", "admin").json["data"]
    other = next(one for one in everything if one["userId"]["_id"] != me)
    refused(sandbox.call("GET", f"/conversations/{other['_id']}", "farmer"), 403)
    refused(sandbox.call("GET", f"/messages/{other['_id']}", "farmer"), 403)
    refused(sandbox.call("POST", "/messages", "farmer", {
        "conversationId": other["_id"], "messageType": "text", "content": "hello"}), 403)
    mine = sandbox.call("GET", "/conversations", "farmer").json["data"]
    assert {one["userId"]["_id"] for one in mine} <= {me}


def test_a_message_over_rest(sandbox):
    identifier = sandbox.conversation()
    sent = sandbox.call("POST", "/messages", "farmer", {
        "conversationId": identifier, "messageType": "text", "content": "  पत्ती पीली है  "})
    assert sent.status == 201
    message = sent.json["data"]
    assert message["content"] == "पत्ती पीली है"
    assert message["conversationId"] == identifier
    assert message["senderId"]["_id"] == sandbox.users["farmer"]
    assert message["isRead"] is False
    assert message["createdAt"] and message["deliveredAt"]
    record = sandbox.call("GET", f"/conversations/{identifier}").json["data"]
    assert record["status"] == "waiting"
    assert record["lastMessage"]["_id"] == message["_id"]
    assert record["unreadCount"][sandbox.users["support"]] == 1


@pytest.mark.parametrize("change,field", [
    ({"conversationId": None}, "conversationId"), ({"messageType": "poem"}, "messageType"),
    ({"messageType": None}, "messageType"), ({"content": "   "}, "content"),
    ({"content": 5}, "content"), ({"messageType": "image", "content": None}, "mediaId")])
def test_a_bad_message_is_refused_by_the_name_of_its_field(sandbox, change, field):
    body = {"conversationId": sandbox.conversation(), "messageType": "text", "content": "fine"}
    body = {name: value for name, value in (body | change).items() if value is not None}
    assert field in refused(sandbox.call("POST", "/messages", "farmer", body), 400)


@pytest.mark.parametrize("body", [b"", b"{", b"[1]", b"\xff\xfe", b"{\"a\":" * 5000])
def test_a_body_that_is_no_object_is_refused(sandbox, body):
    answer = sandbox.call("POST", "/messages", "farmer", body,
                          headers={"Content-Type": "application/json"})
    refused(answer, 400)


def test_history_in_pages(sandbox):
    identifier = sandbox.conversation()
    said = [sandbox.say(identifier, f"line {number}") for number in range(25)]
    first = sandbox.call("GET", f"/messages/{identifier}?limit=10&page=1").json
    last = sandbox.call("GET", f"/messages/{identifier}?limit=10&page=3").json
    assert first["pagination"] == {
        "currentPage": 1, "totalPages": 3, "totalItems": 25, "itemsPerPage": 10,
        "hasNextPage": True, "hasPrevPage": False}
    assert last["pagination"]["hasNextPage"] is False and last["pagination"]["hasPrevPage"] is True
    pages = [
        [one["_id"] for one in sandbox.call(
            "GET", f"/messages/{identifier}?limit=10&page={page}").json["data"]]
        for page in (1, 2, 3)]
    assert all(page == sorted(page, key=said.index) for page in pages)
    assert sorted(sum(pages, []), key=said.index) == said
    for query in ("page=0", "limit=0", "limit=-3", "page=two", "limit=99999999999999999999"):
        assert sandbox.call("GET", f"/messages/{identifier}?{query}").status in (200, 400)


def test_the_field_dialect_begins_with_the_newest(start_sandbox):
    sandbox = start_sandbox("--dialect", "field")
    identifier = sandbox.conversation()
    said = [sandbox.say(identifier, f"line {number}") for number in range(7)]
    page = sandbox.call("GET", f"/messages/{identifier}?limit=3").json["data"]
    assert [one["_id"] for one in page] == said[-3:]


def test_status_is_for_staff(sandbox):
    identifier = sandbox.conversation()
    path = f"/conversations/{identifier}/status"
    for status in ("open", "waiting", "resolved", "closed"):
        assert sandbox.call("PATCH", path, "support", {"status": status}).status == 200
        assert sandbox.call(
            "GET", f"/conversations/{identifier}").json["data"]["status"] == status
    found = sandbox.call("GET", "/conversations?status=closed").json["data"]
    assert {one["status"] for one in found} == {"closed"}
    assert "status" in refused(sandbox.call("PATCH", path, "support", {"status": "done"}), 400)
    refused(sandbox.call("PATCH", path, "farmer", {"status": "open"}), 403)
    refused(sandbox.call(
        "PATCH", f"/conversations/{'f' * 24}/status", "support", {"status": "open"}), 404)


# Row 26.
def test_a_closed_conversation_stays_closed_when_the_farmer_writes(sandbox):
    identifier = sandbox.conversation()
    sandbox.call("PATCH", f"/conversations/{identifier}/status", "support", {"status": "closed"})
    sandbox.say(identifier, "anyone there?")
    record = sandbox.call("GET", f"/conversations/{identifier}").json["data"]
    assert record["status"] == "closed"


def test_reassigning_is_for_admins(sandbox):
    identifier = sandbox.conversation()
    body = {"conversationId": identifier, "newSupportId": sandbox.users["admin"]}
    assert sandbox.call("POST", "/support/reassign", "admin", body).status == 200
    record = sandbox.call("GET", f"/conversations/{identifier}", "admin").json["data"]
    assert record["assignedSupportId"]["_id"] == sandbox.users["admin"]
    refused(sandbox.call("POST", "/support/reassign", "support", body), 403)
    refused(sandbox.call("POST", "/support/reassign", "admin", {}), 400)
    for wrong in (sandbox.users["farmer"], "nobody"):
        answer = sandbox.call(
            "POST", "/support/reassign", "admin", body | {"newSupportId": wrong})
        assert refused(answer, 404) == "Support user not found or invalid"


def test_reading_clears_my_count(sandbox):
    identifier = sandbox.conversation()
    message = sandbox.say(identifier, "read me")
    assert sandbox.call("PATCH", f"/conversations/{identifier}/read").status == 200
    record = sandbox.call("GET", f"/conversations/{identifier}").json["data"]
    assert record["unreadCount"][sandbox.users["support"]] == 0
    history = sandbox.call("GET", f"/messages/{identifier}").json["data"]
    read = next(one for one in history if one["_id"] == message)
    assert read["isRead"] is True and read["readAt"]


def test_statistics_add_up(sandbox):
    sandbox.say(sandbox.conversation(), "count me")
    stats = sandbox.call("GET", "/support/stats").json["data"]
    assert stats["totalConversations"] == sum(stats["statusBreakdown"].values())
    assert stats["totalMessages"] >= 1 and stats["generatedAt"]
    agent = next(
        one for one in stats["perAgentStats"] if one["agentId"] == sandbox.users["support"])
    assert agent["totalConversations"] >= 1 and agent["agentName"] and agent["agentEmail"]
    refused(sandbox.call("GET", "/support/stats", "farmer"), 403)


def test_optional_calls(sandbox):
    identifier = sandbox.conversation()
    first, second = sandbox.say(identifier, "one"), sandbox.say(identifier, "two")
    assert sandbox.call("PATCH", f"/messages/{first}/read").status == 200
    refused(sandbox.call("DELETE", f"/messages/{first}", "support"), 403)
    assert sandbox.call("DELETE", f"/messages/{first}", "farmer").status == 200
    assert sandbox.call("DELETE", f"/messages/{second}", "admin").status == 200
    assert sandbox.call("GET", f"/messages/{identifier}").json["data"] == []
    refused(sandbox.call("DELETE", f"/messages/{second}", "admin"), 404)
    refused(sandbox.call("DELETE", f"/conversations/{identifier}", "support"), 403)
    assert sandbox.call("DELETE", f"/conversations/{identifier}", "admin").status == 200


def test_media_are_stored_and_served_in_ranges(sandbox):
    stored = upload(sandbox, [kind("image"), picture(), picture("stem.webp", "image/webp")])
    assert stored.status == 201
    first, second = stored.json["data"]
    assert (first["name"], first["type"], first["format"], first["size"]) == (
        "leaf.png", "image", "image/png", len(PNG))
    assert second["name"] == "stem.webp"
    whole = request("GET", first["url"])
    assert whole.status == 200 and whole.body == PNG
    assert whole.headers["Content-Type"] == "image/png"
    for wanted, start, end in (("0-9", 0, 9), ("100-", 100, len(PNG) - 1), ("-5", len(PNG) - 5,
                               len(PNG) - 1), ("5-999999", 5, len(PNG) - 1)):
        part = request("GET", first["url"], headers={"Range": f"bytes={wanted}"})
        assert part.status == 206 and part.body == PNG[start:end + 1]
        assert part.headers["Content-Range"] == f"bytes {start}-{end}/{len(PNG)}"
    beyond = request("GET", first["url"], headers={"Range": "bytes=99999-"})
    assert beyond.status == 416
    assert request("GET", first["url"].replace(first["url"][-8:], "zzzzzzzz")).status == 404


def test_a_media_message_carries_its_media(sandbox):
    identifier = sandbox.conversation()
    media = upload(sandbox, [kind("image"), picture()], "farmer").json["data"][0]
    sent = sandbox.call("POST", "/messages", "farmer", {
        "conversationId": identifier, "messageType": "image", "mediaId": media["_id"]})
    assert sent.status == 201
    history = sandbox.call("GET", f"/messages/{identifier}").json["data"]
    assert history[-1]["mediaId"]["url"] == media["url"]


@pytest.mark.parametrize("parts", [
    [kind("image"), picture(media_type="text/plain")],
    [kind("audio"), picture()],
    [kind("poem"), picture()],
    [picture()],
    [kind("image")],
    [kind("image")] + [picture(f"{number}.png") for number in range(6)],
    [kind("image"), picture(data=bytes(10 * 1024 * 1024 + 1))],
], ids=["text", "picture as audio", "no such type", "no type", "no file", "six", "too large"])
def test_unfit_uploads_are_refused(sandbox, parts):
    answer = upload(sandbox, parts)
    assert answer.status in (400, 413, 415)
    assert answer.json["message"]


@pytest.mark.parametrize("media_type", ["audio/mpeg", "audio/wav", "audio/ogg", "audio/mp4",
                                        "audio/x-m4a"])
def test_audio_in_every_allowed_type(sandbox, media_type):
    assert upload(sandbox, [kind("audio"), picture("v", media_type)]).status == 201


def test_a_broken_form_is_refused(sandbox):
    for body in (b"", b"--b\r\n", b"--b\r\nContent-Disposition: form-data; name=\"media\"\r\n\r\nx"):
        answer = sandbox.call("POST", "/media", "support", body,
                              headers={"Content-Type": "multipart/form-data; boundary=b"})
        refused(answer, 400)


def test_unknown_paths_and_methods(sandbox):
    assert sandbox.call("GET", "/nothing/here").status == 404
    assert request("GET", f"{sandbox.url}/").status in (200, 404)
    assert sandbox.call("DELETE", "/support/stats").status in (404, 405)
