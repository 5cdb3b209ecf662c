"""The desk as lines: a shift of an agent with a screen reader, in a terminal and from a file."""

import pytest

from plain_lines import Lines
from support import wait_until

@pytest.fixture
def plain(open_desk):
    def start(*words, **more):
        return Lines(open_desk("chat", "--plain", *words, **more)).hears("help lists the commands")

    return start


def test_a_shift_without_a_screen(plain, field):
    short = field.named["short"]
    desk = plain()
    desk.types("mine").hears("1. Lakshmi")
    desk.types("1").hears("Lakshmi", "line 3 of 3")
    desk.types("who").hears("Phone: ")
    desk.types("reply").hears("reply to Lakshmi")
    desk.types("please send a photo").hears("Sent to Lakshmi")
    assert field.control("state")["messages"][short][-1]["content"] == "please send a photo"
    field.control("write", user=field.users["farmer"], conversationId=short, content="the leaf curls")
    desk.hears("the leaf curls")
    desk.types("status resolved").hears("is now resolved", "undo takes it back")
    desk.types("undo").hears("Taken back")
    desk.types("outbox").hears("Nothing waits here")
    desk.types("quit")
    assert desk.desk.ended() == 0


def test_nothing_is_sent_to_the_terminal_but_text(plain):
    desk = plain()
    for line in ("help", "all", "1", "back 20", "files", "who", "log", "statistics"):
        desk.types(line).hears("\n")
    desk.types("xyzzy").hears("There is no command")
    desk.keeps_the_rules()
    assert desk.said.count(": line 2 of 3") == 1


def test_a_message_written_without_a_server_arrives_once(plain, field):
    short = field.named["short"]
    desk = plain()
    desk.types("mine").hears("1. Lakshmi").types("1").hears("line 3 of 3")
    field.kill()
    desk.hears("The link is down")
    desk.types("reply").hears("reply to Lakshmi").types("written in the dark")
    desk.types("outbox").hears("To Lakshmi", "written in the dark")
    field.restart()
    desk.hears("The link is back")

    def said():
        messages = field.control("state")["messages"][short]
        return [m.get("content") for m in messages].count("written in the dark")

    wait_until(lambda: said() == 1, "the message to arrive")


def test_what_is_new_waits_until_the_line_is_done(plain, field):
    desk = plain()
    desk.types("mine").hears("1. Lakshmi").types("1").hears("line 3 of 3")
    desk.desk.press("re")
    desk.hears("re")
    field.control(
        "write", user=field.users["farmer"], conversationId=field.named["short"], content="new words")
    desk.desk.press("ply\n")
    desk.hears("new words", "reply to Lakshmi")
    # The bell may ring while one types.
    assert "\nreply\n" in desk.said.replace("\x07", "")


def test_lines_from_a_file_are_a_shift_too(furrow, field):
    told = furrow.run("chat", "--plain", stdin="mine\n1\nreply\nfrom a file\n").expect(0)
    assert "1. Lakshmi" in told.out and "Sent to Lakshmi" in told.out
    assert field.control("state")["messages"][field.named["short"]][-1]["content"] == "from a file"


@pytest.mark.parametrize("env", [{"ACCESSIBLE": "1"}, {"TERM": "dumb"}], ids=["ACCESSIBLE", "dumb"])
def test_the_environment_chooses_it(open_desk, env):
    desk = Lines(open_desk("chat", env=env))
    desk.hears("help lists the commands").types("quit")
    assert desk.desk.ended() == 0


def test_a_conversation_is_written_down_where_downloads_are_kept(plain, furrow, field):
    assert not (furrow.home / "Downloads").exists()
    desk = plain()
    desk.types("open laks").hears("line 3 of 3")
    # What is written down is what the disk has, and that follows what is shown.
    kept = lambda: "line 3 of 3" in furrow.run("export", field.named["short"]).out
    wait_until(kept, "the messages on the disk")
    desk.types("export").hears("written to ")
    written = list((furrow.home / "Downloads").iterdir())
    assert [one.suffix for one in written] == [".txt"]
    assert "line 3 of 3" in written[0].read_text()
