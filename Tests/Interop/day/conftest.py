"""A day of an agent or an admin, fresh for each job; at its end the strokes are compared with the
document's."""

import pytest

from agents_day import Day, Hand, document


def pytest_configure(config):
    config.addinivalue_line("markers", "job(name): one of the jobs of docs/agents-day.md or admins-day.md")


def started(request, tmp_path, column, name="agents-day"):
    job = request.node.get_closest_marker("job").args[0]
    assert job in document(name), f"docs/{name}.md has no job {job!r}"
    hand = Hand()
    day = Day(tmp_path, hand)
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


@pytest.fixture
def plain_day(request, tmp_path):
    """What is typed is compared with the lines of plain mode."""
    yield from started(request, tmp_path, 1)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    report = yield
    item.has_failed = getattr(item, "has_failed", False) or report.failed
    return report
