"""The desk in a pseudo-terminal, with an emulator that shows what a person would see."""

import fcntl
import os
import pty
import signal
import struct
import termios
import threading

import pyte

from support import BINARY, PATIENCE, wait_until

# What a terminal is told when a program leaves its alternate screen, and when it enters it.
LEFT, ENTERED = b"\x1b[?1049l", b"\x1b[?1049h"


class Desk:
    """`furrow` with these words, on a screen of this size."""

    def __init__(self, environment, *words, columns=80, rows=24):
        self.screen = pyte.Screen(columns, rows)
        self.stream = pyte.ByteStream(self.screen)
        self.raw = bytearray()
        self.lock = threading.Lock()
        self.main, side = pty.openpty()
        self._set_size(columns, rows)
        self.modes = termios.tcgetattr(side)
        self.side = side
        self.pid = os.fork()
        if self.pid == 0:
            self._take_terminal(side)
            os.close(self.main)
            os.execve(BINARY, [BINARY, *map(str, words)], environment)
        self.status = None
        threading.Thread(target=self._read, daemon=True).start()

    @staticmethod
    def _take_terminal(side):
        os.setsid()
        fcntl.ioctl(side, termios.TIOCSCTTY, 0)
        for number in (0, 1, 2):
            os.dup2(side, number)

    def _set_size(self, columns, rows):
        fcntl.ioctl(self.main, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def _read(self):
        while True:
            try:
                data = os.read(self.main, 65536)
            except OSError:
                return
            if not data:
                return
            with self.lock:
                self.raw += data
                self.stream.feed(data)

    @property
    def text(self):
        with self.lock:
            return "\n".join(line.rstrip() for line in self.screen.display)

    def shows(self, *words, patience=PATIENCE):
        """Waits until all of this is on the screen."""
        try:
            wait_until(lambda: all(word in self.text for word in words), words, patience)
        except AssertionError as error:
            raise AssertionError(f"{error}\n{self.text}") from None
        return self

    def hides(self, word):
        wait_until(lambda: word not in self.text, f"{word!r} to go from\n{self.text}")
        return self

    def press(self, keys):
        os.write(self.main, keys.encode() if isinstance(keys, str) else keys)
        return self

    def resize(self, columns, rows):
        with self.lock:
            self.screen.resize(rows, columns)
        self._set_size(columns, rows)
        return self

    def kill(self, how):
        os.kill(self.pid, how)
        return self

    def poll(self):
        """The status of the program's end, or None while it lives; a stop is told as its signal."""
        if self.status is None:
            pid, status = os.waitpid(self.pid, os.WNOHANG | os.WUNTRACED)
            if pid and os.WIFSTOPPED(status):
                return -os.WSTOPSIG(status)
            if pid:
                self.status = os.waitstatus_to_exitcode(status)
        return self.status

    def ended(self):
        wait_until(lambda: self.poll() is not None, f"its end\n{self.text}")
        return self.status

    def is_restored(self):
        """The alternate screen was left, and the modes are those from before."""
        wait_until(lambda: LEFT in self.raw, "the alternate screen to be left")
        assert self.raw.rfind(LEFT) > self.raw.rfind(ENTERED)
        assert termios.tcgetattr(self.side)[:4] == self.modes[:4]
        for mode in (b"2004", b"1004", b"1000", b"1006"):
            on, off = b"\x1b[?" + mode + b"h", b"\x1b[?" + mode + b"l"
            assert self.raw.rfind(off) >= self.raw.rfind(on), f"mode {mode} is still set"
        assert self.raw.rfind(b"\x1b[?25l") < self.raw.rfind(b"?25h"), "the cursor is hidden"
        return True

    def close(self):
        if self.poll() is None or self.status is None:
            os.kill(self.pid, signal.SIGKILL)
            os.waitpid(self.pid, 0)
            self.status = -signal.SIGKILL
        os.close(self.main)
        os.close(self.side)
