"""The manual pages say all that the help says, and are pages that every reader of them can read."""

import json
import re
import shutil
import subprocess
import sys

import pytest

from support import BINARY, HERE

SCRIPT = HERE.parent.parent / "scripts/make-manuals"


def said(*words):
    return subprocess.run([BINARY, *words], check=True, capture_output=True, encoding="utf-8").stdout


def plain(page):
    """What stands in a page's source, without its commands."""
    text = re.sub(r"\\f[BIR]|\\&", "", page.read_text("utf-8"))
    text = text.replace("\\-", "-").replace("\\(aq", "'").replace("\\(ga", "`").replace("\\e", "\\")
    return text.replace("\\(ti", "~").replace("\\(ha", "^")


def running(text):
    """Without the marks and breaks of lines."""
    return " ".join(text.replace("`", "").split())


@pytest.fixture(scope="module")
def manual(tmp_path_factory):
    folder = tmp_path_factory.mktemp("man")
    subprocess.run([sys.executable, SCRIPT, BINARY, folder], check=True)
    return folder


@pytest.fixture(scope="module")
def commands():
    def walk(command, path):
        yield path, command
        for part in command.get("subcommands", []):
            if part["commandName"] != "help":
                yield from walk(part, (*path, part["commandName"]))

    return list(walk(json.loads(said("--experimental-dump-help"))["command"], ("furrow",)))


def test_each_command_and_each_of_its_options_is_in_its_page(manual, commands):
    assert len(commands) > 30
    for path, command in commands:
        page = plain(manual / "man1" / f"{'-'.join(path)}.1")
        assert running(command["abstract"]) in running(page), path
        for argument in command["arguments"]:
            for name in argument.get("names", []):
                flag = ("-" if name["kind"] == "short" else "--") + name["name"]
                assert re.search(rf"^\.TP\n(?:.*, )?{flag}(?:[ ,].*)?$", page, re.MULTILINE), (path, flag)
            assert running(argument.get("abstract", "")) in running(page), (path, argument)


def test_a_page_without_a_command_is_left_by_none(manual, commands):
    assert {page.stem for page in (manual / "man1").iterdir()} == {
        "-".join(path) for path, _ in commands}


def test_what_a_help_discusses_is_in_the_page_word_by_word(manual, commands):
    for path, command in commands:
        page = running(plain(manual / "man1" / f"{'-'.join(path)}.1").replace("\n.TP\n", "\n"))
        page = re.sub(r"\.(PP|TP|RS 4|nf|fi|RE)( |$)", "", page)
        for word in re.split(r"\s+", command.get("discussion", "").replace("`", "")):
            assert word in page, (path, word)


def test_every_setting_role_and_key_stands_in_the_pages_of_the_files(manual):
    settings = plain(manual / "man5/furrow.toml.5")
    for row in said("config", "show", "--json").splitlines():
        name = json.loads(row)["name"]
        if name not in ("profile", "config", "data", "cache", "log", "token"):
            assert re.search(rf"^\.TP\n{name}$", settings, re.MULTILINE), name
    keys = plain(manual / "man5/furrow-keys.5")
    actions = re.findall(r"^\|.*\| `([a-z-]+)` \| [^|]*\|$", said("keys", "--markdown"), re.MULTILINE)
    assert len(actions) > 100
    for action in actions:
        assert re.search(rf"^{action}: ", keys, re.MULTILINE), action
    roles = plain(manual / "man5/furrow-themes.5")
    for line in (HERE.parent.parent / "themes/dark.toml").read_text().partition("[roles]")[2].splitlines():
        if found := re.match(r"([a-z-]+) =", line):
            assert re.search(rf"\b{found[1]}\b", roles), found[1]
    assert "{farmer.first}" in plain(manual / "man5/furrow-replies.5")
    assert "older_than" in plain(manual / "man5/furrow-views.5")
    for page, words in [("events", "arguments"), ("assertions", "at_least"), ("recording", "attachments")]:
        assert words in plain(manual / f"man5/furrow-{page}.5"), page


@pytest.mark.parametrize("reader", [
    ["man", "--warnings", "-E", "UTF-8", "-Tutf8", "-l"],
    ["groff", "-man", "-Tutf8", "-ww", "-K", "utf8"],
    ["mandoc", "-Tlint", "-W", "warning"],
], ids=lambda words: words[0])
def test_the_pages_are_read_without_a_warning(manual, reader):
    if not shutil.which(reader[0]):
        pytest.skip(f"there is no {reader[0]} here")
    for page in sorted(manual.glob("man?/*")):
        done = subprocess.run([*reader, page], capture_output=True, text=True, check=False)
        complaints = done.stderr if reader[0] != "mandoc" else done.stdout
        assert not complaints.strip(), (page.name, complaints)
        assert done.returncode == 0, page.name
