"""What `make install` lays out works from where it lies, and goes away again."""

import hashlib
import os
import pathlib
import re
import shutil
import subprocess
import sys

import pytest

from support import BINARY, HERE

SCRIPTS = HERE.parent.parent / "scripts"


def install(*words, **environment):
    return subprocess.run(
        [sys.executable, SCRIPTS / "install", *map(str, words)], env=os.environ | environment,
        capture_output=True, text=True, check=False)


def contents(folder):
    return {str(file.relative_to(folder)): hashlib.sha256(file.read_bytes()).hexdigest()
            for file in folder.rglob("*") if file.is_file()}


@pytest.fixture(scope="module")
def staged(tmp_path_factory):
    if not shutil.which("strip") or not pathlib.Path(BINARY).with_name("furrow-picture").exists():
        pytest.skip("the helper was not built, or there is no strip")
    folder = tmp_path_factory.mktemp("dist") / "dist"
    done = install("stage", pathlib.Path(BINARY).parent, folder)
    assert done.returncode == 0, done.stderr
    return folder


def say(program, *words, home):
    return subprocess.run(
        [program, *words], capture_output=True, text=True, check=False, timeout=60,
        env={"HOME": str(home), "LANG": "C.UTF-8", "TERM": "xterm-256color", "PATH": "/usr/bin:/bin",
             "LD_LIBRARY_PATH": os.environ.get("LD_LIBRARY_PATH", "")}).stdout


def test_it_works_from_its_prefix_and_goes_away(staged, tmp_path):
    other = tmp_path / "root/opt/furrow/share/man/man1/other.1"
    other.parent.mkdir(parents=True)
    other.write_text("somebody else's")
    place = {"DESTDIR": str(tmp_path / "root")}
    done = install("into", staged, "/opt/furrow", **place)
    assert done.returncode == 0, done.stderr
    prefix = tmp_path / "root/opt/furrow"
    program = prefix / "bin/furrow"
    assert re.match(r"\d+\.\d+\.\d+ \([0-9a-f]{12}\+? \d{4}-\d\d-\d\d\)$",
                    say(program, "--version", home=tmp_path).strip())
    assert f"{prefix}/libexec/furrow/furrow-picture" in say(program, "doctor", home=tmp_path)
    for name in ["share/man/man1/furrow-send.1", "share/man/man5/furrow.toml.5",
                 "share/bash-completion/completions/furrow", "share/zsh/site-functions/_furrow",
                 "share/fish/vendor_completions.d/furrow.fish", "share/furrow/themes/dark.toml",
                 "share/doc/furrow/LICENSE", "share/doc/furrow/licences/swift-nio-LICENSE"]:
        assert (prefix / name).exists(), name
    assert "bin/furrow" in contents(prefix)
    done = install("out", "/opt/furrow", **place)
    assert done.returncode == 0, done.stderr
    assert set(contents(tmp_path / "root")) == {"opt/furrow/share/man/man1/other.1"}
    assert install("out", "/opt/furrow", **place).returncode == 1, "there is nothing more to take"


def test_the_same_build_is_laid_out_in_the_same_bytes(staged, tmp_path):
    again = tmp_path / "dist"
    assert install("stage", pathlib.Path(BINARY).parent, again).returncode == 0
    assert contents(staged) == contents(again)
