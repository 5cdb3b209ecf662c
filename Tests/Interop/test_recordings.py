"""A session that was recorded is replayed to the same state, and a server that breaks its word is found
out by an assertion that names the line."""

import json
import tarfile

from desk import Desk
from furrow import BAD_CONFIGURATION, BAD_DATA, CHECK_FAILED, DONE, NOT_FOUND, USAGE, Furrow, Sandbox, claims
from support import wait_until

# The environment names no server: the profile's counts.
NOWHERE = {"FURROW_URL": ""}
TICK = """[[assert]]
name = "the tick comes"
event = "message:sent"
after = "message:send"
within = "5s"
"""


def profiles(tmp_path, sandbox, more=""):
    """Meera and a farmer as profiles, at one server."""
    furrow = Furrow(tmp_path, sandbox)
    (tmp_path / "config").mkdir(exist_ok=True)
    lines = [more]
    for name, who in (("meera", "support"), ("ramesh", "farmer")):
        lines.append(f'[profiles.{name}]\nurl = "{sandbox.url}"\ntoken_file = "{furrow.token_file(who)}"\n')
    (tmp_path / "config" / "config.toml").write_text("\n".join(lines))
    return furrow


def play(furrow, *words, **more):
    """Without the token of the environment, so that the profile's is taken."""
    return furrow.run(*words, who=None, **more)


def record(tmp_path, sandbox):
    """A farmer opens a conversation and writes; what they did is a recording."""
    furrow = profiles(tmp_path, sandbox)
    contact = json.loads(
        play(furrow, "contact", "--profile", "ramesh", "--json").expect(DONE).out)["_id"]
    bug = tmp_path / "bug.jsonl"
    data = json.dumps({"conversationId": contact, "messageType": "text", "content": "Namaste",
                       "tempId": "t-1"})
    play(furrow, "emit", "message:send", data, "--join", contact, "--expect", "message:sent",
         "--profile", "ramesh", "--wire-file", bug).expect(DONE)
    return furrow, bug, contact


def test_a_recording_of_a_conversation_that_is_not_there_ends_with_that(sandbox, tmp_path):
    furrow = profiles(tmp_path, sandbox)
    session = tmp_path / "s.jsonl"
    ended = play(furrow, "record", session, "--join", "6712f0a1b2c3d4e5f6a7b8c9", "--profile", "meera",
                 "--for", "2s").expect(NOT_FOUND)
    assert "6712f0a1b2c3d4e5f6a7b8c9 is not joined" in ended.err and session.exists()


def test_a_recorded_session_replays_to_the_same_state(sandbox, tmp_path):
    furrow, bug, contact = record(tmp_path, sandbox)
    assertions = tmp_path / "bug.toml"
    assertions.write_text(TICK)
    junit = tmp_path / "bug.xml"
    said = play(furrow, "replay", bug, "--as", "ramesh=ramesh", "--speed", "max", "--assert", assertions,
                "--junit", junit).expect(DONE).out
    assert "the state is the same" in said and "ok    the tick comes" in said
    assert 'failures="0"' in junit.read_text()
    replayed = (tmp_path / "bug.replayed.jsonl").read_text()
    assert "Namaste" in replayed and sandbox.token("farmer") not in replayed
    play(furrow, "diff", bug, bug).expect(DONE)
    texts = [message["content"] for message in furrow.json("messages", contact, who="farmer").objects]
    assert texts == ["Namaste", "Namaste"]


def test_a_recording_replays_at_another_server_with_other_ids(sandbox, start_sandbox, tmp_path):
    _, bug, contact = record(tmp_path, sandbox)
    other = start_sandbox()
    furrow = profiles(tmp_path, other)
    there = json.loads(play(furrow, "contact", "--profile", "ramesh", "--json").expect(DONE).out)["_id"]
    assert there != contact
    play(furrow, "replay", bug, "--as", "ramesh=ramesh", "--speed", "max").expect(DONE)
    replayed = (tmp_path / "bug.replayed.jsonl").read_text()
    assert there in replayed and contact not in replayed


def test_two_runs_of_the_same_are_the_same_for_diff(sandbox, start_sandbox, tmp_path):
    """Each has ids and false phone numbers of its own; the replay beside the recording, too."""
    _, bug, contact = record(tmp_path, sandbox)
    other = start_sandbox()
    (tmp_path / "there").mkdir()
    _, again, there = record(tmp_path / "there", other)
    assert contact != there and bug.read_text() != again.read_text()
    first = json.loads(bug.read_text().splitlines()[0])
    assert [(one["name"], one["role"]) for one in first["identities"]] == [("ramesh", "User")]
    furrow = profiles(tmp_path, other)
    play(furrow, "diff", bug, again).expect(DONE)
    play(furrow, "replay", bug, "--as", "ramesh=ramesh", "--speed", "max").expect(DONE)
    compared = play(furrow, "diff", bug, tmp_path / "bug.replayed.jsonl")
    assert compared.status == DONE, compared.out
    changed = again.read_text().replace("Namaste", "Namaskar")
    again.write_text(changed)
    assert "Namaskar" in play(furrow, "diff", bug, again).expect(CHECK_FAILED).out


def test_conversations_that_nobody_touched_are_not_compared(sandbox, start_sandbox, tmp_path):
    furrow, bug, contact = record(tmp_path, sandbox)
    lines = bug.read_text().splitlines()
    last = json.loads(lines[-1])
    listed = {"n": last["n"] + 1, "at": last["at"] + 1, "as": "ramesh", "dir": "in", "layer": "http",
              "name": "GET /api/v1/chat/conversations?page=1", "status": 200, "bytes": 1,
              "data": {"data": [{"_id": f"{number:024x}", "status": "open"} for number in range(1, 41)]}}
    bug.write_text("\n".join([*lines, json.dumps(listed)]) + "\n")
    played = play(furrow, "replay", bug, "--as", "ramesh=ramesh", "--speed", "max").expect(DONE)
    assert "Not compared: 40 conversations in which nothing was done" in played.err


def test_a_replay_writes_over_nothing_that_it_reads_nor_over_foreign_files(sandbox, tmp_path):
    furrow, bug, _ = record(tmp_path, sandbox)
    good, notes = tmp_path / "good.toml", tmp_path / "notes.txt"
    good.write_text(TICK)
    notes.write_text("mine")
    kept = {file: file.read_bytes() for file in (bug, good, notes)}
    replay = ["replay", bug, "--as", "ramesh=ramesh", "--assert", good, "--speed", "max"]
    for words in (["--save", bug], ["--junit", bug], ["--junit", good], ["--save", good],
                  ["--save", notes], ["--junit", notes], ["--save", tmp_path / "." / "bug.jsonl"],
                  ["--save", tmp_path / "o", "--junit", tmp_path / "o"]):
        refused = play(furrow, *replay, *words).expect(USAGE)
        assert "name" in refused.err, words
        assert {file: file.read_bytes() for file in kept} == kept, words
    twice = [*replay, "--save", tmp_path / "o.jsonl", "--junit", tmp_path / "o.xml"]
    play(furrow, *twice).expect(DONE)
    play(furrow, *twice).expect(DONE)


def test_a_name_that_no_event_has_is_warned_of_in_an_assertion(sandbox, tmp_path):
    furrow, bug, _ = record(tmp_path, sandbox)
    slip = tmp_path / "slip.toml"
    slip.write_text('[[assert]]\nevent = "message:snet"\ncount = 0\n\n[[assert]]\norder = ["message:send", "message:sent"]\n')
    told = play(furrow, "replay", bug, "--assert", slip).expect(DONE)
    assert "slip.toml:2:1: " in told.err and "message:snet" in told.err and told.err.count("has an event") == 1
    slip.write_text('[[assert]]\nrequest = "GTE chat/conversations"\ncount = 0\n\n[[assert]]\nevent = "message:sent"\n'
                    'after = "GET chat/conversatoins"\ncount = 0\n\n[[assert]]\nrequest = "GET chat/messages/*"\ncount = 0\n')
    told = play(furrow, "replay", bug, "--assert", slip)
    assert "slip.toml:2:1: " in told.err and "slip.toml:7:1: " in told.err, told.err
    assert told.err.count("has a request") == 2, told.err


def test_whatever_ends_a_replay_leaves_a_report_that_fails(sandbox, tmp_path):
    furrow, bug, _ = record(tmp_path, sandbox)
    good, bad, junit = tmp_path / "good.toml", tmp_path / "bad.toml", tmp_path / "report.xml"
    good.write_text('[[assert]]\nsent = "message:send"\n')
    bad.write_text('[[assert]]\nevnt = "a"\n')
    other, cut = tmp_path / "other.jsonl", tmp_path / "cut.jsonl"
    other.write_text(bug.read_text().replace('"furrow":1', '"furrow":9', 1))
    cut.write_text(bug.read_text() + "{\n")
    gone = tmp_path / "gone.jsonl"
    for words, status, told in [
        ([other, "--assert", good], BAD_DATA, "version"),
        ([bug, "--assert", bad], BAD_CONFIGURATION, "evnt"),
        ([gone, "--assert", good], NOT_FOUND, "gone.jsonl"),
        ([bug, "--assert", tmp_path / "gone.toml"], NOT_FOUND, "gone.toml"),
        ([cut, "--assert", good], BAD_DATA, "cut.jsonl:"),
        ([bug, "--as", "nobody=ramesh", "--assert", good], USAGE, "nobody"),
        ([bug, "--as", "ramesh=nowhere"], BAD_CONFIGURATION, "nowhere"),
        ([bug], USAGE, "--assert FILE"),
        ([bug, "--as", "a=ramesh", "--as", "b=ramesh"], USAGE, "gives one profile to two"),
        ([bug, "--as", "ramesh=ramesh", "--save", good], USAGE, "good.toml"),
    ]:
        for isOld in (True, False):
            junit.unlink(missing_ok=True)
            if isOld:
                play(furrow, "replay", bug, "--assert", good, "--junit", junit).expect(DONE)
                assert 'failures="0"' in junit.read_text()
            play(furrow, "replay", *words, "--junit", junit).expect(status)
            assert 'failures="1"' in junit.read_text() and told in junit.read_text(), (words, junit.read_text())


def test_who_was_in_the_room_before_the_recording_began_joins_it_in_the_replay(
        sandbox, start_sandbox, tmp_path):
    furrow, bug, contact = record(tmp_path, sandbox)
    lines = bug.read_text().splitlines()
    listed = {"n": 1, "at": 0, "as": "ramesh", "dir": "in", "layer": "http", "status": 200, "bytes": 1,
              "name": "GET /api/v1/chat/conversations?page=1", "data": {"data": [{"_id": contact}]}}
    kept = [json.loads(line) for line in lines[1:]]
    kept = [line for line in kept if line["name"] not in ("conversation:join", "conversation:joined")]
    for line in kept:
        line["n"] += 1
        if "answers" in line:
            line["answers"] += 1
    bug.write_text("\n".join([lines[0], *map(json.dumps, [listed, *kept])]) + "\n")
    heard = tmp_path / "heard.toml"
    heard.write_text('[[assert]]\nevent = "message:new"\ncount = 1\n')
    other = start_sandbox()
    furrow = profiles(tmp_path, other)
    play(furrow, "contact", "--profile", "ramesh").expect(DONE)
    played = play(furrow, "replay", bug, "--as", "ramesh=ramesh", "--speed", "max", "--assert", heard)
    assert played.status == DONE, played.out + played.err
    assert "Joined first" in played.err


def test_a_line_that_does_not_reach_the_server_is_named(sandbox, tmp_path):
    _, bug, recorded = record(tmp_path, sandbox)
    (tmp_path / "there").mkdir()
    other = Sandbox(tmp_path / "there").start()
    furrow = profiles(tmp_path, other)
    contact = json.loads(play(furrow, "contact", "--profile", "ramesh", "--json").expect(DONE).out)["_id"]
    lines = bug.read_text().splitlines()
    last = json.loads(lines[-1])
    late = {"n": last["n"] + 1, "at": last["at"] + 5_000_000, "as": "ramesh", "dir": "out", "layer": "sio",
            "name": "typing:start", "bytes": 1, "data": [{"conversationId": recorded}]}
    bug.write_text("\n".join([*lines, json.dumps(late)]) + "\n")
    junit = tmp_path / "j.xml"
    replay = furrow.start("replay", bug, "--as", "ramesh=ramesh", "--junit", junit, "--wait", "2s", who=None)
    try:
        wait_until(lambda: furrow.json("messages", contact, who="farmer").objects, "the first line to arrive")
    finally:
        other.stop()
    assert replay.popen.wait(60) == 69
    assert f"bug.jsonl:{len(lines) + 1}: this line did not reach the server" in junit.read_text()


def test_a_broken_server_fails_its_assertion_with_the_line_that_names_why(sandbox, tmp_path):
    furrow, bug, _ = record(tmp_path, sandbox)
    play(furrow, "serve", "fault", "drop=100%,only=message:sent,way=out", "--profile",
         "ramesh").expect(DONE)
    assertions = tmp_path / "bug.toml"
    assertions.write_text(TICK)
    failed = play(furrow, "replay", bug, "--as", "ramesh=ramesh", "--speed", "max", "--assert", assertions,
                  "--wait", "2s").expect(CHECK_FAILED)
    line = next(line for line in failed.out.splitlines() if line.startswith("FAIL"))
    assert "message:send was not followed by message:sent" in line and "bug.toml:1:1" in line
    number = int(line.split("replayed.jsonl:")[1].split(":")[0])
    shown = (tmp_path / "bug.replayed.jsonl").read_text().splitlines()[number - 1]
    assert json.loads(shown)["name"] == "message:send"


def test_what_cannot_be_replayed_is_one_sentence(sandbox, tmp_path):
    furrow, bug, _ = record(tmp_path, sandbox)
    cut = tmp_path / "cut.jsonl"
    cut.write_text(bug.read_text()[:-30])
    lines = len(bug.read_text().splitlines())
    good = tmp_path / "good.toml"
    good.write_text('[[assert]]\nsent = "message:send"\n')
    breaks = f"cut.jsonl:{lines}: the recording breaks off"
    for command in (["replay", cut, "--as", "ramesh=ramesh"], ["replay", cut, "--assert", good],
                    ["diff", cut, cut], ["record", "--export", "har", cut],
                    ["bundle", cut, "--yes", "--output", tmp_path / "a.tar"]):
        read = play(furrow, *command).expect(BAD_DATA)
        assert breaks in read.err and len(read.out.splitlines()) >= 1, command
    assert (tmp_path / "a.tar").exists()
    unknown = tmp_path / "unknown.toml"
    unknown.write_text('[[assert]]\nevent = "message:sent"\nas = "nobody"\n')
    refused = play(furrow, "replay", bug, "--assert", unknown).expect(78)
    assert "unknown.toml:3:1: " in refused.err and '"nobody"' in refused.err
    loose = tmp_path / "loose.toml"
    loose.write_text('[[assert]]\nevent = "message:sent"\nwithin = "1s"\n')
    assert "loose.toml:3:1: " in play(furrow, "replay", bug, "--assert", loose).expect(78).err
    gone = play(furrow, "diff", bug, tmp_path / "gone.jsonl").expect(NOT_FOUND)
    assert "gone.jsonl cannot be read" in gone.err
    assert "cannot be read" in play(furrow, "diff", "gone.jsonl", bug).expect(NOT_FOUND).err
    wrong = tmp_path / "wrong.toml"
    wrong.write_text('[[assert]]\nevent = "a"\n\n[[assert]]\nevent = "b"\n  within = "soon"\n')
    refused = play(furrow, "replay", bug, "--assert", wrong)
    assert refused.status == 78 and "wrong.toml:6:3: " in refused.err
    profiles(tmp_path, sandbox, "production = true\n")
    refused = play(furrow, "replay", bug, "--as", "ramesh=ramesh").expect(USAGE)
    assert "production" in refused.err


def test_a_replay_that_cannot_go_on_leaves_a_report_with_the_reason(sandbox, start_sandbox, tmp_path):
    _, bug, contact = record(tmp_path, sandbox)
    other = start_sandbox()
    furrow = profiles(tmp_path, other)
    lines = bug.read_text().splitlines()
    told = {"n": 1, "at": 0, "as": "ramesh", "dir": "in", "layer": "sio", "name": "odd", "bytes": 1,
            "data": [{"messageId": "m" * 24}]}
    read = {"n": 2, "at": 1, "as": "ramesh", "dir": "out", "layer": "sio", "name": "message:read",
            "bytes": 1, "data": [{"messageId": "m" * 24}]}
    bug.write_text("\n".join([lines[0], json.dumps(told), json.dumps(read)]) + "\n")
    junit = tmp_path / "bug.xml"
    failed = play(furrow, "replay", bug, "--as", "ramesh=ramesh", "--speed", "max", "--junit", junit,
                  "--wait", "1s").expect(CHECK_FAILED)
    assert "nothing here has told which that is" in failed.err
    assert 'failures="1"' in junit.read_text() and "nothing here has told" in junit.read_text()


def test_what_the_desk_records_and_saves_replays_at_another_server(tmp_path):
    """The desk knows its conversations before the recording begins; a replay learns them from its lists."""
    servers = []
    try:
        for name, seed in (("here", 1), ("there", 2)):
            (tmp_path / name).mkdir()
            servers.append(Sandbox(tmp_path / name).start("--id-seed", seed, seed="demo"))
        here, there = servers
        furrow = profiles(tmp_path, here)
        desk = Desk(furrow.environment(None), "chat", "--profile", "meera", columns=160, rows=45)
        try:
            desk.shows("MINE").rest().press("\x1b[24~").shows("WIRE").rest()
            desk.press("x").rest().press("r").shows("is recorded into").rest()
            desk.press("\x1b").rest().press("\r").shows("REPLY to ").write("does it rain?").press("\r")
            desk.shows("message:sent").press("\x1b").rest().press("\x1b[24~").rest()
            desk.press("x").rest().press("r").shows("lines of the wire stand in").rest()
            desk.press("S").shows("SAVE", ".jsonl").press("\x15").press(str(tmp_path / "saved.jsonl"))
            desk.shows("saved.jsonl").rest().press("\r")
            # The file is there before all of it is.
            desk.shows(f"stand in {tmp_path / 'saved.jsonl'}")
        finally:
            desk.close()
        recorded, = tmp_path.rglob("recordings/*.jsonl")
        furrow = profiles(tmp_path, there)
        for file in (recorded, tmp_path / "saved.jsonl"):
            numbers = [line["n"] for line in map(json.loads, file.read_text().splitlines()) if "n" in line]
            assert numbers == sorted(set(numbers))
            played = play(furrow, "replay", file, "--as", "meera=meera", "--speed", "max")
            assert "nothing here has told" not in played.err, played.err
            texts = [one["lastMessage"].get("content") for one in furrow.json("conversations").objects
                     if one.get("lastMessage")]
            assert "does it rain?" in texts, (file, texts)
    finally:
        for server in servers:
            server.stop()


def test_of_several_people_one_is_played_and_compared(sandbox, tmp_path):
    furrow, bug, contact = record(tmp_path, sandbox)
    lines = bug.read_text().splitlines()
    last = json.loads(lines[-1])
    answer = {"n": last["n"] + 1, "at": last["at"] + 1, "as": "asha", "dir": "in", "layer": "http",
              "name": "GET /api/v1/chat/conversations?page=1", "status": 200, "bytes": 1,
              "data": {"data": [{"_id": f"{number:024x}", "status": "open"} for number in range(1, 41)]}}
    bug.write_text("\n".join([*lines, json.dumps(answer)]) + "\n")
    played = play(furrow, "replay", bug, "--as", "ramesh=ramesh", "--speed", "max").expect(DONE)
    assert "is not there" not in played.out
    assert played.err.count("Not compared: 40 conversations") == 1, played.err


def test_record_follows_every_layer_and_a_bundle_hides_what_is_private(sandbox, tmp_path):
    furrow, bug, contact = record(tmp_path, sandbox)
    session = tmp_path / "session.jsonl"
    play(furrow, "record", session, "--join", contact, "--profile", "ramesh", "--profile", "meera",
         "--for", "2s").expect(DONE)
    lines = [json.loads(line) for line in session.read_text().splitlines()]
    assert lines[0]["furrow"] == 1
    assert {identity["name"] for identity in lines[0]["identities"]} == {"ramesh", "meera"}
    assert {"http", "eio", "sio"} <= {line["layer"] for line in lines if "layer" in line}
    assert any(line.get("name") == "conversation:joined" for line in lines)
    har = json.loads(play(furrow, "record", "--export", "har", bug).expect(DONE).out)
    assert har["log"]["version"] == "1.2" and har["log"]["entries"]
    archive = tmp_path / "bundle.tar"
    asked = play(furrow, "bundle", bug, "--output", archive).expect(USAGE)
    assert "--yes" in asked.err and not archive.exists()
    listed = play(furrow, "bundle", bug, "--output", archive, "--yes", "--profile", "ramesh").expect(DONE).out
    assert "recording-1.jsonl" in listed and "Replaced" in listed
    with tarfile.open(archive) as packed:
        assert {"recording-1.jsonl", "versions.txt", "doctor.jsonl", "config.txt"} == set(packed.getnames())
        text = "".join(packed.extractfile(name).read().decode() for name in packed.getnames())
    for word in ("Namaste", sandbox.token("farmer"), str(tmp_path / "home")):
        assert word not in text, word


def test_a_bundle_holds_nothing_of_who_is_signed_in_nor_of_the_configuration(sandbox, tmp_path):
    furrow, bug, _ = record(tmp_path, sandbox)
    config = tmp_path / "config" / "config.toml"
    secrets = tmp_path / "quietfolder"
    config.write_text(
        config.read_text() + f'[profiles.kisanhq]\nurl = "https://u:pw12345@desk.kisan.example/api/v1"\n'
        f'token_command = "pass show kisan/token"\nteam_dir = "{secrets}"\n')
    me = claims(sandbox.token("farmer"))
    private = [me["email"], me["phone"], str(me["phone"]).lstrip("+"), "ramesh", "meera", "kisanhq", "pw12345",
               "desk.kisan.example", "pass show", str(secrets), furrow.token_file("farmer").name]
    for number, recordings in enumerate(([], [bug])):
        archive = tmp_path / f"{number}.tar"
        play(furrow, "bundle", *recordings, "--output", archive, "--yes", "--profile", "ramesh").expect(DONE)
        with tarfile.open(archive) as packed:
            text = "".join(packed.extractfile(name).read().decode() for name in packed.getnames())
        for word in private:
            assert word not in text, word
        assert "[mail 1]" in text and "[phone 1]" in text
    # A profile that is called after a word of the protocol stops nothing; a name that is wrong tells no others.
    config.write_text(config.read_text() + '[profiles.user]\n[profiles.url]\n')
    for number, profile in ((2, "ramesh"), (3, "kisanhqq")):
        archive = tmp_path / f"{number}.tar"
        play(furrow, "bundle", bug, "--output", archive, "--yes", "--profile", profile).expect(DONE)
        with tarfile.open(archive) as packed:
            text = "".join(packed.extractfile(name).read().decode() for name in packed.getnames())
        assert "kisanhq" not in text


def test_what_two_servers_hold_is_compared_without_ids_and_times(sandbox, start_field, tmp_path):
    """A sandbox with itself, with what was written since, and with a server of another dialect."""
    furrow, _, contact = record(tmp_path, sandbox)
    assert "The same." in play(furrow, "diff", "ramesh", "ramesh").expect(DONE).out
    assert "The same." in furrow.run("diff", "ramesh", sandbox.url, who="farmer").expect(DONE).out
    field = start_field()
    config = tmp_path / "config" / "config.toml"
    farmer = tmp_path / "field-farmer"
    farmer.write_text(field.token("farmer"))
    farmer.chmod(0o600)
    config.write_text(
        config.read_text() + f'[profiles.field]\nurl = "{field.url}"\ntoken_file = "{farmer}"\n')
    differing = play(furrow, "diff", "ramesh", "field", "--json").expect(CHECK_FAILED).objects
    places = [one["place"] for one in differing if "place" in one]
    assert places and differing[-1]["differences"] == len(places)
    assert not any("_id" in place or "T0" in place for place in places), places
    # Said the other way round it is as much.
    again = play(furrow, "diff", "field", "ramesh", "--json").expect(CHECK_FAILED).objects
    assert again[-1] == differing[-1]


def test_a_difference_between_two_servers_names_its_place(sandbox, start_sandbox, tmp_path):
    furrow, _, contact = record(tmp_path, sandbox)
    (tmp_path / "other").mkdir()
    other = Sandbox(tmp_path / "other").start()
    try:
        config = tmp_path / "config" / "config.toml"
        farmer = tmp_path / "other-farmer"
        farmer.write_text(other.token("farmer"))
        farmer.chmod(0o600)
        config.write_text(
            config.read_text() + f'[profiles.other]\nurl = "{other.url}"\ntoken_file = "{farmer}"\n')
        there = json.loads(play(furrow, "contact", "--profile", "other", "--json", env=NOWHERE).expect(DONE).out)["_id"]
        play(furrow, "send", there, "Namaste", "--profile", "other", env=NOWHERE).expect(DONE)
        assert "The same." in play(furrow, "diff", "ramesh", "other").expect(DONE).out
        play(furrow, "send", there, "Namaskar", "--profile", "other", env=NOWHERE).expect(DONE)
        said = play(furrow, "diff", "ramesh", "other").expect(CHECK_FAILED).out
        assert '/messages/1' in said and "Namaskar" in said and "1 difference." in said, said
    finally:
        other.stop()
    gone = play(furrow, "diff", "ramesh", "other").expect(69)
    assert other.url in gone.err and len(gone.err.splitlines()) == 1, gone.err
    odd = play(furrow, "diff", "ramesh", "nobody").expect(78)
    assert "nobody" in odd.err
