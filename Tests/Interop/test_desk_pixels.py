"""Pictures in pixels: a terminal that says it has them gets them, and the bytes are parsed by another hand."""

from __future__ import annotations

import base64
import os
import re
import subprocess

import pytest

from desk import Desk
from pictures import HELPER, bomb, corners, encoded
from support import wait_until

DA1 = b"\x1b[c"
KITTY = b"\x1b_Gi=31;OK\x1b\\\x1bP>|kitty(0.35.2)\x1b\\\x1b[6;20;10t\x1b[?62;c"
SIXEL = b"\x1b[6;20;10t\x1b[?64;4c"
QUERY = "Gi=31,s=1,v=1,a=q,t=d,f=24;AAAA"


class Answering(Desk):
    """A terminal that answers as that one does, once it was asked."""

    def __init__(self, answer, *arguments, **options):
        self.answer = answer
        super().__init__(*arguments, **options)

    def answers(self):
        def asked():
            with self.lock:
                return DA1 in self.raw
        wait_until(asked, "the question")
        os.write(self.main, b"\x1b]11;rgb:0000/0000/0000\x1b\\" + self.answer)
        return self


@pytest.fixture
def demo(tmp_path):
    desks = []

    def start(answer, picture="auto", **variables):
        config = tmp_path / ".config" / "furrow" / "config.toml"
        config.parent.mkdir(parents=True, exist_ok=True)
        config.write_text(f'picture = "{picture}"\n')
        environment = {"PATH": os.environ["PATH"], "HOME": str(tmp_path), "LANG": "C.UTF-8",
                       "TERM": "xterm-256color", **variables}
        desk = Answering(answer, environment, "demo", columns=120, rows=40)
        desks.append(desk)
        return desk.answers()

    yield start
    for desk in desks:
        if desk.status is None:
            desk.kill(9)


def strings(raw: bytes):
    """All strings for the terminal (DCS, APC …) that are whole: their kind and what they hold."""
    return [(found[1].decode(), found[2]) for found in
            re.finditer(rb"\x1b([P_^X])(.*?)\x1b\\", raw, re.DOTALL)]


def keys(text: str) -> dict[str, str]:
    return dict(part.split("=", 1) for part in text.split(",") if part)


class Kitty:
    """What a terminal makes of kitty's strings: images by number, whole or not."""

    def __init__(self, raw: bytes):
        self.images, self.deleted, self.open = {}, [], None
        for kind, body in strings(raw):
            assert kind == "_", (kind, body[:40])
            assert body[:1] == b"G" and not re.search(rb"[\x00-\x1f\x7f-\xff]", body), body[:40]
            if body.decode() == QUERY:
                continue
            head, _, data = body[1:].decode().partition(";")
            self.take(keys(head), data)

    def take(self, head, data):
        assert head.pop("q") == "2", "it would answer among the keys"
        if head.get("a") == "d":
            assert head.pop("a") == "d" and head.pop("d") == "I"
            self.deleted.append(int(head.pop("i")))
            assert not head and not data
            return
        more = head.pop("m")
        assert len(data) <= 4096 and re.fullmatch(r"[A-Za-z0-9+/]*={0,2}", data)
        if self.open is None:
            assert head.pop("a") == "T" and head.pop("U") == "1"
            numbers = {name: int(head.pop(name)) for name in "ifsvcr"}
            assert not head, head
            self.open = (numbers, [])
        else:
            assert not head, head
        self.open[1].append(data)
        if more == "0":
            numbers, parts = self.open
            pixels = base64.b64decode("".join(parts), validate=True)
            assert len(pixels) == numbers["s"] * numbers["v"] * numbers["f"] // 8
            self.images[numbers["i"]] = (numbers, pixels)
            self.open = None


def sixel_pixels(body: bytes) -> dict[tuple[int, int], tuple[int, int, int]]:
    """The pixels of a sixel string, and nothing in it but those."""
    head = re.match(rb'0;1;0q"1;1;(\d+);(\d+)', body)
    assert head, body[:40]
    width, height = int(head[1]), int(head[2])
    colours, pixels, colour, x, y, at = {}, {}, None, 0, 0, head.end()
    item = re.compile(rb"#(\d+);2;(\d+);(\d+);(\d+)|#(\d+)|!(\d+)([?-~])|([?-~])|(\$)|(-)")
    while at < len(body):
        found = item.match(body, at)
        assert found, body[at:at + 20]
        at = found.end()
        if found[1]:
            assert int(found[1]) < 256
            colours[int(found[1])] = colour = tuple(int(found[n]) * 255 // 100 for n in (2, 3, 4))
        elif found[5]:
            colour = colours[int(found[5])]
        elif found[9]:
            x = 0
        elif found[10]:
            x, y = 0, y + 6
        else:
            bits = (found[7] or found[8])[0] - 63
            for _ in range(int(found[6] or 1)):
                for bit in range(6):
                    if bits >> bit & 1 and y + bit < height:
                        pixels[x, y + bit] = colour
                x += 1
            assert x <= width and y < height + 6
    return pixels


def raw(desk) -> bytes:
    with desk.lock:
        return bytes(desk.raw)


def test_a_terminal_with_kittys_protocol_gets_pictures_by_it(demo):
    desk = demo(KITTY).shows("live", "Lakshmi").press("\r").shows("leaf.jpg", "REPLY")
    wait_until(lambda: Kitty(raw(desk)).images, "a picture")
    wait_until(lambda: "\U0010eeee".encode() in raw(desk), "its places")
    largest = lambda: max(n["s"] * n["v"] for n, _ in Kitty(raw(desk)).images.values())
    wait_until(lambda: len(Kitty(raw(desk)).images) > 1, "the small one beside the farmer's name")
    small = largest()
    desk.press("\x1b").rest().press("P").shows("PICTURE", "leaf.jpg", "Esc close")
    # Megabytes, each of which is read here by the same interpreter that takes them from the terminal.
    wait_until(lambda: largest() > 2 * small, "a large picture", patience=60)
    sizes = [numbers["s"] * numbers["v"] for numbers, _ in Kitty(raw(desk)).images.values()]
    assert max(sizes) > 4 * min(sizes) and max(sizes) <= 1_000_000
    for numbers, pixels in Kitty(raw(desk)).images.values():
        assert len(set(pixels)) > 20, "a picture of one colour"
    desk.press("\x1b").hides("PICTURE").press("q").rest().press("q").ended()
    wait_until(lambda: set(Kitty(raw(desk)).deleted) == set(Kitty(raw(desk)).images),
               "all images to be taken back")


def test_a_terminal_with_sixels_gets_them_and_cells_while_one_is_cut(demo):
    desk = demo(SIXEL).shows("live", "Lakshmi").press("\r").shows("leaf.jpg", "REPLY")
    found = lambda: [body for kind, body in strings(raw(desk)) if kind == "P"]
    wait_until(found, "a picture")
    assert "\U0010eeee".encode() not in raw(desk)
    wait_until(lambda: len(found()) > 1, "the small one beside the farmer's name")
    pixels = sixel_pixels(found()[0])
    assert len(set(pixels.values())) > 20, "a picture of one colour"
    desk.press("\x1b").rest().press("P").shows("PICTURE", "Esc close")
    wait_until(lambda: max(len(body) for body in found()) > 2 * len(found()[0]), "a large one")
    for kind, body in strings(raw(desk)):
        if kind == "P":
            sixel_pixels(body)
        else:
            assert body.decode() == QUERY


@pytest.mark.parametrize("answer,picture", [
    (KITTY, "cells"), (SIXEL, "off"), (b"\x1b[?62;22c", "auto"),
    (b"\x1b_Gi=31;OK\x1b\\\x1bP>|WezTerm 1\x1b\\\x1b[?62;22c", "auto")])
def test_others_and_those_that_are_refused_get_cells(demo, answer, picture):
    desk = demo(answer, picture).shows("live", "Lakshmi").press("\r").shows("leaf.jpg", "REPLY")
    desk.press("\x1b").rest()
    assert [body.decode() for _, body in strings(raw(desk)) if body.decode() != QUERY] == []
    if picture != "auto":
        assert strings(raw(desk)) == [], "a question that nobody needs"


def test_inside_tmux_nothing_of_kittys_is_asked(demo):
    desk = demo(KITTY, TMUX="/tmp/x,1,0").shows("live", "Lakshmi").press("\r").shows("leaf.jpg")
    desk.press("\x1b").rest()
    assert strings(raw(desk)) == []


def pixels_of(file: bytes, form: str, columns: int = 24, rows: int = 8):
    done = subprocess.run([HELPER, str(columns), str(rows), "halves", "direct", form, "10", "20"],
                          input=file, capture_output=True, env={}, timeout=60)
    line, _, body = done.stdout.partition(b"\n")
    return line.decode(), body


@pytest.mark.parametrize("form", ["kitty", "sixel"])
def test_the_program_that_draws_puts_every_colour_in_its_place(form):
    line, body = pixels_of(encoded(corners(), "PNG"), form)
    columns, rows, _, _, width, height, length = map(int, line.split()[3:])
    # Sixels come by six rows of pixels.
    tall = rows * 20 if form == "kitty" else rows * 20 // 6 * 6
    assert (width, height) == (columns * 10, tall) and len(body) == columns * rows * 12 + length
    data = body[columns * rows * 12:]
    if form == "kitty":
        at = lambda x, y: tuple(data[(y * width + x) * 3:(y * width + x) * 3 + 3])
    else:
        pixels = sixel_pixels(b"0;1;0q" + data)
        at = lambda x, y: pixels[x, y]
    for x, y, wanted in ((2, 2, (255, 0, 0)), (width - 3, 2, (0, 255, 0)),
                         (2, height - 3, (0, 0, 255)), (width - 3, height - 3, (255, 255, 255))):
        assert all(abs(a - b) < 40 for a, b in zip(at(x, y), wanted)), (x, y, at(x, y))


@pytest.mark.parametrize("form", ["kitty", "sixel"])
@pytest.mark.parametrize("file", [b"", b"<html>", encoded(corners(), "PNG")[:300], bomb()])
def test_what_is_no_picture_gives_a_reason_and_no_byte_of_pixels(form, file):
    line, body = pixels_of(file, form)
    assert line.startswith("furrow-picture 1 no ") and body == b""
