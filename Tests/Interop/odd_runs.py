"""What the tests of odd answers share: which oddities, and the binary at a server that has them."""

import concurrent.futures
import json
import os
import random
import subprocess
import sys

import pytest

import odd_answers as odd
from field import tokens
from furrow import Furrow
from odd_server import OddServer
from support import BINARY

sys.setrecursionlimit(10_000)  # json.loads follows the deep arrays
SEED, ALL = int(os.environ.get("ODD_SEED", "1")), "ODD_ALL" in os.environ


def some(choices, count):
    """So many of them by the seed; all of them where that is asked for."""
    return choices if ALL else random.Random(SEED).sample(choices, count)


@pytest.fixture
def serve(tmp_path):
    """A server of odd answers, and the binary with a person's token for it."""
    started = []

    def start(role="Support", **answers):
        server = OddServer(**answers)
        started.append(server)
        furrow = Furrow(tmp_path, server)
        token = tokens.mint({"_id": odd.ME, "role": role, "phone": "", "email": ""})
        server.known = {"tokens": {"support": token}}
        server.token = server.known["tokens"].__getitem__
        return server, furrow

    yield start
    for server in started:
        server.stop()


def log_of(tmp_path):
    return (tmp_path / "odd.log").read_text("utf-8").splitlines()


def run_each(furrow, commands):
    """Runs commands side by side; gives status, objects and errors of each, in order."""
    environment = furrow.environment("support")

    def run(words):
        done = subprocess.run(
            [BINARY, *map(str, words), "--json"], env=environment, capture_output=True, timeout=60,
            check=False, stdin=subprocess.DEVNULL)
        return done.returncode, [json.loads(line) for line in done.stdout.splitlines()], done.stderr

    with concurrent.futures.ThreadPoolExecutor(3) as pool:
        return list(pool.map(run, commands))
