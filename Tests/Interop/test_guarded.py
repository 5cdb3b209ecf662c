"""A token in memory stays there: no core is written, and no other program of the same user looks in."""

import os
import pathlib
import resource
import signal

import pytest

from support import BINARY, Process

NOBODY = 65534


def start_server(tmp_path, **more):
    """A sandbox as somebody who is not root, with the tokens it made in its memory."""
    home = tmp_path / "somebody"
    home.mkdir()
    who = {}
    if os.geteuid() == 0:
        os.chown(home, NOBODY, NOBODY)
        for folder in [tmp_path, *tmp_path.parents][:3]:
            folder.chmod(folder.stat().st_mode | 0o011)
        who = {"user": NOBODY, "group": NOBODY, "extra_groups": []}
    environment = {name: os.environ[name] for name in ("PATH", "LD_LIBRARY_PATH") if name in os.environ}
    process = Process(
        [BINARY, "serve", "--port", "0", "--seed", "empty", "--print-tokens"],
        env=environment | {"HOME": str(home), "LANG": "C.UTF-8"} | more.pop("env", {}),
        cwd="/", preexec_fn=allow_cores, **who)
    assert process.line() is not None, "".join(process.stderr)
    return process


def allow_cores():
    hard = resource.getrlimit(resource.RLIMIT_CORE)[1]
    resource.setrlimit(resource.RLIMIT_CORE, (hard, hard))


@pytest.fixture
def server(tmp_path):
    started = []

    def start(**more):
        started.append(start_server(tmp_path, **more))
        return started[-1]

    yield start
    for process in started:
        if process.popen.poll() is None:
            process.end(signal.SIGKILL)


def core_limits(pid):
    for line in pathlib.Path(f"/proc/{pid}/limits").read_text().splitlines():
        if line.startswith("Max core file size"):
            return line.split()[4:6]
    raise AssertionError("the kernel names no limit of cores")


def test_no_core_is_written_and_nobody_else_reads_the_memory(server):
    process = server()
    assert core_limits(process.popen.pid) == ["0", "0"]
    # What is not dumpable belongs to root, whoever runs it.
    assert os.stat(f"/proc/{process.popen.pid}/mem").st_uid == 0
    process.popen.send_signal(signal.SIGABRT)
    ended = os.waitid(os.P_PID, process.popen.pid, os.WEXITED | os.WNOWAIT)
    assert ended.si_code == os.CLD_KILLED, "a core was written"


def test_a_developer_may_have_it_traced(server):
    process = server(env={"FURROW_TRACEABLE": "1"})
    somebody = NOBODY if os.geteuid() == 0 else os.geteuid()
    assert os.stat(f"/proc/{process.popen.pid}/mem").st_uid == somebody
