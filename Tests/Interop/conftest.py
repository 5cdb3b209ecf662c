"""Fixtures: servers and clients, fresh for each test, with folders of their own."""

import pytest
import pytest_asyncio

from desk import Desk
from furrow import Furrow, Sandbox
from guest import Guest
from support import FieldServer


@pytest.fixture
def start_field(tmp_path):
    started = []

    def start(*options):
        started.append(FieldServer(tmp_path).start(*options))
        return started[-1]

    yield start
    for server in started:
        server.stop()


@pytest.fixture
def field(start_field):
    return start_field()


@pytest.fixture
def furrow(tmp_path, field):
    return Furrow(tmp_path, field)


@pytest.fixture
def open_desk(furrow):
    """Opens desks on the field server; several may stand side by side."""
    opened = []

    def start(*words, who="support", env=None, **size):
        opened.append(Desk(furrow.environment(who, **(env or {})), *words, **size))
        return opened[-1]

    yield start
    for desk in opened:
        desk.close()


@pytest.fixture
def start_sandbox(tmp_path):
    started = []

    def start(*options, **more):
        started.append(Sandbox(tmp_path).start(*options, **more))
        return started[-1]

    yield start
    for server in started:
        server.stop()


@pytest.fixture
def sandbox(start_sandbox):
    return start_sandbox()


@pytest_asyncio.fixture
async def guests():
    """Makes guests and sends them home after the test."""
    made = []

    def make(**options):
        made.append(Guest(**options))
        return made[-1]

    yield make
    for guest in made:
        if guest.sio.connected:
            await guest.leave()
