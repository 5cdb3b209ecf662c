"""Two processes of one account: one of them sends for both, each sees what the other did, and the
end of one costs nothing."""

import signal

from desk import open_first
from furrow import DONE, KEPT
from support import arrives_once, wait_until


def test_a_script_sends_beside_a_desk(open_desk, furrow, field):
    desk = open_first(open_desk())
    sent = furrow.json("send", field.named["short"], "from a script").expect(DONE)
    assert sent.object["state"] == "sent"
    desk.shows("from a script")
    arrives_once(field, "from a script")
    desk.write("from the desk").press("\r").shows("✓", "out 0")
    arrives_once(field, "from the desk")
    assert "locked" not in sent.err + desk.text


def test_a_desk_opens_beside_a_script_that_sends(open_desk, furrow, field):
    # The script leads: its message waits for a confirmation that never comes.
    field.set(sent="never", broadcast=False)
    script = furrow.start("send", field.named["short"], "held by the script", "--wait", 6)
    field.wait_for("event", event="message:send")
    desk = open_desk().shows("live", ">").press("\r").shows("REPLY to", "line 3 of 3")
    desk.write("handed to the leader").press("\r")
    arrives_once(field, "handed to the leader")
    script.wait()
    desk.shows("out 0", patience=60)
    arrives_once(field, "held by the script")
    arrives_once(field, "handed to the leader")


def test_a_killed_script_leaves_its_message_to_the_desk(open_desk, furrow, field):
    field.kill()
    script = furrow.start("send", field.named["short"], "left behind", "--wait", 60)
    wait_until(
        lambda: "left behind" in furrow.run("outbox").out, "the script to have accepted it")
    script.end(signal.SIGKILL)
    field.restart()
    open_desk().shows("live")
    arrives_once(field, "left behind")


def test_a_killed_desk_passes_the_lead_to_the_one_that_lives(open_desk, furrow, field):
    leader, other = open_first(open_desk()), open_first(open_desk())
    field.kill()
    leader.hides("● live").write("queued by the dead one").press("\r").shows("out 1")
    other.shows("out 1")
    leader.kill(signal.SIGKILL)
    leader.ended()
    field.restart()
    other.shows("live", "out 0", patience=40)
    arrives_once(field, "queued by the dead one")


def test_what_was_written_before_a_kill_is_a_draft_a_second_later(open_desk, furrow, field):
    desk = open_first(open_desk()).write("a long answer that").write(" took an hour")
    # Within a second, as the tests of the desk show by a clock of their own.
    wait_until(lambda: kept(furrow, "took an hour"), "the draft to be on the disk")
    desk.kill(signal.SIGKILL)
    desk.ended()
    open_desk().shows("live", ">").press("\r").shows("a long answer that took an hour")


def kept(furrow, words):
    """Whether the words stand in the outbox's file or in what was written ahead of it."""
    return any(
        words.encode() in path.read_bytes()
        for path in (furrow.folder / "data").rglob("outbox.sqlite*"))


def test_a_script_offline_keeps_its_message_for_the_next(furrow, field):
    field.kill()
    furrow.run("send", field.named["short"], "for later", "--wait", 1).expect(KEPT)
    field.restart()
    furrow.run("outbox", "flush").expect(DONE)
    arrives_once(field, "for later")
