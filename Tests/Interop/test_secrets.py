"""A token goes to its server and nowhere else."""

import pathlib

from desk import open_first

def places_of(secret, folder, but):
    """The files below a folder that hold it."""
    return [
        path for path in folder.rglob("*")
        if path.is_file() and path not in but and secret in path.read_bytes()]


def seen_of(pid):
    """What others on the computer can see of a process."""
    process = pathlib.Path(f"/proc/{pid}")
    return (process / "cmdline").read_bytes() + (process / "environ").read_bytes()


def test_no_file_no_output_and_no_list_of_processes_holds_the_token(furrow, field, open_desk, tmp_path):
    token = field.token("support")
    # The last part is nobody else's; the others could stand there in another form.
    secret = token.rpartition(".")[2].encode()
    kept = {furrow.token_file("support"), field.record_path}
    log = tmp_path / "trace.log"
    desk = open_first(open_desk("--log-file", log, "--log-level", "trace", columns=120, rows=40))
    conversation = field.named["short"]
    said = seen_of(desk.pid)
    for words in (
        ["whoami"], ["conversations"], ["sync"], ["send", conversation, "hello", "--wire"],
        ["export", conversation, "--output", tmp_path / "written.html"],
        ["emit", "conversation:join", "{}", "--wait", "1"], ["config"], ["doctor", "--json"],
    ):
        done = furrow.run(*words, "--log-file", log, "--log-level", "trace")
        said += (done.out + done.err).encode()
    wire = furrow.start("tail", "--wire", "--log-file", log, "--log-level", "trace")
    wire.line()
    field.control("write", user=field.users["farmer"], conversationId=conversation, content="live")
    desk.shows("live")
    wire.end()
    said += "".join(wire.seen + list(wire.lines.queue)[:-1] + wire.stderr).encode()
    assert log.stat().st_size > 0
    assert secret not in said
    assert secret not in bytes(desk.raw)
    assert places_of(secret, tmp_path, kept) == []
