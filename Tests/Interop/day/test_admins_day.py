"""The everyday jobs of an admin on a screen, key by key as docs/admins-day.md has them."""

import re

from pytest import mark

from support import wait_until


def all_conversations(day):
    """Every conversation, as the server shows it to an admin, by the farmer's first name."""
    answer = day.sandbox.call("GET", "/support/conversations?limit=100", "admin").json["data"]
    return {one["userId"]["first_name"]: one for one in answer}


def agent(day, name):
    """The first name of who has a farmer's conversation."""
    return (all_conversations(day)[name]["assignedSupportId"] or {}).get("first_name")


def is_with(day, wanted, *names):
    for name in names:
        wait_until(lambda: agent(day, name) == wanted, f"{name} to be with {wanted}")


@mark.job("See all, and whose work it is")
def test_all_are_seen_with_their_agents(admins_day):
    desk = admins_day.admins_desk()
    desk.key("4").shows("4 ALL 44", "Meera · waiting", "Ravi · ", "nobody · ")


@mark.job("Find the overloaded agent")
def test_who_has_too_much_is_found_in_the_team(admins_day):
    desk = admins_day.admins_desk()
    desk.key("6").shows("6 TEAM", "act", "oldest", "Meera Iyer", "Kiran Patil", "Nobody")
    # The number of active chats stands left of the name, which ends its row.
    active = {name: int(count) for count, name in re.findall(
        r"^[ >]{2}[•·a ]? +(\d+) +\d+ .{14} +(\w+)", desk.text, re.M)}
    assert max(active, key=active.get) == "Ravi", (active, desk.text)


@mark.job("Reassign one")
def test_one_is_given_to_another_agent(admins_day):
    desk = admins_day.admins_desk()
    desk.key("a").shows("GIVE Lakshmi R. TO", "Asha Rao").writes("kiran").rests().key("Enter")
    desk.shows("Lakshmi R. now belongs to Kiran Patil")
    is_with(admins_day, "Kiran", "Lakshmi")


@mark.job("Reassign several")
def test_several_are_given_to_another_agent_and_each_is(admins_day):
    desk = admins_day.admins_desk()
    for turn in range(3):
        desk.key("Space", is_again=turn > 0)
    desk.shows("3 marked").rests().key("a").shows("MOVE 3 CHATS").writes("kiran").rests().key("Enter")
    names = desk.shows("GIVE TO Kiran", "3 visible of 3").rests().key("y").shows("3 are now with Kiran").text
    assert "takes all of it back" in names
    moved = [name for name, one in all_conversations(admins_day).items()
             if (one["assignedSupportId"] or {}).get("first_name") == "Kiran"]
    assert "Lakshmi" in moved


@mark.job("Watch without marking read")
def test_watching_leaves_nothing_behind(admins_day):
    before = admins_day.unread("Lakshmi")
    desk = admins_day.admins_desk()
    desk.key("W").shows("no trace, polled every", "leaf.jpg", "Watching Lakshmi R. without a trace")
    assert admins_day.unread("Lakshmi") == before > 0


@mark.job("Take over, and give back")
def test_a_chat_is_taken_over_and_given_back(admins_day):
    desk = admins_day.admins_desk()
    desk.key("T").shows("Take Lakshmi R. over from Meera").rests().key("y").shows("REPLY to Lakshmi R.")
    is_with(admins_day, "Asha", "Lakshmi")
    desk.rests().key("Esc").hides("REPLY to").rests().key("u").shows("Taken back: Lakshmi R. belongs to Meera")
    is_with(admins_day, "Meera", "Lakshmi")


@mark.job("Read the statistics")
def test_the_statistics_have_bars(admins_day):
    desk = admins_day.admins_desk()
    desk.key("5").shows("5 STATISTICS", "44 conversations", "▇▇", "resolved", "Ravi Nair", "as of")


@mark.job("Filter by agent")
def test_the_list_is_filtered_by_an_agent(admins_day):
    count = sum(1 for one in all_conversations(admins_day).values()
                if (one["assignedSupportId"] or {}).get("first_name") == "Ravi")
    desk = admins_day.admins_desk()
    desk.key("/").writes("agent:ravi").key("Enter").shows(f" {count} ", "Ravi · ")
    desk.hides("Meera · ")


@mark.job("Close ten old chats")
def test_ten_old_chats_are_closed_after_a_question_with_their_names(admins_day):
    desk = admins_day.admins_desk()
    desk.key("/").writes("status:resolved older:3d").key("Enter").shows(" 10 ")
    desk.key("v").key("G").key("v").shows("10 marked").rests().key("s").shows("closed").rests().key("c")
    desk.shows("SET TO CLOSED", "of 10 that are marked").rests().key("y").shows("10 are now closed")
    closed = [one for one in all_conversations(admins_day).values() if one["status"] == "closed"]
    assert len(closed) == 16


@mark.job("Undo three steps")
def test_three_steps_are_taken_back_one_by_one(admins_day):
    before = {name: one["status"] for name, one in all_conversations(admins_day).items()}
    desk = admins_day.admins_desk()
    for keys, words in [("s r", "now resolved"), ("j s r", "now resolved"), ("j s c", "now closed")]:
        *way, last = keys.split()
        for key in way:
            desk.key(key)
        desk.shows("o open").rests().key(last).shows(words).rests()
    for turn in range(3):
        desk.key("u", is_again=turn > 0).shows("Taken back").rests()
    wait_until(
        lambda: {name: one["status"] for name, one in all_conversations(admins_day).items()} == before,
        "every status to be as it was")
