"""The everyday jobs of a tester on a screen and in a shell, stroke by stroke as docs/testers-day.md has
them. One sandbox serves them all."""

import json
import re
import xml.etree.ElementTree

from pytest import mark

from furrow import CHECK_FAILED, DONE
from support import wait_until


def writes_to_the_first(day, desk, words):
    """Opens the first of the list and writes there; answers with whose chat that is."""
    desk.key("Enter").shows("REPLY to ")
    name = re.search(r"REPLY to (\w+)", desk.text)[1]
    desk.writes(words).key("Enter")
    day.has(name, words)
    return name


@mark.job("Find the frame behind a late tick")
def test_the_frame_behind_a_late_tick_is_found(testers_day):
    with testers_day.gone_wrong("delay=300ms"):
        desk = testers_day.testers_desk("meera").key("F12").shows("WIRE", "of 5000 kept").key("Esc")
        writes_to_the_first(testers_day, desk.rests(), "is it dry?")
        desk.shows("message:sent").key("F12").rests().key("/").rests()
        desk.writes("name = message:sent and took > 250").rests().key("Enter").shows("1 shown")
        desk.rests().key("Enter").shows("The filter hid #", "message:send ──")


@mark.job("Emit with a fault and see the error")
def test_an_event_whose_answer_is_lost_ends_with_the_error(testers_day):
    body = {"conversationId": testers_day.conversations["Lakshmi"], "messageType": "text",
            "content": "lost on its way"}
    (testers_day.folder / "hello.json").write_text(json.dumps(body))
    lost = testers_day.command(
        "furrow emit message:send @hello.json --expect message:sent --wait 1 --fault drop=100%,way=in")
    assert "no sign of the event message:sent" in lost.expect(CHECK_FAILED).err
    testers_day.has("Lakshmi", "lost on its way")


@mark.job("Act as farmer and agent side by side")
def test_a_farmer_and_an_agent_talk_on_one_screen(testers_day):
    desk = testers_day.testers_desk("lakshmi", "meera")
    desk.key("F12").shows("WIRE", "lakshmi  ACTING").key("Esc").rests().key("i").rests()
    desk.shows("SEND as lakshmi", "to Meera").writes("the leaves are yellow").key("Enter")
    testers_day.has("Lakshmi", "the leaves are yellow")
    desk.rests().key("Ctrl+X 2").shows("meera  ACTING").rests().key("Esc").rests().key("Ctrl+K")
    desk.writes("lakshmi").rests().key("Enter").shows("SEND as meera", "to Lakshmi")
    desk.writes("which field?").key("Enter")
    testers_day.has("Lakshmi", "which field?")
    desk.shows("the leaves are yellow", "→ which field?", "← which field?")


@mark.job("Force polling")
def test_polling_is_forced(testers_day):
    desk = testers_day.testers_desk("meera").key("F12").rests().chord("x f").shows("FAULTS")
    desk.writes("polling").rests().key("Enter").shows("FAULT polling").rests().key("Esc")
    desk.shows("live, polling", "GET /socket.io/")


@mark.job("Cut the link, and watch the reconnect")
def test_the_link_is_cut_and_comes_back(testers_day):
    desk = testers_day.testers_desk("meera").key("F12").rests().chord("x f").shows("FAULTS")
    desk.writes("cut").rests().key("Enter").shows("FAULT cut").rests().key("Esc")
    desk.shows("closed", "opened", "connect").shows("● live")


@mark.job("Expire the token")
def test_the_token_expires(testers_day):
    desk = testers_day.testers_desk("meera").key("F12").rests().chord("x f").shows("FAULTS")
    desk.writes("expire").rests().key("Enter").shows("FAULT ").rests().key("Esc").rests().key("F5")
    desk.shows("sign-in needed")


@mark.job("Record a bug, and replay it")
def test_what_was_done_is_recorded_and_done_again(testers_day):
    desk = testers_day.testers_desk("meera").key("F12").rests().chord("x r").shows("REC", "is recorded into")
    name = writes_to_the_first(testers_day, desk.rests().key("Esc").rests(), "does it rain?")
    desk.shows("message:sent").key("F12").rests().chord("x r").shows("of the wire stand in").rests()
    desk.chord("x p").shows("REPLAY", ".jsonl").rests().key("Enter").shows("again?", "y does it")
    desk.rests().key("y").shows("done again", "the state is the same")
    wait_until(lambda: testers_day.said(name).count("does it rain?") == 2, "it to be done again")


@mark.job("Assert it in CI")
def test_an_assertion_of_the_desk_is_one_of_ci(testers_day):
    desk = testers_day.testers_desk("meera").key("F12").rests().key("Esc").rests()
    writes_to_the_first(testers_day, desk, "is it wet?")
    desk.shows("message:sent").key("F12").rests().key("f").rests().writes("name = message:sent").rests().key("Enter").rests()
    desk.chord("x a").shows("ASSERT").types(f"{testers_day.folder}/bug.toml", "bug.toml").shows("bug.toml")
    desk.rests().key("Enter").shows("ok  message:sent follows message:send").rests().key("Esc").rests()
    desk.key("S").shows("SAVE", ".jsonl").key("Ctrl+U").types(f"{testers_day.folder}/bug.jsonl", "bug.jsonl")
    desk.shows("bug.jsonl").rests().key("Enter").shows("of the wire stand in")
    held = testers_day.command("furrow replay bug.jsonl --assert bug.toml --junit bug.xml").expect(DONE)
    assert held.out.startswith("ok ")
    suite = xml.etree.ElementTree.parse(testers_day.folder / "bug.xml").getroot()
    assert "message:sent" in (testers_day.folder / "bug.xml").read_text() and len(suite.findall(".//failure")) == 0


@mark.job("Check a server")
def test_a_server_is_checked_from_the_desk(testers_day):
    desk = testers_day.testers_desk("meera").key("F12").rests().chord("x c").shows("y checks it").rests().key("y").shows("CHECK", "It changes nothing")
    desk.desk.shows("passed,", ", 0 failed", patience=60)


@mark.job("Load it, and read the percentiles")
def test_a_load_tells_percentiles(testers_day):
    said = testers_day.command(
        f"furrow load --users 5 --rate 20 --for 2s --fail-if 'failed>0'",
        env={"FURROW_URL": testers_day.sandbox.url}).expect(DONE).out
    assert "40 sent, 0 failed, 0 unfinished" in said
    assert all(f"\n  {name} " in said for name in ("p50", "p90", "p95", "p99", "p99.9", "max"))
