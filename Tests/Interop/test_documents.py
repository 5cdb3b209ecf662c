"""What the documents show is so: settings with their defaults, files, and the commands marked `sh run`."""

import os
import re
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest

from furrow import DONE, Furrow
from support import BINARY

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = [*sorted((ROOT / "docs").glob("*.md")), ROOT / "README.md"]
SETTING = re.compile(r"^\| `(\w+)` \| (?:`([^`]*)`)? ?\| `([^`]+)` \| .+ \|$", re.MULTILINE)
# What `furrow config` shows and nobody sets in the file, or sets under other names.
SHOWN_ALONE = {"profile", "config", "data", "cache", "log", "token"}


def blocks(language):
    """Each fenced block of the language, with its document and line."""
    for document in DOCUMENTS:
        text = document.read_text("utf-8")
        for found in re.finditer(rf"^```{language}\n(.*?)^```$", text, re.MULTILINE | re.DOTALL):
            yield f"{document.name}:{text.count(chr(10), 0, found.start()) + 2}", found[1]


def place(toml):
    """Which file of the configuration a block shows."""
    said = tomllib.loads(toml)
    for key, file in [("reply", "replies/a.toml"), ("view", "views.toml"), ("agent", "roster.toml"),
                      ("assert", "bug.toml"), ("palette", "themes/a.toml"), ("keys", "keys.toml"),
                      ("langmap", "keys.toml")]:
        if isinstance(said.get(key), (list, dict)):
            return file
    return "config.toml"


def config(furrow, text):
    (furrow.folder / "config").mkdir(exist_ok=True)
    (furrow.folder / "config/config.toml").write_text(text)
    return {one["name"]: one.get("value") for one in furrow.json("config", who=None).objects}


def test_each_setting_is_documented_with_its_default_and_an_example(tmp_path):
    furrow = Furrow(tmp_path)
    rows = SETTING.findall((ROOT / "docs/configuration.md").read_text("utf-8"))
    documented = {name: default or None for name, default, _ in rows}
    shown = config(furrow, "")
    tokens = {"token_file": None, "token_command": None}
    assert documented == {
        name: value for name, value in shown.items() if name not in SHOWN_ALONE} | tokens
    examples = "".join(f"{name} = {example}\n" for name, _, example in rows)
    said = config(furrow, examples)
    meant = tomllib.loads(examples)
    for name in set(meant) - set(tokens) - {"proxy"}:
        value = str(meant[name]).lower() if isinstance(meant[name], bool) else str(meant[name])
        assert Path(said[name]).name == Path(value).name, name
        assert meant[name] != documented[name], f"the example of {name} is its default"
    checked = furrow.run("config", "check", who=None)
    assert not re.search(r"unknown key| is \".*\", not ", checked.err), checked.err


def test_each_file_that_a_document_shows_is_a_good_one(tmp_path):
    seen = set()
    for number, (where, text) in enumerate(blocks("toml")):
        furrow = Furrow(tmp_path / str(number)) if (tmp_path / str(number)).mkdir() is None else None
        file = furrow.folder / "config" / place(text)
        file.parent.mkdir(parents=True)
        file.write_text(text)
        checked = furrow.run("config", "check", who=None)
        assert checked.status == DONE, f"{where}: {checked.err}"
        renewed = furrow.json("config", "migrate", "--dry-run", file, who=None).expect(DONE)
        assert "from" not in renewed.object, f"{where} names no version"
        seen.add(file.relative_to(furrow.folder / "config").as_posix())
    assert seen >= {"config.toml", "keys.toml", "views.toml", "roster.toml", "replies/a.toml",
                    "themes/a.toml", "bug.toml"}


def test_the_kept_event_that_a_document_shows_is_a_good_one_and_a_slip_in_it_is_named(tmp_path):
    furrow = Furrow(tmp_path)
    file = tmp_path / "config/events/greet.json"
    file.parent.mkdir(parents=True)
    shown, = (text for where, text in blocks("json") if '"event"' in text and where.startswith("testers-day"))
    file.write_text(shown)
    assert furrow.run("config", "check", who=None).expect(DONE).err == ""
    file.write_text(shown.replace('"arguments"', '"argumets"'))
    checked = furrow.run("config", "check", who=None)
    assert 'greet.json has an unknown member "argumets" at line 5, column 3' in checked.err, checked.err


@pytest.mark.skipif(not shutil.which("jq"), reason="the examples use jq")
def test_the_commands_that_are_marked_to_be_run_do(furrow, tmp_path):
    programs = tmp_path / "bin"
    programs.mkdir()
    (programs / "furrow").symlink_to(BINARY)
    environment = furrow.environment("support")
    environment["PATH"] = f"{programs}{os.pathsep}{environment['PATH']}"
    shown = list(blocks("sh run"))
    assert len(shown) >= 4
    for number, (where, script) in enumerate(shown):
        work = tmp_path / f"work-{number}"
        work.mkdir()
        done = subprocess.run(
            ["bash", "-euo", "pipefail", "-c", script], cwd=work, env=environment,
            stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=60, check=False)
        assert done.returncode == 0, f"{where}: {done.returncode}\n{done.stdout[-800:]}{done.stderr[-800:]}"
        assert done.stdout.strip(), f"{where} printed nothing"
        assert "kept or refused" not in done.stdout, where
