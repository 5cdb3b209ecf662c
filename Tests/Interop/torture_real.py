#!/usr/bin/env python3
"""Kills the real programs at random moments and counts what became of every message.

Each round sends a text or a picture with `furrow send` and ends that process or the server with
SIGKILL, or resets every connection between them, after a random time, or leaves all in peace;
sometimes the user flushes the outbox in between, which is hurt, too. In the end everything is started
again, the outbox is flushed, and the server's history is read: what was kept must be there once.
The server is the sandbox first, then python-socketio's.

usage: torture_real.py [ROUNDS] [SEED]   (rounds with each server, 200 when not said)
"""

import collections
import pathlib
import random
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time

from furrow import DONE, KEPT, Furrow, Sandbox
from relay import Relay
from support import FieldServer

PICTURE = b"\x89PNG\r\n\x1a\n" + bytes(4096)


def sandbox(folder):
    """The sandbox with its world in a file, and a conversation of its support agent."""
    server = Sandbox(folder).start("--data", str(folder / "world.sqlite"))
    return server, server.conversation()


def field(folder):
    """python-socketio's server with what it accepts in a folder, and a conversation."""
    kept = folder / "kept"
    kept.mkdir()
    server = FieldServer(folder).start("--data", str(kept))
    return server, server.named["short"]


class Relayed:
    """A server as it is seen through a relay."""

    def __init__(self, server):
        self.server, self.relay = server, Relay(int(server.url.rpartition(":")[2]))
        self.url = f"http://127.0.0.1:{self.relay.port}"

    @property
    def known(self):
        return self.server.known

    def token(self, who):
        return self.server.token(who)


class Torture:
    def __init__(self, folder, start, chance):
        self.folder, self.chance = folder, chance
        self.server, self.conversation = start(folder)
        self.relayed = Relayed(self.server)
        self.furrow = Furrow(folder, self.relayed)
        self.outcomes = collections.Counter()
        # A message's name is its text or its picture's file name, another one each round.
        self.handed, self.promised = [], set()

    def run(self, *words, expect=DONE):
        return self.furrow.json(*words, patience=120).expect(expect)

    def end(self, process, after):
        """Lets a process live for so long; answers with its exit status, None when it was killed."""
        try:
            return process.wait(after)
        except subprocess.TimeoutExpired:
            process.end(signal.SIGKILL)
            return None

    def hand_over(self, number):
        """Starts a process that sends this round's message; answers with its name, too."""
        name = f"message {number} of {self.chance.randrange(10**9)}"
        words = [name]
        if self.chance.random() < 0.25:
            name += ".png"
            picture = self.folder / name
            picture.write_bytes(PICTURE)
            words = ["--attach", picture]
        self.handed.append(name)
        return name, self.furrow.start("send", self.conversation, *words, "--wait", "3")

    def round(self, number):
        chance, pause = self.chance.random, self.chance.uniform
        name, process = self.hand_over(number)
        hurt = chance()
        if hurt < 0.4:
            status = self.end(process, pause(0.005, self.chance.choice([0.1, 0.6])))
        elif hurt < 0.6:
            for _ in range(self.chance.randint(1, 4)):
                time.sleep(pause(0.01, 0.3))
                self.relayed.relay.cut()
                self.outcomes["cuts"] += 1
            status = self.end(process, 30)
        elif hurt < 0.85:
            time.sleep(pause(0.01, 0.4))
            self.server.kill()
            self.outcomes["servers killed"] += 1
            status = self.end(process, pause(0.05, 4))
            self.server.restart()
        else:
            status = self.end(process, 30)
        self.outcomes["killed" if status is None else f"exit {status}"] += 1
        if status in (DONE, KEPT):
            self.promised.add(name)
        if chance() < 0.2:
            self.flush_in_bad_weather()

    def flush_in_bad_weather(self):
        flush = self.furrow.start("outbox", "flush", "--wait", "20")
        if self.chance.random() < 0.3:
            time.sleep(self.chance.uniform(0.01, 0.3))
            if self.chance.random() < 0.5:
                self.relayed.relay.cut()
                self.outcomes["cuts"] += 1
            else:
                self.server.kill()
                self.outcomes["servers killed"] += 1
                self.server.restart()
        self.end(flush, self.chance.uniform(0.05, 2))

    def flush(self, wait):
        self.furrow.run("outbox", "flush", "--wait", wait, patience=wait + 30)

    def play(self, rounds):
        for number in range(1, rounds + 1):
            self.round(number)
            if number % 10 == 0:
                # What the disk has accepted must arrive, whoever was killed after.
                self.promised |= self.accepted()
                # A message in doubt holds up those behind it until nobody kills its process.
                self.flush(30)
            if number % 20 == 0:
                print(f"  {number} rounds: {dict(self.outcomes)}", flush=True)
        self.promised |= self.accepted()
        for _ in range(30):
            if not self.waiting():
                break
            self.flush(60)
        return self.count()

    def waiting(self):
        entries = self.run("outbox", "list").objects
        return [entry for entry in entries if entry["state"] not in ("sent", "failed")]

    def accepted(self):
        """The names of the messages that stand in the outbox on the disk."""
        names = set()
        for path in self.folder.glob("data/**/outbox.sqlite"):
            disk = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
            names.update(name for row in disk.execute("SELECT text, name FROM entry") for name in row)
            disk.close()
        return names & set(self.handed)

    def count(self):
        history = self.run("messages", self.conversation, "--limit", 100000).objects
        order = [one.get("content") or (one.get("mediaId") or {}).get("name") for one in history]
        saved, left = collections.Counter(order), self.waiting()
        places = [self.handed.index(name) for name in order if name in self.handed]
        failures = {
            "lost": [name for name in self.promised if saved[name] == 0],
            "doubled": [name for name in self.handed if saved[name] > 1],
            "misordered": [self.handed[b] for a, b in zip(places, places[1:]) if b < a],
        }
        print(f"handed over {len(self.handed)}, at the server {len(set(places))}, found in the "
              f"outbox or promised {len(self.promised)}, left in the outbox {len(left)}")
        for what, names in failures.items():
            print(f"{what}: {len(names)}")
            for name in names:
                print(f"    {saved[name]} times: {name}")
        for entry in left:
            print(f"    left: {entry}")
        return not left and not any(failures.values())


def main():
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else random.randrange(10**6)
    good = True
    for start in (sandbox, field):
        print(f"{start.__name__}: {rounds} rounds, seed {seed}", flush=True)
        with tempfile.TemporaryDirectory(prefix="torture-") as name:
            torture = Torture(pathlib.Path(name), start, random.Random(seed))
            try:
                good = torture.play(rounds) and good
            finally:
                torture.server.stop()
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
