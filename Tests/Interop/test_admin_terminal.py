"""Commands of an admin on a terminal: numbers that are drawn in their place, and the question before a
balance is made."""

import termios

import pytest

from desk import Desk
from furrow import CHECK_FAILED, DONE, KEPT, Furrow
from test_client_admin import owners

STATISTICS = "/api/v1/chat/support/stats"


def test_statistics_are_drawn_in_their_place(open_desk, furrow, field):
    watch = open_desk("stats", "--watch", who="admin")
    watch.shows("conversations  30", "closed", "as of")
    # What is typed meanwhile is neither shown nor left to the shell.
    watch.press("typed\r\r")
    furrow.run("status", field.named["short"], "closed", who="admin").expect(DONE)
    closed = sum(one == "closed" for one in field.control("state")["statuses"].values())
    watch.shows(f"closed         {closed}")
    assert watch.text.count("conversations") == 1 and watch.text.count("as of") == 1, watch.text
    assert "typed" not in watch.text
    watch.resize(30, 7).shows("more", "as of")
    assert watch.text.startswith("conversations  30"), watch.text
    watch.resize(80, 24).shows("messages")
    field.fault(STATISTICS, status=503, times=9)
    watch.shows("asked again in")
    assert watch.text.count("conversations") == 1, watch.text
    watch.press("\x03")
    assert watch.ended() == DONE
    assert termios.tcgetattr(watch.side)[:4] == watch.modes[:4]


@pytest.fixture
def team(start_sandbox, tmp_path):
    """An admin of a server whose demo has one agent with too much, and what opens its question."""
    folder = tmp_path / "team"
    folder.mkdir()
    furrow = Furrow(folder, start_sandbox(seed="demo"))
    opened = []

    def ask(*words):
        opened.append(Desk(furrow.environment("admin"), "balance", "--apply", *words, columns=120,
                           rows=50))
        return opened[-1].shows("anything else leaves them.")

    yield furrow, ask
    for desk in opened:
        desk.close()


def test_only_its_answer_applies_a_balance(team):
    furrow, ask = team
    before = owners(furrow)
    for answer in ("\r", "no\r", "yes please\r", "0\r", "\x04"):
        question = ask()
        question.press(answer)
        assert question.ended() == KEPT, answer
        question.shows("Nothing was moved.")
        assert owners(furrow) == before, answer


def test_what_another_moves_while_the_question_stands_is_left_to_them(team):
    furrow, ask = team
    plan = furrow.json("balance", who="admin").expect(DONE).objects
    question = ask()
    first = plan[0]["_id"]
    furrow.json("reassign", first, "me", who="admin").expect(DONE)
    wanted = "yes" if len(plan) <= 10 else str(len(plan))
    question.press(f"{wanted}\r")
    assert question.ended() == (CHECK_FAILED if len(plan) > 1 else 75)
    question.shows("has it meanwhile", "1 failed")
    after = owners(furrow)
    assert after[first] == furrow.server.users["admin"]
    for move in plan[1:]:
        assert after[move["_id"]] == move["to"]["_id"]
