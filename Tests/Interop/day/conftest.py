"""A day of an agent, an admin or a tester, fresh for each job; at its end the strokes are compared with the
document's."""

import pytest

from agents_day import Day, Hand, document
from furrow import Sandbox


def pytest_configure(config):
    config.addinivalue_line("markers", "job(name): one of the jobs of docs/agents-day.md and its neighbours")


def started(request, tmp_path, column, name="agents-day", sandbox=None):
    job = request.node.get_closest_marker("job").args[0]
    assert job in document(name), f"docs/{name}.md has no job {job!r}"
    hand = Hand()
    day = Day(tmp_path, hand, sandbox)
    try:
        yield day
    finally:
        day.end()
    for lines in day.lines:
        lines.keeps_the_rules()
    if not request.node.has_failed:
        assert hand.strokes == document(name)[job][column], f"docs/{name}.md, {job}"


@pytest.fixture
def day(request, tmp_path):
    """What is pressed is compared with the keys of the desk."""
    yield from started(request, tmp_path, 0)


@pytest.fixture
def admins_day(request, tmp_path):
    """What is pressed is compared with the keys of an admin."""
    yield from started(request, tmp_path, 0, "admins-day")


@pytest.fixture(scope="module")
def one_sandbox(tmp_path_factory):
    """All jobs of a tester are done at it."""
    sandbox = Sandbox(tmp_path_factory.mktemp("sandbox")).start(seed="demo")
    yield sandbox
    sandbox.stop()


@pytest.fixture
def testers_day(request, tmp_path, one_sandbox):
    """What is pressed, and the commands, are compared with those of a tester."""
    yield from started(request, tmp_path, 0, "testers-day", one_sandbox)


@pytest.fixture
def plain_day(request, tmp_path):
    """What is typed is compared with the lines of plain mode."""
    yield from started(request, tmp_path, 1)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    report = yield
    item.has_failed = getattr(item, "has_failed", False) or report.failed
    return report
