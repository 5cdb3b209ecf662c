"""The wire pane open under 5,000 events a second: what a key takes to be seen, what an event costs, and
what memory there is once the pane is full.

`wire_soak.py [SECONDS] [RATE]` floods for SECONDS (30) and says what it measured. A machine that others
use tells the truth in ratios: of a key under the flood to one at rest, of an event late to one early. Where
it may (root, or `ulimit -r`), it goes before what others run: a desk that gets no processor is behind, and
what is behind stands in memory."""

import os
import pathlib
import re
import statistics
import sys
import tempfile
import threading
import time

from desk import Desk, open_first
from furrow import Furrow
from relay import Relay
from soak import Life
from support import FieldServer

MOST_RATIO, SLACK = 2.0, 1.05
WARM = 4  # seconds of the flood before the first measure: three times as much as the pane keeps
MARKS = "ʘʢʡɮɧɕʑɺʬʭ"  # nothing else on the screen has them


class Injecting(Relay):
    """Puts frames of its own into the WebSocket on the way to the desk."""

    def __init__(self, behind):
        self.desk, self.sending = None, threading.Lock()
        super().__init__(behind)

    def _pass_on(self, source, drain):
        try:
            while piece := source.recv(65536):
                with self.sending:
                    drain.sendall(piece)
                    if piece.startswith(b"HTTP/1.1 101"):
                        self.desk = drain
        except OSError:
            pass

    def inject(self, texts):
        frames = bytearray()
        for text in texts:
            data = text.encode()
            assert 126 <= len(data) < 65536
            frames += b"\x81\x7e" + len(data).to_bytes(2) + data
        with self.sending:
            self.desk.sendall(frames)


class Flood:
    """So many events a second, until it is stopped."""

    def __init__(self, relay, rate):
        self.relay, self.rate, self.sent, self.is_on = relay, rate, 0, True
        self.thread = threading.Thread(target=self._run, daemon=True)
        self.thread.start()

    def _run(self):
        start, padding = time.monotonic(), "x" * 80
        while self.is_on:
            due = int((time.monotonic() - start) * self.rate)
            while self.sent < due:
                count = min(50, due - self.sent)
                self.relay.inject(
                    f'42["user:online",{{"userId":"flood-{(self.sent + one) % 40}","number":{self.sent + one},'
                    f'"note":"{padding}"}}]' for one in range(count))
                self.sent += count
            time.sleep(0.004)

    def stop(self):
        self.is_on = False
        self.thread.join()


def echoes(desk, seconds):
    """What single keys took to be seen, in ms, the keys going over `seconds`."""
    times, end, number = [], time.monotonic() + seconds, 0
    while time.monotonic() < end:
        mark = MARKS[number % len(MARKS)]
        number += 1
        at = len(desk.raw)
        start = time.perf_counter()
        desk.press(mark)
        while mark.encode() not in desk.raw[at:]:
            if time.perf_counter() - start > 5:
                raise AssertionError(f"{mark} was not seen in 5 s")
            time.sleep(0.0005)
        times.append((time.perf_counter() - start) * 1000)
        desk.press("\x7f")
        time.sleep(0.12)
    return times


def spent(pid):
    return time.clock_gettime((~pid << 3) | 2)


def words(name, times):
    middle, late = statistics.median(times), sorted(times)[int(len(times) * 0.95)]
    print(f"{name}: {len(times)} keys, median {middle:.2f} ms, 95 of 100 within {late:.2f} ms", flush=True)
    return middle


def run(seconds, rate, folder):
    server = FieldServer(folder).start()
    relay = Injecting(int(server.url.rpartition(":")[2]))
    furrow = Furrow(folder, server)
    environment = furrow.environment("support", FURROW_URL=f"http://127.0.0.1:{relay.port}")
    desk = Desk(environment, columns=160, rows=45)
    try:
        open_first(desk)
        desk.press("\x1b[24~").shows("WIRE", "of 5000 kept")
        # Read together the two would be Alt+Enter.
        desk.press("\x1b").shows("wire  follows")
        desk.press("\r").shows("REPLY to")
        desk.rest()
        draw, desk.stream.feed = desk.stream.feed, lambda data: None
        idle = words("at rest", echoes(desk, max(6, seconds / 4)))
        flood = Flood(relay, rate)
        time.sleep(WARM)
        warm = Life(desk.pid)
        print(f"warm, after {flood.sent:,} events: {warm}", flush=True)
        parts = []
        busy = []
        for _ in range(2):
            before = (flood.sent, spent(desk.pid), time.monotonic())
            busy += echoes(desk, seconds / 2)
            events = flood.sent - before[0]
            taken = spent(desk.pid) - before[1]
            parts.append(taken / events * 1e6)
            print(
                f"{events / (time.monotonic() - before[2]):,.0f} events a second, "
                f"{parts[-1]:.1f} µs of the processor for each", flush=True)
        under = words("under the flood", busy)
        after = Life(desk.pid)
        flood.stop()
        print(f"after {flood.sent:,} events: {after}", flush=True)
        desk.stream.feed = draw
        desk.resize(160, 44).shows("5000 of 5000 kept")
        lost = re.search(r"(\d+) lost +5000 of 5000 kept", desk.text)
        print(f"5000 records kept, {lost[1] if lost else 0} lost", flush=True)
        ratios = {
            "a key": (under / idle, MOST_RATIO), "an event": (parts[1] / parts[0], 1.25),
            "memory": (after.memory / warm.memory, SLACK)}
        for name, (ratio, most) in ratios.items():
            print(f"{name}: {ratio:.2f} times, {most} at most", flush=True)
        return [name for name, (ratio, most) in ratios.items() if ratio > most]
    finally:
        desk.close()
        relay.close()
        server.stop()


def go_first():
    try:
        os.sched_setscheduler(0, os.SCHED_RR, os.sched_param(1))
    except OSError:
        print("others may take the processor meanwhile", flush=True)


if __name__ == "__main__":
    go_first()
    length = float(sys.argv[1]) if len(sys.argv) > 1 else 30
    speed = int(sys.argv[2]) if len(sys.argv) > 2 else 5000
    with tempfile.TemporaryDirectory() as home:
        wrong = run(length, speed, pathlib.Path(home))
    sys.exit(f"more than it may be: {', '.join(wrong)}" if wrong else 0)
