"""The document of the day and the tests are about the same jobs, all of them and no others."""

import pathlib
import re

import pytest

from agents_day import document


@pytest.mark.parametrize("module, name, column, count", [
    ("test_day_at_the_desk", "agents-day", 0, 20), ("test_day_in_lines", "agents-day", 1, 20),
    ("test_admins_day", "admins-day", 0, 10), ("test_testers_day", "testers-day", 0, 10)])
def test_each_job_of_the_document_has_a_test_and_strokes(module, name, column, count):
    tests = pathlib.Path(__file__).with_name(f"{module}.py").read_text(encoding="utf-8")
    jobs = re.findall(r'@mark\.job\("([^"]+)"\)', tests)
    assert jobs == list(document(name))
    assert len(jobs) == count
    assert all(strokes[column] for strokes in document(name).values())
