"""Two long walks through the desk: a working day in short, and the demo's first minute."""

import pytest

from desk import Desk
from furrow import Furrow
from support import wait_until


@pytest.fixture
def walk(tmp_path):
    opened = []

    def start(furrow, *words, who=None, **size):
        opened.append(Desk(furrow.environment(who), *words, **size))
        return opened[-1]

    yield start
    for desk in opened:
        desk.close()


def state(field, conversation):
    return field.get(f"/api/v1/chat/conversations/{conversation}", who="admin").json["data"]


def test_the_screen_and_the_servers_record_agree_through_a_day(walk, furrow, field):
    short, farmer = field.named["short"], field.users["farmer"]
    desk = walk(furrow, who="admin", columns=120, rows=40).shows("live", "ALL", "Lakshmi R.")
    # The admin watches what is not theirs: nothing is marked read, no typing is told.
    desk.press("\r").shows("watched", "line 3 of 3")
    assert not field.record("event", event="conversation:mark-all-read")
    # Give it away by name.
    desk.press("a").shows("GIVE Lakshmi")
    desk.press("\x1b").hides("GIVE Lakshmi")
    # A status through the menu, confirmed by name, and taken back.
    desk.press("s").shows("resolved")
    desk.press("r").shows("Lakshmi R. is now resolved")
    wait_until(lambda: state(field, short)["status"] == "resolved", "the status to be set")
    desk.press("u")
    wait_until(lambda: state(field, short)["status"] != "resolved", "the status to be taken back")
    desk.resize(80, 24).shows("Lakshmi")
    field.control("write", user=farmer, conversationId=short, content="is anybody there?")
    # Row 2: no live events for a watcher whom the server keeps out of the room.
    desk.shows("is anybody there?")
    assert not field.record("event", event="message:read")
    assert not field.record("event", event="typing:start")
    desk.press("q").shows("4 ALL").press("q")
    assert desk.ended() == 0
    assert desk.is_restored()


def test_the_demos_first_minute_goes_as_it_is_written(walk, tmp_path):
    desk = walk(Furrow(tmp_path), "demo")
    desk.shows("live", "Lakshmi R. has waited 4", "Enter opens", "Meera Iyer")
    # A farmer types, and the message arrives in place.
    desk.shows("t• Sita Devi")
    desk.press("\r").shows("REPLY to Lakshmi R.", "leaf.jpg", "Type. Enter sends.")
    desk.write("Please spray in the evening").press("\r")
    desk.shows("✓  Please spray")
    desk.shows("✓✓ Please spray")
    desk.shows("typing")
    desk.shows("whole-plant.jpg", "who waits next?")
    desk.press("\x1b").hides("REPLY to Lakshmi").press("w")
    desk.shows("Ramesh Kumar", "[voice]")
    # The handoff comes before the cut, and is read in the status line.
    desk.shows("Abdul Wahid is now yours, from Ravi Nair", patience=60)
    desk.shows("cut the link, as planned", patience=60)
    # One line speaks of the cut, and the agent's name stays.
    assert "The link is down" not in desk.text and "Meera Iyer" in desk.text
    desk.write("written while the link is cut").press("\r").shows("out 1")
    desk.shows("0 lost, 0 doubled", patience=30)
    desk.shows("✓  written while", "out 0")
    assert desk.text.count("written while the link is cut") == 1
    desk.shows("furrow demo --as admin", patience=30)
    # A handoff is in the log, however short the status line could show it.
    desk.press("\x1b").hides("Ctrl+J new line").press("L")
    desk.shows("Abdul Wahid is now yours, from Ravi Nair")
    desk.press("\x1b").hides("Abdul Wahid is now yours").press("q")
    assert desk.ended() == 0
    assert desk.is_restored()


def test_a_farmer_in_the_demo_is_answered_and_asked_back(walk, tmp_path):
    desk = walk(Furrow(tmp_path), "demo", "--as", "farmer", columns=120, rows=40)
    desk.shows("live", "Ramesh Kumar", "REPLY to Meera Iyer")
    desk.write("When do I irrigate?").press("\r").shows("✓  When do I irrigate?")
    desk.shows("typing")
    desk.shows("urea after it", "first one?")
    desk.press("\x1b").hides("Ctrl+J new line").press("q")
    assert desk.ended() == 0


def test_an_admin_in_the_demo_has_an_agent_to_relieve(walk, tmp_path):
    furrow = Furrow(tmp_path)
    roster = tmp_path / "config" / "roster.toml"
    roster.parent.mkdir(exist_ok=True)
    roster.write_text('[[agent]]\nid = "a1"\nname = "Of My Own Team"\n')
    desk = walk(furrow, "demo", "--as", "admin", columns=120, rows=40)
    desk.shows("live", "Asha Rao", "Ravi Nair has 1", "more than anybody")
    # The team is the demo's, not the one of roster.toml.
    desk.press("6").shows("Kiran")
    assert "Of My Own" not in desk.text
    # Letters that come one upon the other are taken for a text.
    desk.press("4").shows("4 ALL").rest()
    desk.press("/").write("ravi").press("\r").shows("4 ALL")
    desk.press("a").shows("GIVE", "Kiran")
    desk.press("\x1b").hides("GIVE").press("\x1b")
    desk.hides("/ ravi").press("q")
    assert desk.ended() == 0
