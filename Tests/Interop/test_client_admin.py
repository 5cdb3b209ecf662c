"""What an admin does from the command line: agents by name, many at once, balance, audit log, report
(docs/team.md)."""

import csv
import datetime
import io
import re

from furrow import BAD_CONFIGURATION, CHECK_FAILED, DONE, NOT_ALLOWED, NOT_FOUND, UNREACHABLE, USAGE, Furrow


def owners(furrow):
    listed = furrow.json("conversations", "--all", who="admin").expect(DONE).objects
    return {one["_id"]: (one.get("assignedSupportId") or {}).get("_id") for one in listed}


def test_an_agent_is_found_by_name_and_every_change_is_kept(furrow, field):
    short, other = field.named["short"], field.users["support2"]
    agents = {one["_id"]: one for one in furrow.json("agents", who="admin").expect(DONE).objects}
    name = agents[other]["name"]
    before = owners(furrow)[short]
    furrow.json("reassign", short, name.lower(), "--dry-run", who="admin").expect(DONE)
    assert owners(furrow)[short] == before
    furrow.json("reassign", short, name.lower(), who="admin").expect(DONE)
    assert owners(furrow)[short] == other
    furrow.json("reassign", short, "nobody-known-7", who="admin").expect(NOT_FOUND)
    kept = furrow.json("audit", who="admin").expect(DONE).objects
    assert [(one["answer"], one["after"]["_id"]) for one in kept] == [
        ("done", other), ("refused", "nobody-known-7")]
    assert kept[0]["before"]["_id"] == before and kept[0]["who"] == field.users["admin"]
    rows = list(csv.DictReader(io.StringIO(
        furrow.run("audit", "--format", "csv", who="admin").expect(DONE).out)))
    assert [row["answer"] for row in rows] == ["done", "refused"]
    assert furrow.json("audit", "--until", "2020-01-01", who="admin").expect(DONE).objects == []


def test_what_is_so_already_is_neither_asked_for_nor_logged(furrow, field):
    short = field.named["short"]
    conversation = furrow.json("conversation", short, who="admin").expect(DONE).object
    agent = conversation["assignedSupportId"]["_id"]
    same = furrow.run("reassign", short, agent, who="admin").expect(DONE)
    assert "already belongs to" in same.out
    assert "is already" in furrow.run("status", short, conversation["status"], who="admin").expect(DONE).out
    assert furrow.json("audit", who="admin").expect(DONE).objects == []
    assert not [one for one in field.record("request") if one["method"] in ("POST", "PATCH")]
    for words in (("status", "closed"), ("reassign", agent)):
        assert f"here is one: '{words[1]}'" in furrow.run(*words, who="admin").expect(USAGE).err


def test_what_nobody_has_is_listed(start_sandbox, tmp_path):
    furrow = Furrow(tmp_path, start_sandbox(seed="demo"))
    everything = furrow.json("conversations", "--all", who="admin").expect(DONE).objects
    nobodys = furrow.json("conversations", "--assigned-to", "nobody", who="admin").expect(DONE).objects
    assert nobodys and {one["_id"] for one in nobodys} == {
        one["_id"] for one in everything if not one.get("assignedSupportId")}


def test_the_audit_log_says_who_and_to_the_second_and_that_unknown_stays_so(furrow, field):
    short = field.named["short"]
    furrow.run("status", short, "Closed", who="admin").expect(DONE)
    told = furrow.run("audit", who="admin").expect(DONE)
    line = rf"\d{{4}}-\d\d-\d\d \d\d:\d\d:\d\d  {field.users['admin']}  {short}  "
    assert re.match(line, told.out) and told.err == "", told.out
    path = f"/api/v1/chat/conversations/{short}"
    field.fault(path, reset=True, times=20)
    furrow.run("status", short, "open", who="admin").expect(UNREACHABLE)
    told = furrow.run("audit", who="admin").expect(DONE)
    assert "unknown" in told.out.splitlines()[1], told.out
    assert told.err.startswith("1 is unknown and stays so"), told.err
    assert furrow.run("audit", "--format", "csv", who="admin").expect(DONE).err == ""


def test_a_name_without_quotation_marks_moves_nothing(furrow, field):
    before = owners(furrow)
    told = furrow.run("reassign", field.named["short"], "r", "n", who="admin").expect(USAGE)
    assert 'quotation marks: "r n"' in told.err
    for name in ("r n", "r", "k"):
        furrow.run("reassign", field.named["short"], name, who="admin").expect(NOT_FOUND)
    assert owners(furrow) == before


def test_an_agent_who_has_nothing_is_judged_by_one_look_at_the_statistics(furrow, field):
    def looks():
        return len(field.record("request", path="/api/v1/chat/support/stats"))

    for word, isnt in (("nosuch-agent-7", True), ("0123456789abcdef01234567", True)):
        before = looks()
        told = furrow.run("conversations", "--assigned-to", word, who="admin").expect(DONE)
        assert ("names no agent with the id" in told.err) == isnt
        assert looks() == before + 1, word


def test_many_come_from_a_pipe_and_each_tells_what_became_of_it(furrow, field):
    listed = furrow.run("conversations", "--all", who="admin").expect(DONE).out
    ids = [line.split()[0] for line in listed.splitlines()]
    done = furrow.json("status", "-", "missing", "closed", stdin=listed, who="admin")
    assert done.status == CHECK_FAILED, done.err
    told = {one["_id"]: one["outcome"] for one in done.objects}
    assert told.pop("missing") == "failed"
    assert set(told) == set(ids) and set(told.values()) <= {"changed", "unchanged"}
    assert set(field.control("state")["statuses"].values()) == {"closed"}
    furrow.json("status", "-", "open", stdin="\n", who="admin").expect(USAGE)


def test_a_balance_is_proposed_applied_and_then_stands(start_sandbox, tmp_path):
    folder = tmp_path / "admin"
    config = folder / "config"
    config.mkdir(parents=True)
    furrow = Furrow(folder, start_sandbox(seed="demo"))
    listed = furrow.json("agents", who="admin").expect(DONE).objects
    (config / "roster.toml").write_text("version = 1\n" + "".join(
        f'[[agent]]\nid = "{one["_id"]}"\n' for one in listed[:2]))
    before = owners(furrow)
    plan = furrow.json("balance", who="admin").expect(DONE).objects
    assert plan and all(one["reason"] for one in plan)
    assert owners(furrow) == before
    furrow.json("balance", "--apply", who="admin").expect(USAGE)
    made = furrow.json("balance", "--apply", "--yes", who="admin").expect(DONE).objects
    assert {one["_id"] for one in made} == {one["_id"] for one in plan}
    assert furrow.json("balance", who="admin").expect(DONE).objects == []
    loads = [one["activeConversations"] for one in
             furrow.json("agents", who="admin").expect(DONE).objects if one["isAvailable"]]
    assert len(loads) == 2 and max(loads) - min(loads) <= 1
    (config / "roster.toml").write_text('[[agent]]\n  capacity = "x"\nid = "a"\n')
    checked = furrow.run("config", "check")
    assert "roster.toml:2:3: capacity is a number" in checked.err


# A mistake in it must not give conversations to who is away.
def test_nothing_is_moved_by_a_roster_that_is_not_understood(furrow, tmp_path):
    config = tmp_path / "config"
    config.mkdir(exist_ok=True)
    before = owners(furrow)
    for text in ("capacity = 8 8\n", 'awya = "2026-12-24"\n', 'away = "tomorow"\n'):
        (config / "roster.toml").write_text('[[agent]]\nname = "Ravi Nair"\n' + text)
        told = furrow.json("balance", "--apply", "--yes", who="admin")
        assert told.status == BAD_CONFIGURATION, (text, told.err)
    assert owners(furrow) == before
    (config / "roster.toml").write_text("capacity = 8 8\n")
    assert "rests on no roster" in furrow.run("balance", who="admin").expect(DONE).err


def test_letters_from_the_midst_of_a_name_move_nothing(furrow, field):
    short, other = field.named["short"], field.users["support2"]
    name = next(one["name"] for one in furrow.json("agents", who="admin").expect(DONE).objects
                if one["_id"] == other)
    before = owners(furrow)
    for word in (name[1:3], name[0] + name[2] + name[-1], name[1:]):
        furrow.json("reassign", short, word.lower(), "--dry-run", who="admin").expect(NOT_FOUND)
        furrow.json("reassign", short, word.lower(), who="admin").expect(NOT_FOUND)
    assert owners(furrow) == before


def test_who_is_away_is_given_conversations_with_a_warning(furrow, field, tmp_path):
    short, other = field.named["short"], field.users["support2"]
    agents = furrow.json("agents", who="admin").expect(DONE).objects
    name = next(one["name"] for one in agents if one["_id"] == other)
    config = tmp_path / "config"
    config.mkdir(exist_ok=True)
    (config / "roster.toml").write_text(f'[[agent]]\nname = "{name}"\naway = ["2020-01-01 to 2099-12-31"]\n')
    told = furrow.run("reassign", short, name, "--dry-run", who="admin").expect(DONE)
    assert f"{name} is away until " in told.err
    another_day = (datetime.date.today() + datetime.timedelta(days=3)).strftime("%a")
    (config / "roster.toml").write_text(
        f'[[agent]]\nname = "{name}"\nhours = "{another_day} 09:00-10:00"\n')
    told = furrow.run("reassign", short, name, "--dry-run", who="admin").expect(DONE)
    assert f"{name} is off until " in told.err


def test_whom_commands_have_seen_they_know_though_they_have_nothing_left(start_sandbox, tmp_path):
    furrow = Furrow(tmp_path, start_sandbox(seed="demo"))
    had = owners(furrow)
    agents = furrow.json("agents", who="admin").expect(DONE).objects
    to = agents[0]["_id"]
    furrow.json("reassign", *had, to, who="admin")
    assert set(owners(furrow).values()) == {to}
    again = furrow.json("agents", who="admin").expect(DONE).objects
    assert {one["_id"] for one in again} == {one["_id"] for one in agents}
    gone = next(one["name"] for one in agents if one["_id"] != to)
    furrow.json("reassign", next(iter(had)), gone, "--dry-run", who="admin").expect(DONE)


def test_a_dry_run_says_who_is_no_agent(furrow, field):
    short = field.named["short"]
    furrow.run("sync", "--all", who="admin").expect(DONE)
    farmer = furrow.json("conversation", short, who="admin").expect(DONE).object["userId"]["_id"]
    told = furrow.json("reassign", short, farmer, "--dry-run", who="admin").expect(NOT_FOUND)
    assert "a farmer" in told.error["message"]
    unknown = "0123456789abcdef01234567"
    told = furrow.run("reassign", short, unknown, "--dry-run", who="admin").expect(DONE)
    assert "is not known here as an agent" in told.err


def test_an_agent_is_told_that_only_an_admin_moves_conversations(furrow):
    for words in ((), ("--apply", "--yes")):
        told = furrow.json("balance", *words).expect(NOT_ALLOWED)
        assert "Only an admin" in told.error["message"]



# Presence is a hint that counts after a quarter of an hour of silence: here all have been away for days.
def test_nobody_who_is_offline_and_silent_is_given_anything(furrow):
    told = furrow.run("balance", who="admin").expect(DONE)
    assert told.out == "" and "Nobody can be given conversations now" in told.err
    assert "offline since" in told.err


def test_a_report_rests_on_what_was_read(furrow, field):
    furrow.json("sync", "--all", who="admin").expect(DONE)
    report = furrow.run("report", "--by", "agent", "--format", "csv", who="admin").expect(DONE)
    rows = list(csv.DictReader(io.StringIO(report.out)))
    assert rows and all(row["agent"] for row in rows if row["agent_messages"] != "0")
    assert "This rests on" in report.err
    rule = "A wait counts for whoever answered it"
    assert rule in report.err and rule not in furrow.run("report", who="admin").err
    by_day = furrow.json("report", "--by", "day", who="admin").expect(DONE).objects
    by_conversation = furrow.json("report", who="admin").expect(DONE).objects
    assert sum(one["farmerMessages"] for one in by_day) == sum(
        one["farmerMessages"] for one in by_conversation)
    furrow.json("report", "--since", "today", "--until", "yesterday", who="admin").expect(USAGE)
