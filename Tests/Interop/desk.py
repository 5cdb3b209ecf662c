"""The desk in a pseudo-terminal, with an emulator that shows what a person would see."""

import fcntl
import os
import pty
import signal
import struct
import termios
import threading
import time

import pyte

from support import BINARY, PATIENCE, wait_until

# What a terminal is told when a program leaves its alternate screen, and when it enters it.
LEFT, ENTERED = b"\x1b[?1049l", b"\x1b[?1049h"


def open_first(desk):
    """Opens the conversation under the cursor: the one that waits longest."""
    return desk.shows("live", ">").press("\r").shows("REPLY to Lakshmi", "line 3 of 3")


class Screen(pyte.Screen):
    """What pyte leaves out: scrolling by a command of its own (SU and SD), which xterm's terminfo has."""

    def _at_top(self, change, count):
        self.save_cursor()
        self.cursor.y = self.margins.top if self.margins else 0
        change(count)
        self.restore_cursor()

    def scroll_up(self, count=1):
        self._at_top(self.delete_lines, count)

    def scroll_down(self, count=1):
        self._at_top(self.insert_lines, count)


class Stream(pyte.ByteStream):
    csi = pyte.ByteStream.csi | {"S": "scroll_up", "T": "scroll_down"}
    events = pyte.ByteStream.events | {"scroll_up", "scroll_down"}


class Desk:
    """`furrow` with these words, on a screen of this size."""

    def __init__(self, environment, *words, columns=80, rows=24):
        self.screen = Screen(columns, rows)
        self.stream = Stream(self.screen)
        self.raw = bytearray()
        self._shown = None
        self.lock = threading.Lock()
        self.main, side = pty.openpty()
        self._set_size(columns, rows)
        self.modes = termios.tcgetattr(side)
        self.side = side
        news, tell = os.pipe()
        self.shell = os.fork()
        if self.shell == 0:
            os.close(self.main)
            self._be_a_shell(side, tell, [BINARY, *map(str, words)], environment)
        os.close(tell)
        self.news = os.fdopen(news)
        self.pid = int(self.news.readline())
        self.status = self.stopped_by = None
        for reader in (self._read, self._listen):
            threading.Thread(target=reader, daemon=True).start()

    @staticmethod
    def _be_a_shell(side, tell, command, environment):
        """Leads the session and waits, for a program alone in its session cannot be stopped."""
        os.setsid()
        fcntl.ioctl(side, termios.TIOCSCTTY, 0)
        signal.signal(signal.SIGTTOU, signal.SIG_IGN)
        signal.signal(signal.SIGHUP, signal.SIG_IGN)
        child = os.fork()
        if child == 0:
            os.setpgid(0, 0)
            os.tcsetpgrp(side, os.getpid())
            signal.signal(signal.SIGTTOU, signal.SIG_DFL)
            signal.signal(signal.SIGHUP, signal.SIG_DFL)
            for number in (0, 1, 2):
                os.dup2(side, number)
            os.execve(command[0], command, environment)
        os.write(tell, f"{child}\n".encode())
        while True:
            _, status = os.waitpid(child, os.WUNTRACED)
            if os.WIFSTOPPED(status):
                os.write(tell, f"stopped {os.WSTOPSIG(status)}\n".encode())
            else:
                os.write(tell, f"ended {os.waitstatus_to_exitcode(status)}\n".encode())
                os._exit(0)

    def _listen(self):
        for line in self.news:
            what, number = line.split()
            if what == "ended":
                self.status = int(number)
            else:
                self.stopped_by = int(number)

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
                self._take(data)

    def _take(self, data):
        self.raw += data
        self.stream.feed(data)
        self._shown = None

    @property
    def text(self):
        # Who waits asks again and again, and mostly nothing has come.
        with self.lock:
            if self._shown is None:
                rows = self.screen.buffer
                # Not `display`, which fails over half a wide character while bytes are still coming.
                self._shown = "\n".join(
                    "".join(rows[y][x].data for x in range(self.screen.columns)).rstrip()
                    for y in range(self.screen.lines))
            return self._shown

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

    def write(self, text):
        """Writes into the composer, and waits to see it: a line end in one burst is a paste."""
        return self.press(text).shows(text)

    def rest(self):
        """Lets the hand lie still: a question takes an answer once the letters have stopped."""
        time.sleep(0.8)
        return self

    def resize(self, columns, rows):
        with self.lock:
            self.screen.resize(rows, columns)
            self._shown = None
        self._set_size(columns, rows)
        return self

    def blank(self):
        """Forgets what is on the screen, as a terminal that was cleared from outside does."""
        with self.lock:
            self.screen.reset()
            self._shown = None
        return self

    def kill(self, how):
        os.kill(self.pid, how)
        return self

    def ended(self):
        """Waits for the program's end and answers with its exit status."""
        wait_until(lambda: self.status is not None, f"its end\n{self.text}")
        return self.status

    def stopped(self):
        """Waits until the program was stopped and answers with the signal that did it."""
        wait_until(lambda: self.stopped_by is not None, f"it to stop\n{self.text}")
        return self.stopped_by

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
        if self.status is None:
            os.kill(self.pid, signal.SIGKILL)
            self.ended()
        os.waitpid(self.shell, 0)
        os.close(self.main)
        os.close(self.side)
