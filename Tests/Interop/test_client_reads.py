"""furrow's reading commands against the field server."""

import pytest

from furrow import DONE, NOT_ALLOWED, NOT_FOUND


def contents(result):
    return [one.get("content") for one in result.expect(DONE).objects]


def test_whoami_tells_id_role_and_server(furrow, field):
    me = furrow.json("whoami").expect(DONE).object
    assert field.users["support"] in me.values()
    assert me["role"] == "Support" and me["confirmed"] is True
    assert field.url in " ".join(str(value) for value in me.values())


@pytest.mark.parametrize("claim", ["id", "_id", "userId", "sub"])
# Row 14.
def test_the_id_is_found_in_whichever_claim_holds_it(furrow, field, claim):
    field.set(claims=claim)
    token = field.control("mint", user=field.users["support"])["token"]
    me = furrow.json("whoami", who=token).expect(DONE).object
    assert field.users["support"] in me.values()


# Row 25.
def test_mine_and_all_are_two_lists(furrow, field):
    mine = furrow.json("conversations", "--limit", 100).expect(DONE).objects
    everything = furrow.json("conversations", "--all", "--limit", 100).expect(DONE).objects
    assert {one["assignedSupportId"]["_id"] for one in mine} == {field.users["support"]}
    assert len(everything) == 30
    assert len(mine) < len(everything)


def test_an_object_a_line_carries_the_fields_of_the_api(furrow, field):
    found = furrow.json("conversations", "--limit", 100).expect(DONE).objects
    short = next(one for one in found if one["_id"] == field.named["short"])
    assert short["userId"]["first_name"] == "Lakshmi"
    assert short["status"] == "open"
    assert short["lastMessage"]["messageType"] == "image"
    assert short["lastMessage"]["senderId"]["_id"] == field.users["farmer"]


def test_conversations_are_filtered_and_limited(furrow, field):
    waiting = furrow.json("conversations", "--status", "waiting").expect(DONE).objects
    assert waiting and {one["status"] for one in waiting} == {"waiting"}
    assert len(furrow.json("conversations", "--limit", 5).expect(DONE).objects) == 5
    other = field.users["support2"]
    theirs = furrow.json(
        "conversations", "--all", "--assigned-to", other, who="admin").expect(DONE).objects
    assert theirs and {one["assignedSupportId"]["_id"] for one in theirs} == {other}
    unread = furrow.json("conversations", "--unread", "--limit", 100).expect(DONE).objects
    assert unread and all(one["unreadCount"][field.users["support"]] > 0 for one in unread)


@pytest.mark.parametrize("references", ["populated", "ids", "null", "absent"])
# Row 10.
def test_references_of_every_kind_are_read(furrow, field, references):
    field.set(references=references)
    found = furrow.json("conversations", "--all", "--limit", 100).expect(DONE).objects
    short = next(one for one in found if one["_id"] == field.named["short"])
    if references in ("populated", "ids"):
        assert short["userId"]["_id"] == field.users["farmer"]
    else:
        assert short.get("userId") is None
    assert contents(furrow.json("messages", field.named["short"]))[:3] == [
        f"line {number} of 3" for number in (1, 2, 3)]


@pytest.mark.parametrize("unread", ["full", "empty", "absent"])
# Row 13.
def test_a_missing_unread_count_is_none(furrow, field, unread):
    field.set(unread=unread)
    found = furrow.json("conversations", "--unread", "--limit", 100).expect(DONE).objects
    assert bool(found) == (unread == "full")


def test_a_deleted_farmer_does_not_hide_their_conversation(furrow, field):
    gone = furrow.json("conversation", field.named["gone"]).expect(DONE).object
    assert gone["_id"] == field.named["gone"]


def test_hostile_names_do_not_reach_the_terminal_raw(furrow, field):
    said = furrow.run("conversations", "--limit", 100).expect(DONE).out
    assert "\x1b" not in said and "\x07" not in said and "\u202e" not in said


def test_one_conversation_in_full(furrow, field):
    one = furrow.json("conversation", field.named["long"]).expect(DONE).object
    assert one["_id"] == field.named["long"]
    assert one["assignedSupportId"]["_id"] == field.users["support"]


def test_what_is_not_there_and_what_is_not_mine(furrow, field):
    furrow.json("conversation", "ffffffffffffffffffffffff").expect(NOT_FOUND)
    refused = furrow.json("conversation", field.named["long"], who="farmer").expect(NOT_ALLOWED)
    assert refused.error["message"]
    assert refused.out == ""


def test_a_farmer_contacts_support(furrow, field):
    mine = furrow.json("contact", who="farmer").expect(DONE).object
    assert mine["_id"] == field.named["short"]
    new = furrow.json("contact", who="newcomer").expect(DONE).object
    assert new["userId"]["_id"] == field.users["newcomer"]
    assert furrow.json("contact", who="newcomer").expect(DONE).object["_id"] == new["_id"]


@pytest.mark.parametrize("paging", ["newest-first", "oldest-first"])
# Row 11.
def test_history_is_the_newest_n_and_oldest_first(furrow, field, paging):
    field.set(paging=paging)
    said = contents(furrow.json("messages", field.named["long"], "--limit", 120))
    assert said == [f"line {number} of 230" for number in range(111, 231)]


@pytest.mark.parametrize("paging", ["newest-first", "oldest-first"])
def test_history_before_a_message(furrow, field, paging):
    field.set(paging=paging)
    newest = furrow.json("messages", field.named["long"], "--limit", 30).expect(DONE).objects
    older = furrow.json(
        "messages", field.named["long"], "--limit", 30, "--before", newest[0]["_id"])
    assert contents(older) == [f"line {number} of 230" for number in range(171, 201)]


@pytest.mark.parametrize("dates", ["millis", "seconds", "offset"])
def test_dates_of_every_shape_are_read(furrow, field, dates):
    field.set(dates=dates)
    said = contents(furrow.json("messages", field.named["short"], "--limit", 3))
    assert said == ["line 2 of 3", "line 3 of 3", None]


def test_an_admin_reads_any_messages(furrow, field):
    assert len(contents(furrow.json("messages", field.named["foreign"], who="admin"))) == 3


def test_statistics(furrow, field):
    stats = furrow.json("stats").expect(DONE).object
    assert stats["totalConversations"] == 30
    assert sum(stats["statusBreakdown"].values()) == 30
    assert {one["agentId"] for one in stats["perAgentStats"]} == {
        field.users["support"], field.users["support2"]}
    furrow.json("stats", who="farmer").expect(NOT_ALLOWED)
