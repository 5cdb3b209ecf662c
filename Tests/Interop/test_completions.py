"""What the shells offer at Tab, each of them asked in its own way."""

import contextlib
import os
import pathlib
import shutil
import subprocess
import sys

import pexpect
import pytest

from support import BINARY, HERE, wait_until

SCRIPT = HERE.parent.parent / "scripts/make-completions"
CONFIG = """
[profiles.staging]
url = "https://staging.example.org"
[profiles.work]
url = "https://work.example.org"
[profiles."$(touch trap)"]
url = "https://trap.example.org"
"""
REPLIES = """
[[reply]]
name = "Photo of the whole plant"
text = "Please send a photo."
shortcut = "ph"
[[reply]]
name = "`touch trap`"
text = "No command is run at Tab."
shortcut = "$(touch${IFS}trap)"
"""


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A folder with the completions."""
    folder = tmp_path_factory.mktemp("completions")
    subprocess.run([sys.executable, SCRIPT, BINARY, folder], check=True)
    return folder


@pytest.fixture
def place(tmp_path, made):
    """A folder with a configuration and files, the completions, and the environment of a shell in it."""
    config = tmp_path / "config"
    for name, text in [("config.toml", CONFIG), ("replies/my.toml", REPLIES),
                       ("themes/meadow.toml", 'inherits = "dark"\n')]:
        (config / name).parent.mkdir(parents=True, exist_ok=True)
        (config / name).write_text(text)
    program = tmp_path / "bin"
    program.mkdir()
    (program / "furrow").symlink_to(BINARY)
    here = tmp_path / "here"
    here.mkdir()
    (here / "leaf.jpg").touch()
    return here, made, {
        "PATH": f"{program}:{os.environ['PATH']}", "HOME": str(tmp_path), "LANG": "C.UTF-8",
        "FURROW_CONFIG_HOME": str(config), "TERM": "dumb",
        "LD_LIBRARY_PATH": os.environ.get("LD_LIBRARY_PATH", ""),
    }


def bash(place, lines):
    """By calling the function that bash calls at Tab, with what bash gives it."""
    here, made, environment = place
    script = [f"source '{made}/furrow'",
              r"spec=$(complete -p furrow); [[ $spec =~ -F\ ([^ ]+) ]]; tab=${BASH_REMATCH[1]}"]
    for line in lines:
        words = line.split(" ")
        script += [
            f"COMP_LINE={shell(line)}; COMP_POINT=${{#COMP_LINE}}; COMPREPLY=()",
            f"COMP_WORDS=({' '.join(map(shell, words))}); COMP_CWORD={len(words) - 1}",
            f'"$tab" furrow {shell(words[-1])} {shell(words[-2])}',
            "printf '%s\\n' \"${COMPREPLY[@]}\" --"]
    done = subprocess.run(
        ["bash", "--norc", "-c", "\n".join(script)], env=environment, cwd=here,
        capture_output=True, text=True, timeout=80, check=True)
    assert not done.stderr, done.stderr
    return [set(block.replace(" \n", "\n").split("\n")) for block in done.stdout.split("\n--\n")][:-1]


def answers(started, done):
    """A shell whose screen nobody reads stands still one day."""
    with contextlib.suppress(pexpect.TIMEOUT):
        started.read_nonblocking(1 << 16, timeout=0)
    return done.exists()


def typed(place, command, settings, lines, ask):
    """What a shell in a terminal wrote for each line: some of them complete nowhere else."""
    here, _, environment = place
    home = pathlib.Path(environment["HOME"])
    (home / "settings").write_text(settings)
    offered, done = home / "offered", home / "done"
    started = pexpect.spawn(
        command[0], command[1:], cwd=str(here), encoding="utf-8", timeout=60,
        dimensions=(50, 300), env=environment | {"OFFERED": str(offered), "DONE": str(done)})
    try:
        started.send(f" . {home}/settings\r")
        found = []
        for line in lines:
            offered.write_text("")
            ask(started, line)
            wait_until(lambda: answers(started, done), f"what stands behind {line!r}", 60)
            found.append({word.strip().split("\t")[0] for word in offered.read_text().splitlines()})
            done.unlink()
        return found
    finally:
        started.close(force=True)


def fish(place, lines):
    return typed(
        place, ["fish", "--no-config", "--private"], f"source '{place[1]}/furrow.fish'\n", lines,
        lambda started, line: started.send(
            f" complete -C {shell(line)} > $OFFERED; touch $DONE\r"))


ZSH = r"""
fpath=(%s $fpath)
autoload -Uz compinit; compinit -u -D
# What is offered is caught where it would be shown.
compadd() {
  local -a caught
  builtin compadd -A caught "$@" 2>/dev/null
  print -rl -- "${caught[@]}" >> "$OFFERED"
  builtin compadd "$@"
}
zle -C offer list-choices offer
offer() { _main_complete }
catch() { zle offer; : > "$DONE"; zle kill-whole-line }
zle -N catch
bindkey '^X?' catch
"""


def zsh(place, lines):
    def ask(started, line):
        started.send(line + "\x18?")

    return typed(place, ["zsh", "-f", "-i"], ZSH % shell(str(place[1])), lines, ask)


def shell(word):
    return "'" + word.replace("'", "'\\''") + "'"


SHELLS = [pytest.param(ask, id=name, marks=pytest.mark.skipif(
    not shutil.which(name), reason=f"there is no {name} here"))
    for name, ask in [("bash", bash), ("zsh", zsh), ("fish", fish)]]


WANTED = [
    ("furrow ", {"send", "tail", "serve", "doctor"}),
    ("furrow con", {"conversations", "conversation", "contact", "config"}),
    ("furrow outbox ", {"list", "flush", "drop"}),
    ("furrow --", {"--theme", "--plain", "--profile"}),
    ("furrow serve --", {"--port", "--seed", "--dialect", "--json"}),
    ("furrow serve --seed ", {"demo", "empty"}),
    ("furrow config --", {"--profile", "--json"}),
    ("furrow chat --theme ", {"auto", "dark", "contrast-light", "meadow"}),
    ("furrow --theme dus", {"dusk"}),
    ("furrow whoami --profile ", {"staging", "work"}),
    ("furrow conversations --status ", {"open", "waiting", "resolved", "closed"}),
    ("furrow status 671234567890abcdef123456 ", {"open", "waiting", "resolved", "closed"}),
    ("furrow export 671234567890abcdef123456 --format ", {"text", "markdown", "json", "html"}),
    ("furrow export 671234567890abcdef123456 --output ", {"leaf.jpg"}),
    ("furrow upload le", {"leaf.jpg"}),
    ("furrow send 671234567890abcdef123456 --attach ", {"leaf.jpg"}),
    ("furrow send 671234567890abcdef123456 --reply ", {"ph"}),
    ("furrow replies show ", {"ph"}),
    ("furrow demo --as ", {"support", "admin"}),
    ("furrow keys ", {"list", "messages", "composer"}),
]


@pytest.mark.parametrize("ask", SHELLS)
def test_what_can_stand_there_is_offered(place, ask):
    offered = ask(place, [line for line, _ in WANTED])
    assert len(offered) == len(WANTED)
    missing = {line: (wanted - found, found)
               for (line, wanted), found in zip(WANTED, offered) if not wanted <= found}
    assert not missing


@pytest.mark.parametrize("ask", SHELLS)
def test_no_name_in_a_file_is_run_by_a_shell(place, ask):
    offered = ask(place, ["furrow whoami --profile ", "furrow replies show "])
    assert not any("trap" in word for words in offered for word in words), offered
    assert not (place[0] / "trap").exists()
