"""A sample of the storm: whatever comes is answered or closed, and others are served meanwhile."""

import pytest

from storm import storm

# Generous, so that a busy machine does not fail it: they are for a server that stands still or leaks.
LONGEST, MOST_GROWTH = 10.0, 96 * 1024


@pytest.mark.parametrize("seed", [27])
def test_odd_inputs_are_answered_or_closed_and_leave_nothing_behind(start_sandbox, seed):
    sandbox = start_sandbox("--ping-interval", "2000", "--ping-timeout", "2000")
    result = storm(sandbox, 400, seed)
    assert not result.silent, [(one.what, one.pieces) for one in result.silent[:3]]
    assert sum(result.ends.values()) == 400
    assert max(result.times) < LONGEST, f"{result}"
    assert result.memory[1] - result.memory[0] < MOST_GROWTH, f"{result}"
    assert sandbox.call("GET", "/conversations").status == 200
