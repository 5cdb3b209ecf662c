"""The objects of --json are those that docs/scripting.md lists."""

import json
import re
from pathlib import Path

import pytest

from furrow import DONE, Furrow

DOCUMENT = Path(__file__).resolve().parents[2] / "docs/scripting.md"
ROW = re.compile(r"^\| ((?:`[a-z ]+` ?)+)\| (.+) \|$", re.MULTILINE)
# What has a screen, and what tells of the others.
WITHOUT_OBJECTS = {"chat", "demo", "help"}


def rows():
    """Of each command the cell that says what its objects hold."""
    for commands, cell in ROW.findall(DOCUMENT.read_text("utf-8")):
        for command in re.findall(r"`([a-z ]+)`", commands):
            yield command, cell


def forms(command):
    """Of each form of its objects the fields that must be there and those that may."""
    found = []
    for form in (form for name, cell in rows() if name == command for form in cell.split(";")):
        may = set(re.findall(r"\[`(\w+)`\]", form))
        named = set(re.findall(r"`(\w+)`", re.sub(r"\(.*?\)", "", form)))
        found.append((named - may, may))
    assert found, f"{command} is not in {DOCUMENT.name}"
    return found


def fields(command):
    """Those of its first form."""
    return forms(command)[0]


@pytest.fixture
def documented(furrow):
    def run(of, *words, who="support"):
        objects = furrow.json(*of.split(), *words, who=who).objects
        assert objects, of
        for value in objects:
            assert any(must <= set(value) <= must | may for must, may in forms(of)), (
                f"{of}: {sorted(value)}")
        return objects

    return run


def test_the_objects_of_json_are_those_of_the_document(documented, field, furrow, tmp_path):
    conversation = field.named["short"]
    documented("conversations")
    documented("conversation", conversation)
    documented("contact", who="farmer")
    documented("messages", conversation)
    documented("send", conversation, "for the scripts")
    documented("status", conversation, "open")
    documented("read", conversation)
    documented("whoami")
    documented("stats")
    documented("sync")
    documented("note", conversation, "of the north field")
    documented("note", conversation)
    documented("export", conversation, "--format", "json", "--output", tmp_path / "written.json")
    for command in ("keys", "themes", "config"):
        documented(command)
    message = furrow.json("search", "scripts").object
    must, may = fields("messages")
    assert must <= set(message) <= must | may | {"marks", "fileMarks"}
    note = furrow.json("search", "north").object
    must, may = fields("note")
    assert must <= set(note) <= must | may | {"marks", "note"}


def test_the_objects_of_a_testers_commands_are_those_of_the_document(documented, field, furrow, start_sandbox, tmp_path):
    furrow.run("sync").expect(DONE)
    for command in ("agents", "report", "replies check", "config check"):
        documented(command)
    documented("check", "--only", "rest.mine,rest.stats,rest.all")
    documented("check", "--list")
    join = json.dumps({"conversationId": field.named["short"]})
    bug, wanted = tmp_path / "bug.jsonl", tmp_path / "bug.toml"
    wanted.write_text('[[assert]]\nevent = "conversation:joined"\n\n[[assert]]\nevent = "error"\n')
    documented("emit", "conversation:join", join, "--expect", "conversation:joined", "--wire-file", bug)
    documented("replay", bug, "--assert", wanted)
    documented("diff", bug, bug)
    documented("bundle", bug, "--yes", "--output", tmp_path / "bug.tar")
    documented("doctor")
    sandbox = start_sandbox(seed="demo")
    people = Furrow(furrow.folder, sandbox)
    for command in ("load --users 2 --rate 2 --for 1s", "serve fault", "serve fault drop=1%", "serve fault --off"):
        value = people.json(*command.split(), "--url", sandbox.url, who=None).object
        must, may = fields("serve fault" if "fault" in command else "load")
        assert must <= set(value) <= must | may, (command, sorted(value))
    short = field.named["short"]
    documented("status", short, "open", "--dry-run")
    documented("status", short, "resolved")
    documented("audit")
    documented("logout")


def test_every_command_has_its_row(furrow):
    """The tree of commands as the program itself tells it."""
    told = json.loads(furrow.run("--experimental-dump-help", who=None).out)["command"]

    def leaves(command, path):
        below = command.get("subcommands", [])
        if not below:
            yield " ".join(path)
        for one in below:
            # What a command does without a word behind it stands under its own name.
            isOwn = one["commandName"] == command.get("defaultSubcommand")
            yield from leaves(one, path if isOwn and path else [*path, one["commandName"]])

    named = {command for command, _ in rows()}
    for leaf in sorted(set(leaves(told, []))):
        if leaf.split()[-1] in WITHOUT_OBJECTS:
            continue
        ways = {leaf, leaf.rpartition(" ")[0]} - {""}
        assert named & ways, f"{leaf} is not in {DOCUMENT.name}"
