"""Several identities behind one screen: each its own, named where one writes."""

from desk import Desk
from furrow import BAD_CONFIGURATION, NOT_FOUND, USAGE, Furrow


def profiles(furrow, field, **whom):
    """A config.toml with a profile for each, all of the same server; answers with the words."""
    folder = furrow.folder / "config"
    folder.mkdir(exist_ok=True)
    lines, words = [f'url = "{field.url}"'], ["chat"]
    for name, who in whom.items():
        lines += [f"[profiles.{name}]", f'token_file = "{furrow.token_file(who)}"']
        words += ["--profile", name]
    (folder / "config.toml").write_text("\n".join(lines) + "\n")
    return words


def test_each_identity_sends_as_itself_and_keeps_what_it_writes(furrow, field, open_desk):
    words = profiles(furrow, field, work="support", chief="admin")
    desk = open_desk(*words, who=None, columns=120, rows=40).shows("1 work  2 chief", "live", "Ramesh")
    desk.press("\r").shows("SEND as work (Support) to").write("of the agent").shows("of the agent")
    desk.press("\x182").shows("You are chief now.")
    desk.press("\x181").shows("as work (Support)", "of the agent").press("\r")
    field.wait_for("event", event="message:send", user=field.users["support"])
    assert not field.record("event", event="message:send", user=field.users["admin"])
    desk.press("\x185").shows("There are 2 identities here")
    accounts = {path.name for path in (furrow.folder / "data").glob("*/*") if path.is_dir()}
    assert {field.users["support"], field.users["admin"]} <= accounts


def test_two_profiles_of_one_person_are_one_identity(furrow, field, open_desk):
    words = profiles(furrow, field, work="support", twin="support")
    open_desk(*words, who=None).shows("one person at one server", "Ramesh")


def test_a_profile_that_cannot_be_opened_is_named(furrow, field):
    words = profiles(furrow, field, work="support", lost="support")
    config = furrow.folder / "config" / "config.toml"
    config.write_text(config.read_text() + '[profiles.empty]\ntoken_file = "/nowhere/token"\n')
    refused = furrow.run(*words, "--profile", "empty", who=None).expect(NOT_FOUND)
    assert "Profile empty:" in refused.err
    furrow.run(*words, "--profile", "nobody", who=None).expect(BAD_CONFIGURATION)
    furrow.run("chat", *["--profile", "work"] * 10, who=None).expect(USAGE)
    furrow.run("chat", *["--profile", "nobody"] * 9, who=None).expect(BAD_CONFIGURATION)
    furrow.run("whoami", *words[1:], who=None).expect(USAGE)


def test_a_token_of_one_person_is_none_of_several(furrow, field, open_desk):
    words = profiles(furrow, field, work="support", chief="admin")
    for flag in (["--token", "x"], ["--token-file", "/nowhere"]):
        for command in (words, ["record", "--for", "1s", *words[1:]]):
            refused = furrow.run(*command, *flag, who=None).expect(USAGE)
            assert f"{flag[0]} is the token of one person" in refused.err
            assert len(refused.err.splitlines()) == 1, refused.err
    # That of the environment signs in neither.
    desk = open_desk(*words, who="farmer", columns=120, rows=40).shows("1 work  2 chief", "Support", "Ramesh")
    desk.press("\x182").shows("You are chief now.", "Admin")


def test_the_demo_offers_its_people_as_identities(tmp_path):
    words = ["demo", "--as", "admin", "--as", "support", "--as", "admin"]
    desk = Desk(Furrow(tmp_path).environment(None), *words, columns=120, rows=40)
    try:
        desk.shows("1 asha  2 meera", "Admin")
        desk.press("\x182").shows("You are meera now.", "Meera Iyer, Support")
    finally:
        desk.close()
