"""`furrow-picture` draws what is a picture, refuses what is none with a reason, and touches nothing else."""

from __future__ import annotations

import os
import re
import shutil
import struct
import subprocess
import zlib

import pytest
from PIL import Image

from pictures import (BLUE, GREEN, HALVES, HELPER, RED, WHITE, bomb, corners, draw, encoded, png_of,
                      turned)


def is_near(colour: int, wanted: tuple[int, int, int]) -> bool:
    parts = (colour >> 16 & 255, colour >> 8 & 255, colour & 255)
    return colour >= 0 and all(abs(a - b) < 60 for a, b in zip(parts, wanted))


@pytest.mark.parametrize("format", ["PNG", "JPEG", "WEBP", "GIF", "BMP"])
def test_every_format_is_drawn_with_its_colours_in_their_places(format: str) -> None:
    answer = draw(encoded(corners(), format))
    assert answer.numbers == [24, 6, 400, 200]
    for column, row, colour in ((2, 1, RED), (20, 1, GREEN), (2, 4, BLUE), (20, 4, WHITE)):
        assert is_near(answer.colour(column, row), colour), (format, column, row)


@pytest.mark.parametrize("symbols,colours", [
    ("halves", "indexed"), ("sextants", "indexed"), ("halves", "direct"), ("sextants", "direct")])
def test_cells_hold_only_the_symbols_and_colours_that_were_asked_for(
    symbols: str, colours: str,
) -> None:
    noise = Image.effect_noise((120, 90), 90).convert("RGB")
    answer = draw(encoded(noise, "PNG"), 40, 20, symbols, colours)
    columns, rows = answer.numbers[:2]
    assert len(answer.body) == columns * rows * 12
    allowed = HALVES if symbols == "halves" else HALVES | {"▌", "▐"} | {
        chr(scalar) for scalar in range(0x1FB00, 0x1FB3C)}
    seen = set()
    for row in range(rows):
        for column in range(columns):
            text, foreground, background = answer.cell(column, row)
            seen.add(text)
            for colour in (foreground, background):
                limits = range(16, 256) if colours == "indexed" else range(0x1000000)
                assert colour == -1 or colour in limits
    assert seen <= allowed, seen
    assert seen & ({"▀", "▄"} if symbols == "halves" else allowed - HALVES)


# Where the red, green, blue and white quarters stand once the picture is upright, by EXIF's number.
UPRIGHT = {
    1: (RED, GREEN, BLUE, WHITE), 2: (GREEN, RED, WHITE, BLUE), 3: (WHITE, BLUE, GREEN, RED),
    4: (BLUE, WHITE, RED, GREEN), 5: (RED, BLUE, GREEN, WHITE), 6: (BLUE, RED, WHITE, GREEN),
    7: (WHITE, GREEN, BLUE, RED), 8: (GREEN, WHITE, RED, BLUE),
}


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_picture_stands_upright_as_exif_says(orientation: int) -> None:
    answer = draw(turned(orientation), 24, 12)
    columns, rows, width, height = answer.numbers
    assert (width, height) == ((400, 200) if orientation < 5 else (200, 400))
    places = [(1, 1), (columns - 2, 1), (1, rows - 2), (columns - 2, rows - 2)]
    for (column, row), colour in zip(places, UPRIGHT[orientation]):
        assert is_near(answer.colour(column, row), colour), (orientation, column, row)


@pytest.mark.parametrize("format", ["WEBP", "PNG"])
def test_exif_counts_in_other_formats_too(format: str) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    answer = draw(encoded(corners(), format, exif=exif))
    assert answer.numbers[2:] == [200, 400]


def test_what_is_transparent_has_the_terminals_colour() -> None:
    answer = draw(encoded(Image.new("RGBA", (64, 64), (9, 9, 9, 0)), "PNG"))
    assert {answer.colour(column, 1) for column in range(answer.numbers[0])} == {-1}


def test_of_a_moving_picture_the_first_frame_is_drawn() -> None:
    frames = [Image.new("RGB", (32, 32), colour) for colour in (RED, BLUE)]
    file = encoded(frames[0], "GIF", save_all=True, append_images=frames[1:])
    assert is_near(draw(file).colour(2, 2), RED)


@pytest.mark.parametrize("size", [(1, 1), (1, 4000), (4000, 1), (3, 5)])
def test_the_smallest_and_the_narrowest_are_drawn_too(size: tuple[int, int]) -> None:
    answer = draw(encoded(Image.new("RGB", size, RED), "PNG"))
    columns, rows = answer.numbers[:2]
    assert 1 <= columns <= 24 and 1 <= rows <= 8
    assert is_near(answer.colour(0, 0), RED)


def test_a_large_photo_is_drawn() -> None:
    file = encoded(corners((6000, 8000)), "JPEG", quality=80, progressive=True)
    answer = draw(file)
    assert answer.numbers[2:] == [6000, 8000]
    assert is_near(answer.colour(1, 1), RED)


def damaged_files() -> dict[str, bytes]:
    whole = {kind: encoded(Image.effect_noise((300, 200), 90).convert("RGB"), kind)
             for kind in ("PNG", "JPEG", "WEBP")}
    files = {f"{kind} cut off": data[:len(data) // 2] for kind, data in whole.items()}
    files |= {f"{kind} after its head": data[:40] for kind, data in whole.items()}
    files["a GIF that is a web page"] = b"GIF89a<html><script>alert(1)</script></html>"
    files["a PNG whose data is noise"] = png_of(64, 64, bytes(range(256)) * 4)
    files["a JPEG without a frame"] = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + bytes(9) + b"\xff\xd9"
    files["a BMP that says more than it has"] = (
        b"BM" + struct.pack("<IHHI", 54, 0, 0, 54) + struct.pack("<IiiHHIIiiII", 40, 900, 900, 1,
                                                                 24, 0, 0, 0, 0, 0, 0))
    files["no pixels"] = png_of(0, 0, zlib.compress(b""))
    return files


@pytest.mark.parametrize("name", sorted(damaged_files()))
def test_a_damaged_picture_is_refused(name: str) -> None:
    assert draw(damaged_files()[name]).reason == "damaged"


@pytest.mark.parametrize("file", [
    b"%PDF-1.7 and more", b"PK\x03\x04" + bytes(60), b"hello", b"<svg xmlns='x'/>", b"\xff\xd8",
    bytes(1000), b"RIFF\x10\x00\x00\x00WAVEfmt ", b"BM is how a text may begin, too",
])
def test_what_is_no_picture_is_refused(file: bytes) -> None:
    assert draw(file).reason == "not-a-picture"


def test_an_empty_file_is_refused() -> None:
    assert draw(b"").reason == "empty"


@pytest.mark.parametrize("file,words", [
    (bomb(), "too-many-pixels 40000 40000"),
    (png_of(2**31 - 1, 2**31 - 1, b""), "too-many-pixels 2147483647 2147483647"),
    (png_of(60_001, 1, b""), "too-many-pixels 60001 1"),
])
def test_too_many_pixels_are_refused_by_the_head_alone(file: bytes, words: str) -> None:
    assert draw(file).reason == words


def test_a_gif_whose_frame_is_larger_than_its_screen_is_refused_by_the_frame() -> None:
    file = encoded(Image.new("P", (8, 8)), "GIF")
    at = file.index(b"\x2c\x00\x00\x00\x00\x08\x00\x08\x00")
    file = file[:at + 5] + struct.pack("<HH", 65535, 65535) + file[at + 9:]
    assert draw(file).reason == "too-many-pixels 65535 65535"


def test_a_file_of_two_gigabytes_is_refused_unread(tmp_path) -> None:
    path = tmp_path / "huge.jpg"
    with path.open("wb") as stream:
        stream.write(b"\xff\xd8\xff")
        stream.truncate(2 << 30)
    assert draw(path).reason == "file-too-long"


def test_a_picture_with_something_behind_it_is_the_picture() -> None:
    answer = draw(encoded(corners(), "PNG") + b"PK\x03\x04#!/bin/sh\nrm -rf /\n")
    assert answer.is_drawn and is_near(answer.colour(1, 1), RED)


@pytest.mark.parametrize("seed", range(4))
def test_changed_bytes_never_bring_it_down_without_an_end(seed: int) -> None:
    import random
    chance = random.Random(seed)
    for kind in ("PNG", "JPEG", "WEBP", "GIF", "BMP"):
        whole = encoded(Image.effect_noise((60, 40), 90).convert("RGB"), kind)
        for _ in range(6):
            file = bytearray(whole)
            for _ in range(chance.randrange(1, 12)):
                file[chance.randrange(len(file))] = chance.randrange(256)
            answer = draw(bytes(file))
            assert answer.errors == b""
            assert answer.is_drawn or answer.status != 0 or answer.reason


@pytest.mark.parametrize("arguments", [
    [], ["1"], ["0", "8", "halves", "direct"], ["24", "8", "halves", "blue"],
    ["24", "99999", "halves", "direct"], ["x", "8", "halves", "direct"],
])
def test_what_it_does_not_understand_it_does_not_do(arguments: list[str]) -> None:
    done = subprocess.run([HELPER, *arguments], input=b"", capture_output=True)
    assert done.returncode == 64
    assert done.stdout.startswith(b"usage: ")


@pytest.mark.skipif(not shutil.which("strace"), reason="needs strace")
def test_it_opens_nothing_once_it_looks_at_foreign_bytes(tmp_path) -> None:
    photo, log = tmp_path / "photo.jpg", tmp_path / "log"
    photo.write_bytes(encoded(corners(), "JPEG"))
    with photo.open("rb") as stream:
        subprocess.run(["strace", "-f", "-o", log, HELPER, "24", "8", "halves", "direct"],
                       stdin=stream, stdout=subprocess.DEVNULL, check=True)
    text = log.read_text()
    filtered = re.search(r"prctl\(PR_SET_SECCOMP.*= 0", text)
    assert filtered, "no filter"
    for wanted in ("RLIMIT_AS", "RLIMIT_CPU", "RLIMIT_FSIZE", "RLIMIT_NOFILE", "RLIMIT_CORE"):
        assert text.index(wanted) < filtered.start()
    after = set(re.findall(r"^\d+ +(\w+)\(", text[filtered.end():], re.MULTILINE))
    assert after <= {"brk", "mmap", "munmap", "mremap", "mprotect", "madvise", "futex", "write",
                     "exit_group", "read", "rt_sigprocmask", "rt_sigaction"}, after
