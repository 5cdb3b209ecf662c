"""Signing in: at a prompt, with a file, and out again."""

import pexpect
import pytest

from furrow import BAD_CONFIGURATION, DONE, NO_SIGN_IN
from support import BINARY


def prompt(furrow, *words):
    return pexpect.spawn(
        BINARY, [str(word) for word in words], env=furrow.environment(None), encoding="utf-8",
        timeout=20)


def test_a_token_file_signs_in_and_out(furrow, field):
    furrow.run("login", "--token-file", furrow.token_file("support"), who=None).expect(DONE)
    assert furrow.json("whoami", who=None).expect(DONE).object["role"] == "Support"
    furrow.json("conversations", "--limit", 1, who=None).expect(DONE)
    for path in (furrow.folder / "data").rglob("*"):
        assert path.stat().st_mode & 0o077 == 0, path
    furrow.run("logout", who=None).expect(DONE)
    furrow.json("whoami", who=None).expect(NO_SIGN_IN)


def test_a_refused_token_is_not_kept(furrow, field):
    token = field.control("mint", user=field.users["support"])["token"]
    field.control("revoke", token=token)
    furrow.run("login", "--token-file", furrow.token_file(token), who=None).expect(NO_SIGN_IN)
    furrow.json("whoami", who=None).expect(NO_SIGN_IN)


def test_login_leaves_the_configuration_alone(furrow, field):
    config = furrow.folder / "config" / "config.toml"
    config.parent.mkdir()
    config.write_text("# mine\nwait_warn = 300\n")
    furrow.run("login", "--token-file", furrow.token_file("support"), who=None).expect(DONE)
    assert config.read_text() == "# mine\nwait_warn = 300\n"


def test_a_broken_configuration_stops_before_anything(furrow, field):
    config = furrow.folder / "config" / "config.toml"
    config.parent.mkdir()
    config.write_text("url = \n")
    broken = furrow.run("conversations").expect(BAD_CONFIGURATION)
    assert "config.toml" in broken.err


@pytest.mark.parametrize("secret", ["password", "token"])
def test_what_is_typed_at_the_prompt_is_not_echoed(furrow, field, secret):
    if secret == "password":
        child = prompt(furrow, "login", "--email", field.known["emails"]["support"])
        child.expect("(?i)password")
        child.sendline(field.known["password"])
    else:
        child = prompt(furrow, "login")
        child.expect("(?i)token")
        child.sendline(field.token("support"))
    child.expect(pexpect.EOF)
    shown = child.before
    child.close()
    assert child.exitstatus == DONE, shown
    assert field.known["password"] not in shown and field.token("support") not in shown
    assert furrow.json("whoami", who=None).expect(DONE).object["role"] == "Support"
