"""A disk that gives no locks, as a folder on a network may be: it is said, and nothing is lost."""

import ctypes
import errno
import platform
import struct
import subprocess

import pytest

from furrow import CANNOT_STORE, DONE
from support import BINARY

# Of x86-64 and of 64 bit ARM.
FLOCK = {"x86_64": 73, "aarch64": 32}.get(platform.machine())
NO_NEW_PRIVILEGES, SECCOMP, FILTER = 38, 22, 2
LIBC = ctypes.CDLL(None, use_errno=True)


class Program(ctypes.Structure):
    _fields_ = [("length", ctypes.c_ushort), ("filter", ctypes.c_void_p)]


def refuse_locks(number):
    """Makes flock(2) fail with that, for this process and those it starts."""
    def steps():
        yield 0x20, 0, 0, 0  # what is called
        yield 0x15, 0, 1, FLOCK
        yield 0x06, 0, 0, 0x00050000 | number
        yield 0x06, 0, 0, 0x7FFF0000

    code = ctypes.create_string_buffer(b"".join(struct.pack("<HBBI", *step) for step in steps()))
    program = Program(4, ctypes.cast(code, ctypes.c_void_p))
    assert LIBC.prctl(NO_NEW_PRIVILEGES, 1, 0, 0, 0) == 0
    assert LIBC.prctl(SECCOMP, FILTER, ctypes.byref(program), 0, 0) == 0


@pytest.fixture
def run_without_locks(furrow):
    if FLOCK is None:
        pytest.skip("the number of flock is not known here")

    def run(number, *words):
        return subprocess.run(
            [BINARY, *words], env=furrow.environment("support"), capture_output=True, text=True, timeout=60,
            preexec_fn=lambda: refuse_locks(number), check=False)

    return run


@pytest.mark.parametrize("number", [errno.ENOLCK, errno.EACCES])
def test_it_is_said_and_named_and_the_way_out_works(furrow, field, run_without_locks, number):
    conversation = field.named["short"]
    refused = run_without_locks(number, "send", conversation, "no locks")
    assert refused.returncode == CANNOT_STORE
    words = refused.stderr.strip()
    assert "cannot be locked" in words and "--data-dir" in words and str(furrow.folder / "data") in words
    assert words.count("\n") == 0
    assert not field.record("event", event="message:send")
    # What was there before stays, and nothing is taken for another furrow.
    furrow.run("send", conversation, "with locks").expect(DONE)
    again = run_without_locks(number, "outbox")
    assert again.returncode == CANNOT_STORE and "another furrow" not in again.stderr
    assert run_without_locks(number, "messages", conversation, "--no-cache").returncode == DONE
    assert furrow.run("outbox").expect(DONE).out == ""
