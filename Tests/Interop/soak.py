"""A desk that is used for a long time in a short one: live events, broken links, openings, other sizes of
the window. Afterwards it has the memory, the descriptors and the threads that it had when it was warm.

`soak.py [PART]` does PART (1 if not given) of 100,000 events, 2,000 new links, 500 openings and 1,000
sizes, and says what it measured."""

import os
import pathlib
import re
import sys
import tempfile
import time

from desk import Desk, open_first
from furrow import Furrow
from support import FieldServer, wait_until

EVENTS, LINKS, OPENINGS, SIZES = 100_000, 2_000, 500, 1_000
WARM = 0.1  # of all of it, before the first measure
SLACK = 1.05
AT_A_TIME = 500  # events in one request to the server


class Life:
    """What a process holds."""

    def __init__(self, pid):
        status = pathlib.Path(f"/proc/{pid}/status").read_text()
        self.memory = int(re.search(r"RssAnon:\s+(\d+)", status)[1]) / 1024
        self.threads = int(re.search(r"Threads:\s+(\d+)", status)[1])
        self.descriptors = len(os.listdir(f"/proc/{pid}/fd"))

    def __str__(self):
        return f"{self.memory:.1f} MB, {self.descriptors} descriptors, {self.threads} threads"


def at_rest(pid, patience=120):
    """Waits until the process has done nothing for a second."""
    clock = (~pid << 3) | 2
    end = time.monotonic() + patience
    spent, since = time.clock_gettime(clock), time.monotonic()
    while time.monotonic() < end and time.monotonic() < since + 3:
        time.sleep(0.2)
        now = time.clock_gettime(clock)
        if now - spent > 0.02:
            spent, since = now, time.monotonic()


class Soak:
    def __init__(self, server, desk):
        self.server, self.desk = server, desk
        self.said = 0

    def events(self, count):
        farmer, conversation = self.server.users["farmer"], self.server.named["short"]
        while count > 0:
            part = min(count, AT_A_TIME)
            self.server.control("flood", user=farmer, conversationId=conversation, count=part)
            self.said += part
            count -= part
        self.desk.shows(f"flood {self.said}", patience=120)

    def links(self, count):
        for _ in range(count):
            self.server.control("drop")
            # A key is a reason to try again at once.
            wait_until(self._is_back, "a new link", 30)

    def _is_back(self):
        self.desk.press("\x10\x0e")  # the conversation before, and this one
        return self.server.control("state")["sessions"]

    def openings(self, count):
        for _ in range(count):
            self.desk.press("\x0e")

    def sizes(self, count):
        for number in range(count):
            self.desk.resize(80 + number * 7 % 90, 24 + number * 3 % 20)
        self.desk.resize(120, 40)

    def run(self, part):
        self.events(round(EVENTS * part))
        self.links(round(LINKS * part))
        self.openings(round(OPENINGS * part))
        self.sizes(round(SIZES * part))


def run(part, folder):
    server = FieldServer(folder).start()
    desk = None
    try:
        desk = Desk(Furrow(folder, server).environment("support"), columns=120, rows=40)
        open_first(desk)
        soak = Soak(server, desk)
        soak.run(part * WARM)
        at_rest(desk.pid)
        warm = Life(desk.pid)
        print(f"warm: {warm}", flush=True)
        soak.run(part)
        at_rest(desk.pid)
        after = Life(desk.pid)
        print(f"after {soak.said:,} events: {after}", flush=True)
        return warm, after
    finally:
        if desk:
            desk.close()
        server.stop()


def main():
    part = float(sys.argv[1]) if len(sys.argv) > 1 else 1
    with tempfile.TemporaryDirectory() as folder:
        warm, after = run(part, pathlib.Path(folder))
    wrong = [
        what for what, before, now in (
            ("memory", warm.memory * SLACK, after.memory),
            ("descriptors", warm.descriptors, after.descriptors),
            ("threads", warm.threads + 2, after.threads))
        if now > before]
    sys.exit(f"more than there was: {', '.join(wrong)}" if wrong else 0)


if __name__ == "__main__":
    main()
