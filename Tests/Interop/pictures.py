"""Pictures for the tests, good and bad, and what `furrow-picture` answers to them."""

from __future__ import annotations

import io
import os
import pathlib
import struct
import subprocess
import zlib
from dataclasses import dataclass

from PIL import Image

from support import BINARY

HELPER = str(pathlib.Path(BINARY).with_name("furrow-picture"))
RED, GREEN, BLUE, WHITE = (255, 0, 0), (0, 255, 0), (0, 0, 255), (255, 255, 255)
HALVES = {" ", "▀", "▄", "█"}


def corners(size: tuple[int, int] = (400, 200)) -> Image.Image:
    """Red, green, blue and white quarters, so that every turn of it can be told."""
    image = Image.new("RGB", size)
    width, height = size
    for place, colour in (((0, 0), RED), ((1, 0), GREEN), ((0, 1), BLUE), ((1, 1), WHITE)):
        left, top = place[0] * width // 2, place[1] * height // 2
        image.paste(colour, (left, top, left + width // 2, top + height // 2))
    return image


def encoded(image: Image.Image, format: str, **options: object) -> bytes:
    out = io.BytesIO()
    image.save(out, format, **options)
    return out.getvalue()


def turned(orientation: int) -> bytes:
    """A JPEG of the corners that says it has to be turned."""
    exif = Image.Exif()
    exif[0x0112] = orientation
    return encoded(corners(), "JPEG", quality=95, exif=exif)


def png_chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def png_of(width: int, height: int, data: bytes) -> bytes:
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (b"\x89PNG\r\n\x1a\n" + png_chunk(b"IHDR", head) + png_chunk(b"IDAT", data)
            + png_chunk(b"IEND", b""))


def bomb() -> bytes:
    """A few kilobytes of PNG that unpack to 40,000 × 40,000 pixels."""
    return png_of(40_000, 40_000, zlib.compress(bytes(40_000), 9) * 50)


@dataclass
class Answer:
    line: str
    body: bytes
    status: int
    errors: bytes

    @property
    def is_drawn(self) -> bool:
        return self.line.startswith("furrow-picture 1 ok ")

    @property
    def reason(self) -> str:
        assert self.line.startswith("furrow-picture 1 no "), self.line
        return self.line.removeprefix("furrow-picture 1 no ")

    @property
    def numbers(self) -> list[int]:
        return [int(word) for word in self.line.split()[3:]]

    def cell(self, column: int, row: int) -> tuple[str, int, int]:
        at = (row * self.numbers[0] + column) * 12
        scalar, foreground, background = struct.unpack_from("<Iii", self.body, at)
        return chr(scalar), foreground, background

    def colour(self, column: int, row: int) -> int:
        """The colour that most of a cell has; of halves the upper one's."""
        text, foreground, background = self.cell(column, row)
        return background if text in (" ", "▄") else foreground


def draw(
    file: bytes | pathlib.Path, columns: int = 24, rows: int = 8, symbols: str = "halves",
    colours: str = "direct",
) -> Answer:
    source = file if isinstance(file, pathlib.Path) else None
    command = [HELPER, str(columns), str(rows), symbols, colours]
    if source:
        with source.open("rb") as stream:
            done = subprocess.run(command, stdin=stream, capture_output=True, env={}, timeout=60)
    else:
        done = subprocess.run(command, input=file, capture_output=True, env={}, timeout=60)
    line, _, body = done.stdout.partition(b"\n")
    return Answer(line.decode(), body, done.returncode, done.stderr)
