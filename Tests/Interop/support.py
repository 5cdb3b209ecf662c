"""What the suites stand on: processes that say where they listen, and small requests to them."""

import contextlib
import json
import multiprocessing
import os
import pathlib
import queue
import signal
import socket
import subprocess
import threading
import time
import urllib.error
import urllib.request

HERE = pathlib.Path(__file__).resolve().parent
BINARY = os.environ.get("FURROW_BIN", str(HERE.parent.parent / ".build/debug/furrow"))
PATIENCE = 40.0  # seconds that a test waits for what must come, on a machine that is busy


@contextlib.contextmanager
def answering(answer):
    """Says these bytes to whoever asks, and closes; gives its address and what was asked."""
    asked = []
    with socket.create_server(("127.0.0.1", 0)) as listener:
        def serve():
            while True:
                try:
                    connection, _ = listener.accept()
                except OSError:
                    return
                with connection:
                    asked.append(connection.recv(4096))
                    connection.sendall(answer)

        threading.Thread(target=serve, daemon=True).start()
        yield f"http://127.0.0.1:{listener.getsockname()[1]}", asked


def wait_until(question, what, patience=PATIENCE):
    """Asks until the answer is true and gives it back; fails with `what` after `patience`."""
    end = time.monotonic() + patience
    while time.monotonic() < end:
        answer = question()
        if answer:
            return answer
        time.sleep(0.02)
    raise AssertionError(f"waited {patience} s in vain for {what}")


class Process:
    """A program whose lines are read as they come."""

    def __init__(self, command, env=None, stdin=subprocess.DEVNULL, **more):
        self.popen = subprocess.Popen(
            command, env=env, stdin=stdin, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            text=True, encoding="utf-8", errors="backslashreplace", **more)
        self.lines, self.stderr = queue.Queue(), []
        self.seen = []
        self._readers = [
            threading.Thread(target=self._read_stdout, daemon=True),
            threading.Thread(target=self._read_stderr, daemon=True),
        ]
        for reader in self._readers:
            reader.start()

    def _read_stdout(self):
        for line in self.popen.stdout:
            self.lines.put(line.rstrip("\n"))
        self.lines.put(None)

    def _read_stderr(self):
        for line in self.popen.stderr:
            self.stderr.append(line)

    def line(self, patience=PATIENCE):
        """The next line of stdout, or None when there is no more."""
        try:
            line = self.lines.get(timeout=patience)
        except queue.Empty:
            raise AssertionError(
                f"no further line in {patience} s; seen {self.seen[-5:]}, "
                f"stderr {''.join(self.stderr)[-800:]}") from None
        if line is not None:
            self.seen.append(line)
        return line

    def json_line(self, wanted, patience=PATIENCE):
        """The next line of JSON that `wanted` accepts; lines before it are passed over."""
        end = time.monotonic() + patience
        while True:
            line = self.line(max(0.01, end - time.monotonic()))
            if line is None:
                raise AssertionError(
                    f"ended first; seen {self.seen[-5:]}, stderr {''.join(self.stderr)[-800:]}")
            value = json.loads(line)
            if wanted(value):
                return value

    def end(self, how=signal.SIGTERM):
        """Ends the program and answers with its exit status."""
        if self.popen.poll() is None:
            self.popen.send_signal(how)
        try:
            status = self.popen.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            self.popen.kill()
            self.popen.wait()
            raise AssertionError(f"did not end on signal {how}") from None
        for reader in self._readers:
            reader.join(5)
        return status

    def processor_seconds(self):
        """What it has taken of the processor so far."""
        fields = pathlib.Path(f"/proc/{self.popen.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def wait(self, patience=PATIENCE):
        status = self.popen.wait(patience)
        for reader in self._readers:
            reader.join(5)
        return status


class Answer:
    def __init__(self, status, headers, body):
        self.status, self.headers, self.body = status, headers, body

    @property
    def json(self):
        return json.loads(self.body)


def request(method, url, token=None, body=None, headers=None):
    """One request over HTTP; an error status is an answer like any other."""
    headers = dict(headers or {})
    if token:
        headers["Authorization"] = f"Bearer {token}"
    if body is not None and not isinstance(body, bytes):
        body = json.dumps(body).encode()
        headers.setdefault("Content-Type", "application/json")
    asked = urllib.request.Request(url, data=body, method=method, headers=headers)
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(asked, timeout=PATIENCE) as answer:
            return Answer(answer.status, answer.headers, answer.read())
    except urllib.error.HTTPError as error:
        return Answer(error.code, error.headers, error.read())


def multipart(parts):
    """The body and the content type of a form; a part is (name, file name, type, bytes)."""
    boundary = "interop-boundary-7f3a"
    body = bytearray()
    for name, file_name, media_type, data in parts:
        body += f"--{boundary}\r\nContent-Disposition: form-data; name=\"{name}\"".encode()
        if file_name is not None:
            body += f"; filename=\"{file_name}\"".encode()
        if media_type is not None:
            body += f"\r\nContent-Type: {media_type}".encode()
        body += b"\r\n\r\n" + data + b"\r\n"
    body += f"--{boundary}--\r\n".encode()
    return bytes(body), f"multipart/form-data; boundary={boundary}"


class KeptPort:
    """The port of a server that was killed: nobody answers there, and no other server gets it."""

    def __init__(self):
        self.socket = None

    def hold(self, port):
        self.socket = socket.socket()
        # What was connected to the dead server lingers.
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self.socket.bind(("127.0.0.1", port))

    def release(self):
        if self.socket:
            self.socket.close()
            self.socket = None


# Reading its modules takes a field server longer than most tests: each is a fork of a process that has.
FORKS = multiprocessing.get_context("forkserver")
FORKS.set_forkserver_preload(["socketio", "aiohttp.web"])


def serve_field(words, tell):
    import field_server
    field_server.run(words, tell.send)


class FieldServer:
    """The field server in a process of its own, with its record and its control."""

    def __init__(self, folder):
        self.record_path = folder / "record.jsonl"
        self.process = None
        self.known = {}
        self._extra = ()
        self._port = KeptPort()

    def start(self, *extra, port=0):
        self._extra = extra
        known, tell = FORKS.Pipe(duplex=False)
        words = ["--port", port, "--record", self.record_path, *extra]
        self.process = FORKS.Process(
            target=serve_field, args=([str(word) for word in words], tell), daemon=True)
        self.process.start()
        tell.close()
        assert known.poll(PATIENCE), "the field server does not say where it listens"
        self.known = known.recv()
        return self

    def _end(self, how):
        os.kill(self.process.pid, how)
        self.process.join(PATIENCE)
        assert self.process.exitcode is not None, f"the field server did not end on signal {how}"

    def kill(self):
        self._end(signal.SIGKILL)
        self._port.hold(self.known["listening"])

    def restart(self):
        """Starts it again as it was, on the port it had."""
        self._port.release()
        self.start(*self._extra, port=self.known["listening"])

    @property
    def url(self):
        return self.known["url"]

    @property
    def named(self):
        return self.known["named"]

    @property
    def users(self):
        return self.known["users"]

    def token(self, who):
        return self.known["tokens"][who]

    def get(self, path, who="support", **more):
        return request("GET", self.url + path, self.token(who) if who else None, **more)

    def control(self, do, **values):
        answer = request("POST", f"{self.url}/control", body={"do": do} | values)
        assert answer.status == 200, answer.body
        return answer.json

    def set(self, **switches):
        self.control("set", **switches)

    def fault(self, path, **values):
        self.control("fault", path=path, **values)

    def record(self, kind=None, **wanted):
        """The lines of the record of this kind whose values are as wanted."""
        found = []
        whole, _, _ = self.record_path.read_text(encoding="utf-8").rpartition("\n")
        for line in whole.splitlines():
            value = json.loads(line)
            if kind in (None, value["kind"]) and all(
                    value.get(name) == one for name, one in wanted.items()):
                found.append(value)
        return found

    def wait_for(self, kind, patience=PATIENCE, **wanted):
        return wait_until(lambda: self.record(kind, **wanted), f"{kind} {wanted}", patience)

    def stop(self):
        self._port.release()
        if self.process and self.process.is_alive():
            self._end(signal.SIGTERM)


def said(field, conversation=None):
    """What the server has of this conversation, or of all."""
    messages = field.control("state")["messages"]
    histories = messages.values() if conversation is None else [messages[conversation]]
    return [one.get("content") for history in histories for one in history]


def arrives_once(field, text):
    wait_until(lambda: text in said(field), f"{text!r} to arrive")
    assert said(field).count(text) == 1
