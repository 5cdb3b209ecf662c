"""A theme file that is changed while the desk runs."""

from support import wait_until


def theme(text):
    return f'inherits = "dark"\n[roles]\nrecipient = "{text}"\n'


def receives(desk, number, since=0):
    wait_until(
        lambda: f"38;5;{number}".encode() in bytes(desk.raw[since:]), f"colour {number}")


def test_a_theme_file_is_seen_and_a_broken_one_named(furrow, open_desk):
    folder = furrow.folder / "config" / "themes"
    folder.mkdir(parents=True)
    own = folder / "mine.toml"
    own.write_text(theme("201"))
    desk = open_desk("--theme", "mine", columns=250)
    desk.shows("live", ">").press("\r").shows("REPLY to Lakshmi")
    receives(desk, 201)

    own.write_text(theme("46"))
    desk.shows("Read again: theme mine.")
    receives(desk, 46)

    before = len(desk.raw)
    own.write_text(theme("no-such-colour"))
    desk.shows('mine.toml:3: "no-such-colour" is neither')
    desk.write("still here")
    assert b"38;5;201" not in bytes(desk.raw[before:])

    own.write_text(theme("201"))
    receives(desk, 201, since=before)
