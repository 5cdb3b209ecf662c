"""The desk in front of odd answers (rows 27 and 28): its numbers, its changes, its sends and whatever
the link brings, one oddity at a time; everything else stays on the screen as it is."""

import random

import odd_answers as odd
from desk import Desk
from odd_runs import ALL, SEED, serve, some  # noqa: F401
from support import wait_until
from test_odd_sends import Keeper, tells_another_id

F5, F6, DOWN = "\x1b[15~", "\x1b[17~", "\x1b[B"


def open_desk(furrow, rows=60):
    return Desk(
        furrow.environment("support"), "--transport", "polling", columns=100, rows=rows)


def test_numbers_whatever_one_of_them_holds(serve):
    cases = some(odd.cases(odd.statistics, odd.STATISTICS), 12)
    at = [0]
    _, furrow = serve(answers={("GET", "stats"): lambda *_: {"data": cases[at[0]].sent}})
    desk = open_desk(furrow)
    try:
        desk.shows("live").press("5")
        for at[0], case in enumerate(cases):
            true = case.true
            words = {
                ("totalConversations",): true["totalConversations"],
                ("activeConversations",): true["activeConversations"],
                ("totalMessages",): true["totalMessages"],
                ("perAgentStats",): true["perAgentStats"][0]["agentName"]} | {
                ("statusBreakdown", name): number
                for name, number in true["statusBreakdown"].items()}
            desk.press(F5 if at[0] else "").shows(*[
                str(word) for path, word in words.items() if case.path[0] != path[0] or (
                    len(path) > 1 and case.path != path and len(case.path) > 1)])
    finally:
        desk.close()


def test_changes_whatever_their_answers_hold(serve):
    cases = some([
        odd.Case(odd.conversation(number), path, kind, oddity)
        for number, (path, kind, oddity) in enumerate(
            (path, kind, oddity) for path, kind in odd.fields(odd.CONVERSATION)
            for oddity in odd.ODDITIES)], 6)
    # Not more in one list than a screen holds.
    for place in range(0, len(cases), 50):
        change_each(serve, cases[place:place + 50])


def change_each(serve, cases):
    by_id = {case.true["_id"]: case for case in cases}
    server, furrow = serve(
        conversations=[case.true for case in cases],
        answers={("PATCH", "status"): lambda call, _: {"data": by_id[call.split("/")[1]].sent}})
    desk = open_desk(furrow, rows=2 * len(cases) + 40)
    names = [case.true["userId"]["first_name"] for case in cases]
    try:
        desk.shows("live", *names).press("4").shows("4 ALL")
        for number in range(len(cases)):
            desk.press(F6).shows("resolved").press(DOWN * 2 + "\r")
            wait_until(
                lambda: len([one for one in server.calls if one[0] == "PATCH"]) > number,
                f"change {number}\n{desk.text}")
            desk.press(DOWN)
        server.conversations.append(odd.conversation(99_999))
        desk.press(F5).shows("First99999", *[
            case.true["userId"]["first_name"] for case in cases
            if case.path not in [("userId",), ("userId", "_id"), ("userId", "first_name")]])
    finally:
        desk.close()


def test_a_send_whatever_confirms_it(serve):
    names = ["messageId", "timestamp", "tempId", "the whole"]
    # An id that is another's is believed until the history is read, which has this one's.
    answers = some([
        one for one in (("sent", name, oddity) for name in names for oddity in odd.ODDITIES)
        if not tells_another_id(one)], 6)
    chat = odd.conversation(0)
    keeper = Keeper(serve, {})
    keeper.server.conversations = [chat]
    desk = open_desk(keeper.furrow, rows=3 * len(answers) + 40)
    try:
        desk.shows("live", "First00000").press("\r").shows("REPLY to First00000")
        for number, answer in enumerate(answers):
            keeper.answers = {chat["_id"]: answer}
            desk.write(f"reply{number:05}").press("\r")
            wait_until(lambda: len(keeper.given.get(chat["_id"], [])) > number, f"{answer}")
            desk.shows(f"✓  reply{number:05}", "out 0")
        kept = [one["content"] for one in keeper.given[chat["_id"]]]
        assert kept == [f"reply{number:05}" for number in range(len(answers))]
        assert all(desk.text.count(f"✓  {text}") == 1 for text in kept), desk.text
        assert "removed" not in desk.text
    finally:
        desk.close()


def test_the_screen_stays_whatever_the_link_brings(serve):
    events = some(list(odd.odd_events()), 300)
    random.Random(SEED).shuffle(events)
    chats = [odd.conversation(number) for number in range(3)]
    chats[0]["_id"] = odd.CHAT
    last = odd.message(77_777) | {"messageType": "text", "content": "the last word"}
    server, furrow = serve(
        conversations=chats, messages=[odd.plain_message(number) for number in range(5)])
    desk = open_desk(furrow, rows=1500 if ALL else 300)
    try:
        # Rows change places until the last words of each are known.
        wait_until(lambda: desk.text.count("First00004 words") == len(chats) and any(
            row.startswith(" >") and "First00000" in row for row in desk.text.splitlines()),
            "the list in its order")
        desk.press("\r").shows("REPLY to First00000", "words00004")
        for name, data in events:
            server.emit("s0", name, data)
        server.emit("s0", "message:new", {"message": last, "conversationId": odd.CHAT})
        desk.shows("the last word", "First00001", "First00002", *[
            f"words{number:05}" for number in range(1, 5)])
        assert desk.status is None
    finally:
        desk.close()
