"""What the system is asked to do, and in which order: on the disk first, then to the server."""

import collections
import re
import subprocess

import pytest

from furrow import DONE
from support import BINARY

CALLS = "trace=pwrite64,write,writev,sendto,sendmsg,fsync,fdatasync"

Call = collections.namedtuple("Call", "begin end words")


def trace(furrow, log, *words):
    """Runs the binary; answers with its calls to write, send and sync, and the lines of the trace
    where each begins and ends."""
    watched = ["strace", "-f", "-y", "-s", "65535", "-e", CALLS, "-o", str(log)]
    if subprocess.run([*watched, "true"], capture_output=True, check=False).returncode != 0:
        pytest.skip("this system lets no program watch another")
    done = subprocess.run(
        [*watched, BINARY, *words], env=furrow.environment("support"), capture_output=True,
        text=True, timeout=60, check=False)
    assert done.returncode == DONE, done.stderr
    open_calls, calls = {}, []
    for number, line in enumerate(log.read_text(errors="replace").splitlines()):
        thread, _, words = line.partition(" ")
        words = words.strip()
        if words.endswith("<unfinished ...>"):
            open_calls[thread] = (number, words)
        elif resumed := re.match(r"<\.\.\. \w+ resumed>", words):
            begin, first = open_calls.pop(thread)
            calls.append(Call(begin, number, first + words[resumed.end():]))
        else:
            calls.append(Call(number, number, words))
    return calls


def test_a_message_and_its_handing_over_are_synced_before_any_of_it_leaves(
        furrow, field, tmp_path):
    text = "synced before it leaves"
    # By long-polling: the frames of a client's WebSocket are masked (RFC 6455, 5.3).
    calls = trace(
        furrow, tmp_path / "calls", "send", field.named["short"], text, "--transport", "polling")
    leaves = next(call.begin for call in calls if re.match(r"(sendto|sendmsg|writev?)\(.*POST ",
                  call.words) and text in call.words)
    # Other entries of the outbox may be written meanwhile: only this message's writes count.
    outbox = [call for call in calls if "outbox.sqlite-wal>" in call.words]
    synced = [call for call in outbox
              if re.match(r"f(data)?sync\(", call.words) and call.words.endswith("= 0")]
    for written in [text, "handedOver"]:
        first = next((call for call in outbox
                      if call.words.startswith("pwrite64") and written in call.words), None)
        assert first is not None and first.end < leaves, f"{written} was written before it left"
        follows = next(call for call in synced if call.begin > first.end)
        assert follows.end < leaves, f"{written} was synced before it left"
