"""Fixtures: the field server, fresh for each test."""

import pytest

from support import FieldServer


@pytest.fixture
def field(tmp_path):
    server = FieldServer(tmp_path).start()
    yield server
    server.stop()
