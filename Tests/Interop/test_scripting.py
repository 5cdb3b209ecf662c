"""The objects of --json are those that docs/scripting.md lists."""

import json
import re
from pathlib import Path

import pytest

DOCUMENT = Path(__file__).resolve().parents[2] / "docs/scripting.md"
ROW = re.compile(r"^\| ((?:`[a-z]+` ?)+)\| (.+) \|$", re.MULTILINE)


def fields(command):
    """Those that must be there and those that may, as the table has them."""
    for commands, cell in ROW.findall(DOCUMENT.read_text("utf-8")):
        if f"`{command}`" in commands:
            may = set(re.findall(r"\[`(\w+)`\]", cell))
            named = set(re.findall(r"`(\w+)`", re.sub(r"\(.*?\)", "", cell)))
            return named - may, may
    raise AssertionError(f"{command} is not in {DOCUMENT.name}")


@pytest.fixture
def documented(furrow):
    def run(command, *words, who="support", of=None):
        must, may = fields(of or command)
        objects = furrow.json(command, *words, who=who).objects
        assert objects, command
        for value in objects:
            missing, unknown = must - set(value), set(value) - must - may
            assert not missing and not unknown, f"{command}: without {missing}, besides {unknown}"
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
