"""A sign-in that ends while one works: nothing is lost, and the next token comes from where this one
came, else from the person (row 14)."""

from desk import open_first
from furrow import DONE
from support import arrives_once, wait_until

ASK = "\x18s"  # Ctrl+X s


def mint(field, who="support", life=3600):
    return field.control("mint", user=field.users[who], life=life)["token"]


def revoke(field, token):
    """The server takes no request with this token any more, and cuts the socket that used it."""
    field.control("revoke", token=token)
    field.control("drop")


def answer(desk, token):
    """Pastes a token at the prompt; a line end in the same burst would be part of it."""
    desk.press(f"\x1b[200~{token}\x1b[201~").shows("••••").press("\r")
    return desk


def test_the_time_left_is_shown_in_the_last_half_hour(open_desk, field):
    assert "sign-in" not in open_desk(who=mint(field), columns=120).shows("live").text
    open_desk(who=mint(field, life=25 * 60 - 5), columns=120).shows("sign-in", "25 min")


def test_a_revoked_token_is_asked_for_and_the_message_goes_once(open_desk, furrow, field):
    first = mint(field)
    furrow.run("login", "--token-file", furrow.token_file(first), who=None).expect(DONE)
    desk = open_first(open_desk(who=None)).write("hold the leaf against the lig")
    revoke(field, first)
    desk.shows("sign-in needed", "Sign in again with Ctrl+X s")
    # Who is writing is not interrupted, and what is sent waits.
    desk.write("ht").shows("hold the leaf against the light").press("\r").shows("out 1")
    desk.press(ASK).shows("SIGN IN AGAIN")
    # Somebody else's is refused here, and the place stays.
    answer(desk, mint(field, "admin")).shows("belongs to somebody else").hides("••••")
    second = mint(field)
    answer(desk, second).shows("live", "out 0", "REPLY to Lakshmi")
    arrives_once(field, "hold the leaf against the light")
    assert second.encode() not in desk.raw, "a token is never shown"
    # The next start finds the new one.
    wait_until(
        lambda: furrow.run("whoami", who=None).status == DONE
        and furrow.run("conversations", who=None).status == DONE, "the new sign-in to be kept")


def test_a_draft_stands_while_a_token_is_asked_for(open_desk, furrow, field):
    first = mint(field)
    furrow.run("login", "--token-file", furrow.token_file(first), who=None).expect(DONE)
    desk = open_first(open_desk(who=None)).write("not finished y")
    revoke(field, first)
    desk.shows("sign-in needed").press(ASK).shows("SIGN IN AGAIN")
    answer(desk, mint(field)).shows("live", "not finished y")
    desk.press("et").shows("not finished yet").press("\r").shows("✓")
    arrives_once(field, "not finished yet")


def test_who_signed_in_elsewhere_meanwhile_need_not_type_a_token(open_desk, furrow, field):
    first = mint(field)
    furrow.run("login", "--token-file", furrow.token_file(first), who=None).expect(DONE)
    desk = open_first(open_desk(who=None)).write("one mom")
    revoke(field, first)
    desk.shows("sign-in needed", "Sign in again with Ctrl+X s")
    furrow.run("login", "--token-file", furrow.token_file(mint(field)), who=None).expect(DONE)
    desk.press(ASK).shows("live", "one mom").hides("SIGN IN AGAIN")
    desk.press("ent").shows("one moment").press("\r").shows("✓")
    arrives_once(field, "one moment")


def test_a_new_token_in_the_file_is_used_without_a_question(open_desk, furrow, field):
    path, first = furrow.folder / "renewed", mint(field)
    path.write_text(first)
    path.chmod(0o600)
    desk = open_first(open_desk(who=None, env={"FURROW_TOKEN_FILE": str(path)})).write("half a wo")
    path.write_text(mint(field, life=7200))
    revoke(field, first)
    wait_until(lambda: len(field.record("connect")) >= 2, "it to connect with the new token")
    desk.shows("live").press("rd").shows("half a word").press("\r").shows("✓")
    arrives_once(field, "half a word")
    assert "SIGN IN AGAIN" not in desk.text


def test_a_token_command_is_run_again(open_desk, furrow, field):
    path, first = furrow.folder / "vault", mint(field)
    path.write_text(first)
    config = furrow.folder / "config" / "config.toml"
    config.parent.mkdir()
    # What it writes is not how it is spelt: a sentence may name the command.
    config.write_text(f"token_command = \"printf 'from the %s' vault >&2; cat '{path}'\"\n")
    desk = open_first(open_desk(who=None))
    path.write_text(mint(field, life=7200))
    revoke(field, first)
    wait_until(lambda: len(field.record("connect")) >= 2, "it to connect with the new token")
    desk.shows("live", "REPLY to Lakshmi")
    assert "from the vault" not in desk.text, "the command does not write over the desk"
