"""The first start without any configuration: three questions in a terminal, and the desk."""

import os
import socket
import stat

import pytest

from desk import Desk
from furrow import BAD_CONFIGURATION, Furrow
from support import wait_until


class Start:
    """A start with nothing configured; answers are typed, what is said is waited for."""

    def __init__(self, folder, *words, env=None, **size):
        self.folder = folder
        self.desk = Desk(Furrow(folder).environment(None, **(env or {})), *words, **size)
        self.read = 0

    @property
    def said(self):
        with self.desk.lock:
            return self.desk.raw.decode(errors="replace")

    def hears(self, *words):
        try:
            wait_until(lambda: all(word in self.said[self.read:] for word in words), words)
        except AssertionError as error:
            raise AssertionError(f"{error}\n{self.said}") from None
        return self

    def types(self, line):
        self.read = len(self.said)
        self.desk.press(line + "\r")
        return self

    @property
    def config(self):
        return self.folder / "config" / "config.toml"

    def kept(self):
        """Every file below the folders of the configuration and of the data."""
        return [path for name in ("config", "data") for path in (self.folder / name).rglob("*")]


@pytest.fixture
def start(tmp_path):
    made = []

    def begin(*words, **more):
        made.append(Start(tmp_path, *words, **more).hears("1 of 3", "Server: "))
        return made[-1]

    yield begin
    for one in made:
        one.desk.close()


def mode(path):
    return stat.S_IMODE(os.stat(path).st_mode)


def answered(first, field, person="support"):
    """Up to the third question, by e-mail and password."""
    first.types(field.url).hears("It answers.", "2 of 3", "E-mail or token: ")
    first.types(field.known["emails"][person]).hears("it is not shown")
    return first.types(field.known["password"]).hears("Signed in as", "3 of 3", "Enter takes 1")


def test_three_questions_and_the_desk_is_open(start, field):
    first = start()
    first.types("nonsense://x").hears("not of the form", "Server: ")
    first.types("http://127.0.0.1:1").hears("127.0.0.1:1: ", "Server: ")
    first.types(field.url).hears("E-mail or token: ")
    first.types("nobody in particular").hears("neither", "E-mail or token: ")
    first.types(field.known["emails"]["support"]).hears("Password")
    first.types("guess").hears("E-mail or token: ")
    first.types(field.known["emails"]["support"]).hears("Password")
    first.types(field.known["password"]).hears("3 of 3", "Enter takes 1")
    assert first.kept() == [], "nothing is kept before the last answer"
    first.types("7").hears("Type 1, 2 or 3")
    first.types("2").hears("config.toml")
    first.desk.shows("live", "Lakshmi")
    assert f'url = "{field.url}"\nnotify = "terminal"' in first.config.read_text()
    assert mode(first.config) == 0o600 and mode(first.config.parent) == 0o700
    assert field.known["password"] not in first.said and "guess" not in first.said
    first.desk.press("q")
    assert first.desk.ended() == 0
    # The next start asks nothing.
    again = Desk(Furrow(first.folder).environment(None))
    try:
        again.shows("live", "Lakshmi")
    finally:
        again.close()


def test_a_token_is_pasted_without_being_shown(start, field):
    first = start()
    first.types(field.url).hears("E-mail or token: ")
    first.types("token").hears("Token")
    first.types("a.bad.one").hears("E-mail or token: ")
    first.types("token").hears("Token")
    first.types(field.token("support")).hears("3 of 3", "Enter takes 1")
    first.types("").hears("config.toml")
    first.desk.shows("live", "Lakshmi")
    assert field.token("support") not in first.said
    assert 'notify = "bell"' in first.config.read_text()


@pytest.mark.parametrize("key", ["\x03", "\x04"], ids=["Ctrl+C", "Ctrl+D"])
@pytest.mark.parametrize("question", [1, 2, 3])
def test_leaving_leaves_nothing_behind(start, field, key, question):
    first = start()
    if question == 2:
        first.types(field.url).hears("E-mail or token: ")
    if question == 3:
        answered(first, field)
    first.desk.press(key)
    assert first.desk.ended() == BAD_CONFIGURATION
    first.hears("Nothing was set up", "--url", "furrow demo")
    assert first.kept() == []


def test_a_server_that_never_answers_can_be_left(start):
    with socket.create_server(("127.0.0.1", 0)) as silent:
        first = start()
        first.types(f"http://127.0.0.1:{silent.getsockname()[1]}").hears("Asking")
        silent.accept()
        first.desk.press("\x03")
        assert first.desk.ended() == BAD_CONFIGURATION
    assert first.kept() == []


def test_who_asks_for_the_demo_gets_it(start):
    first = start()
    first.types("demo")
    first.desk.shows("Lakshmi", "Enter opens")
    assert not first.config.exists()


@pytest.mark.parametrize("words, env", [
    (["--plain"], {}), ([], {"ACCESSIBLE": "1"}), ([], {"TERM": "dumb"}),
], ids=["--plain", "ACCESSIBLE", "dumb"])
def test_it_is_the_same_with_lines(start, field, words, env):
    first = start("chat", *words, env=env)
    answered(first, field).types("3").hears("help lists the commands")
    assert "\x1b" not in first.said
    assert 'notify = "off"' in first.config.read_text()
    first.types("quit")
    assert first.desk.ended() == 0


def test_without_a_terminal_nothing_is_asked(tmp_path):
    failed = Furrow(tmp_path).run(who=None, stdin="http://x\n").expect(BAD_CONFIGURATION)
    assert "--url" in failed.err and "furrow demo" in failed.err


def test_a_configuration_without_a_server_is_left_alone(tmp_path):
    config = tmp_path / "config" / "config.toml"
    config.parent.mkdir()
    config.write_text("wait_warn = 300\n")
    desk = Desk(Furrow(tmp_path).environment(None))
    try:
        assert desk.ended() == BAD_CONFIGURATION
        assert b"--url" in desk.raw
    finally:
        desk.close()
    assert config.read_text() == "wait_warn = 300\n"


def test_faults_of_the_command_go_with_the_demo(start):
    first = start("chat", "--plain", "--fault", "delay=1ms,seed=7")
    first.types("demo").hears("FAULT delay 1 ms", "faults> ")
    first.types("faults off").hears("No faults")
    first.types("quit")
    assert first.desk.ended() == 0
