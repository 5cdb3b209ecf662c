"""Thousands of odd HTTP and WebSocket inputs against the sandbox, by seed.

Each input gets an answer or finds its connection closed; meanwhile somebody else is served, and
afterwards the server is as it was. `storm.py [COUNT] [SEED]` says what it measured.
"""

import asyncio
import dataclasses
import http.client
import multiprocessing
import os
import pathlib
import random
import sys
import tempfile
import time

from furrow import Sandbox
from support import wait_until

AT_ONCE = 64
PATIENCE = 15.0  # for what must come at once, on a machine that is busy
HEAD_LIMIT = 10.0  # that the server gives a request's head
KEY = "dGhlIHNhbXBsZSBub25jZQ=="
LENGTHS = ["-1", "0x10", "5, 5", "99999999999999999999", "1e3", "+5", " ", "5 5", "4294967296", "5;"]
CHUNKS = [b"zz\r\nhi\r\n", b"-2\r\nhi\r\n", b"2\r\nhiXX", b"fffffffffffffffff\r\n", b"2;a=b\r\nhi\r\n0\r\n\r\n",
          b"2 \r\nhi\r\n0\r\n\r\n", b"0x2\r\nhi\r\n0\r\n\r\n", b"\r\n", b"2\nhi\n0\n\n"]
VERSIONS = ["HTTP/2.0", "HTTP/9.9", "HTTP/0.9", "HTTP/1.2", "http/1.1", "HTTP/1", "HTTP/1.1.1", "ICY", ""]
METHODS = ["get", "GETT", "", "G\x00T", "PRI", "CONNECT", "SOURCE", "OPTIONS", "HEAD", "TRACE", "DELETE"]
HOSTS = ["a/b", 'x"><script>', "a:b:c", "[::1", "x" * 300, "a b", "a\tb", "user@host", "a:99999999", "é"]


@dataclasses.dataclass
class Input:
    """Bytes in the pieces in which they go; `holds` when the connection is then kept open."""

    what: str
    pieces: list
    holds: bool = False


class Generator:
    def __init__(self, seed, tokens, talk):
        self.chance = random.Random(seed)
        self.tokens, self.talk = tokens, talk

    def next(self):
        kind = self.chance.choices(
            [self.broken_http, self.odd_http, self.odd_length, self.websocket, self.unfinished],
            [35, 25, 15, 24, 1])[0]
        return kind()

    # HTTP

    def head(self, method, path, body=b"", version="HTTP/1.1", host="x", token=None, more=()):
        lines = [f"{method} {path} {version}", f"Host: {host}"]
        if token or (token is None and self.chance.random() < 0.8):
            lines.append(f"Authorization: Bearer {token or self.chance.choice(self.tokens)}")
        lines += more
        if body:
            lines.append(f"Content-Length: {len(body)}")
        return "\r\n".join(lines).encode("utf-8", "surrogateescape") + b"\r\n\r\n" + body

    def sound(self):
        base, talk = "/api/v1/chat", self.talk
        form = (b"--b\r\nContent-Disposition: form-data; name=type\r\n\r\nimage\r\n--b\r\n"
                b'Content-Disposition: form-data; name="media"; filename="a.png"\r\n'
                b"Content-Type: image/png\r\n\r\n" + self.bytes(300) + b"\r\n--b--\r\n")
        text = ('{"conversationId":"%s","messageType":"text","content":"%s"}' % (
            talk, self.chance.choice(["hello", "\\ud83d", "\\u0000", "1e999", "नमस्ते"]))).encode()
        return self.chance.choice([
            lambda: self.head("GET", f"{base}/conversations?page=1&limit=5"),
            lambda: self.head("GET", f"{base}/messages/{talk}?page={self.chance.choice(['1', '-1', 'x', '9' * 30])}"),
            lambda: self.head("POST", f"{base}/messages", text),
            lambda: self.head("POST", f"{base}/media", form, more=["Content-Type: multipart/form-data; boundary=b"]),
            lambda: self.head("POST", "/api/v1/users/login", b'{"email":"a","password":"b"}'),
            lambda: self.head("PATCH", f"{base}/conversations/{talk}/read"),
            lambda: self.head("OPTIONS", f"{base}/conversations", more=["Origin: http://localhost:1"]),
            lambda: self.head("GET", "/socket.io/?EIO=4&transport=polling"),
            lambda: self.head("POST", "/socket.io/?EIO=4&transport=polling&sid=nobody", b"40"),
            lambda: self.head("GET", "/uploads/chat/../../etc/passwd"),
            lambda: self.head("GET", "http://x/api/v1/chat/support/stats"),
        ])()

    def broken_http(self):
        """A sound request with some bytes changed, left out, doubled or put in."""
        data = bytearray(self.sound() * self.chance.choice([1, 1, 1, 3]))
        for _ in range(self.chance.randint(1, 6)):
            at = self.chance.randrange(len(data) + 1)
            size = self.chance.choice([1, 1, 2, 5, 40])
            match self.chance.randrange(5):
                case 0: data[at:at + size] = self.bytes(size)
                case 1: del data[at:at + size]
                case 2: data[at:at] = data[at:at + size]
                case 3: data[at:at] = self.bytes(size)
                case 4: data[at:at] = self.chance.choice([b"\r\n", b"\n", b"\x00", b" ", b":", b"\r\n\r\n"])
            if not data:
                break
        return Input("broken", self.cut(bytes(data)))

    def odd_http(self):
        """A request that HTTP itself forbids, or that is too large."""
        chance = self.chance
        data = chance.choice([
            lambda: b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + self.bytes(500),
            lambda: self.head("GET", "/", version=chance.choice(VERSIONS)),
            lambda: self.head(chance.choice(METHODS), "/"),
            lambda: self.head("GET", "/", host=chance.choice(HOSTS)),
            lambda: b"GET / HTTP/1.1\r\n\r\n",
            lambda: self.head("GET", "/" + "a" * chance.choice([60_000, 70_000, 300_000])),
            lambda: self.head("GET", "/", more=["X: " + "a" * chance.choice([60_000, 70_000, 300_000])]),
            lambda: self.head("GET", "/", more=[f"X-{n}: a" for n in range(chance.choice([400, 10_000]))]),
            lambda: self.head("GET", "/", more=chance.choice([
                ["X : a"], ["X"], [": a"], ["X: a", " folded"], ["X: \x00"], ["X\x01: a"], ["Host: y"]])),
            lambda: b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + self.bytes(30),
            lambda: self.head("GET", "/", more=["Upgrade: h2c", "Connection: upgrade"]) + self.bytes(50),
            lambda: self.bytes(chance.choice([1, 20, 500, 5000])),
            lambda: b"\r\n" * chance.choice([1, 100, 5000]) + self.sound(),
        ])()
        return Input("odd", self.cut(data))

    def odd_length(self):
        """A body whose length can be read in two ways, or not at all."""
        lines = []
        for _ in range(self.chance.choice([1, 1, 2])):
            lines.append("Content-Length: " + self.chance.choice(LENGTHS + ["2", "5"]))
        body = self.bytes(5)
        if self.chance.random() < 0.6:
            lines.insert(self.chance.randrange(2), "Transfer-Encoding: " + self.chance.choice(
                ["chunked", "chunked", "chunked", "Chunked", "gzip, chunked", "identity", "chunked, chunked", "x"]))
            body = self.chance.choice(CHUNKS)
            if self.chance.random() < 0.7:
                lines = [line for line in lines if line.startswith("T")]
        path = self.chance.choice(["/api/v1/chat/messages", "/api/v1/chat/media", "/api/v1/users/login", "/"])
        return Input("length", self.cut(self.head("POST", path, more=lines) + body))

    def unfinished(self):
        """The beginning of a head, and then nothing."""
        data = self.head("GET", "/api/v1/chat/conversations")[:-2]
        return Input("unfinished", [data[:self.chance.randrange(1, len(data))]], holds=True)

    # WebSocket

    def websocket(self):
        opening = self.head("GET", "/socket.io/?EIO=4&transport=websocket", more=[
            "Upgrade: websocket", "Connection: Upgrade", "Sec-WebSocket-Version: 13",
            "Sec-WebSocket-Key: " + self.chance.choice([KEY] * 9 + ["short"])])
        frames = b"".join(self.frame() for _ in range(self.chance.randint(1, 6)))
        return Input("websocket", [opening] + self.cut(frames + self.chance.choice([b"", b"", self.bytes(9)])))

    def frame(self):
        chance = self.chance
        payload = chance.choice([
            b"40", b"40{}", b"2probe", b"5", b"1", b"3", b"9", b"4abc", b"42{}", b"42[]", b"451-[]", b"",
            b"40" + b'{"token":"' + chance.choice(self.tokens).encode() + b'"}', b'42["message:send",{}]',
            b"42" + b"[" * chance.choice([200, 100_000]), b"\xff\xfe", b"\xed\xa0\x80", self.bytes(20),
            b'42["message:send",{"content":"\\ud83d","x":1e999}]', b"\x03\xe8bye", b"\x03\xed", b"\x03"])
        opcode = chance.choice([1, 1, 1, 1, 2, 0, 8, 9, 10, 3, 7, 11, 15])
        first = opcode | chance.choice([0x80] * 6 + [0, 0, 0xc0, 0x90])
        masked = chance.random() < 0.95
        size = chance.choice([len(payload)] * 12 + [0, 126, 70_000, 1 << 31, 1 << 63])
        if size < 126 and chance.random() < 0.97:
            length = bytes([size])
        elif size < 65536 and chance.random() < 0.9:
            length = b"\x7e" + size.to_bytes(2, "big")
        else:
            length = b"\x7f" + size.to_bytes(8, "big")
        mask = self.bytes(4)
        if masked:
            payload = bytes(byte ^ mask[place % 4] for place, byte in enumerate(payload))
        return bytes([first, length[0] | (0x80 if masked else 0)]) + length[1:] + (mask if masked else b"") + payload

    def bytes(self, count):
        return self.chance.randbytes(count)

    def cut(self, data):
        """In one piece, or in several."""
        if self.chance.random() < 0.7 or len(data) < 2:
            return [data]
        places = sorted(self.chance.sample(range(1, len(data)), min(3, len(data) - 1)))
        return [data[start:end] for start, end in zip([0] + places, places + [len(data)])]


async def play(server, one):
    """Sends an input. Returns how it ended, or None when nothing came in time."""
    reader, writer = await asyncio.open_connection("127.0.0.1", server.port)
    try:
        for piece in one.pieces:
            writer.write(piece)
            await asyncio.sleep(0)
        if one.what == "websocket":
            # The opening is answered; what counts is what follows the frames.
            try:
                await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), PATIENCE)
            except asyncio.IncompleteReadError:
                return "closed"
        answer = await read(reader, HEAD_LIMIT + PATIENCE if one.holds else 0.5)
        if answer is None and not one.holds:
            # The rest of what it announced does not come: its limit is longer than this test.
            writer.write_eof()
            answer = await read(reader, PATIENCE)
        return answer
    except (ConnectionError, OSError):
        return "closed"
    finally:
        writer.transport.abort()


async def read(reader, patience):
    try:
        return "answered" if await asyncio.wait_for(reader.read(1 << 16), patience) else "closed"
    except (TimeoutError, asyncio.TimeoutError):
        return None


def bystand(port, token, talk, stop, found):
    """Somebody who uses the server all the while; gives back how long each request took."""
    times = []
    while not stop.is_set():
        began = time.monotonic()
        asked = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        asked.request("GET", f"/api/v1/chat/conversations/{talk}", headers={"Authorization": f"Bearer {token}"})
        answer = asked.getresponse()
        assert answer.status == 200 and answer.read()
        asked.close()
        times.append(time.monotonic() - began)
        time.sleep(0.02)
    found.put(times)


@dataclasses.dataclass
class Result:
    ends: dict
    silent: list
    times: list
    memory: tuple
    descriptors: tuple
    seconds: float

    def __str__(self):
        times = sorted(self.times)
        late = sum(one > 0.1 for one in times)
        return (f"{sum(self.ends.values())} inputs in {self.seconds:.1f} s: {self.ends}; "
                f"silent {len(self.silent)}\n"
                f"others: {len(times)} requests, median {times[len(times) // 2] * 1000:.0f} ms, "
                f"longest {times[-1] * 1000:.0f} ms, {late} over 100 ms\n"
                f"memory {self.memory[0]} -> {self.memory[1]} kB, "
                f"descriptors {self.descriptors[0]} -> {self.descriptors[1]}")


def memory(server):
    for line in pathlib.Path(f"/proc/{server.process.popen.pid}/status").read_text().splitlines():
        if line.startswith("VmRSS"):
            return int(line.split()[1])


def descriptors(server):
    return len(os.listdir(f"/proc/{server.process.popen.pid}/fd"))


async def rage(server, generator, count):
    ends, silent, gate = {}, [], asyncio.Semaphore(AT_ONCE)

    async def one(attack):
        async with gate:
            end = await play(server, attack)
        ends[end] = ends.get(end, 0) + 1
        if end is None:
            silent.append(attack)

    # Who waits for a head's limit does not stand in the others' way.
    held = [one_ for one_ in (generator.next() for _ in range(count))]
    held.sort(key=lambda attack: not attack.holds)
    waiting = [asyncio.ensure_future(play(server, attack)) for attack in held if attack.holds]
    await asyncio.gather(*(one(attack) for attack in held if not attack.holds))
    for attack, task in zip((attack for attack in held if attack.holds), waiting):
        end = await task
        ends[end] = ends.get(end, 0) + 1
        if end is None:
            silent.append(attack)
    return ends, silent


def storm(server, count, seed):
    """Plays `count` inputs of this seed against a sandbox that was started for it."""
    talk = server.conversation()
    tokens = [server.token(who) for who in ("support", "farmer", "admin")] + ["x.y.z"]
    # What the first inputs of all kinds bring with them stays: only what comes after is growth.
    asyncio.run(rage(server, Generator(seed + 1, tokens, talk), 150))
    before, open_before = memory(server), descriptors(server)
    stop, found = multiprocessing.Event(), multiprocessing.Queue()
    other = multiprocessing.Process(
        target=bystand, args=(server.port, server.token("support"), talk, stop, found))
    other.start()
    began = time.monotonic()
    try:
        ends, silent = asyncio.run(rage(server, Generator(seed, tokens, talk), count))
    finally:
        stop.set()
    seconds = time.monotonic() - began
    times = found.get(timeout=60)
    other.join()
    wait_until(lambda: descriptors(server) <= open_before + 2, "the connections' descriptors to be closed")
    return Result(ends, silent, times, (before, memory(server)), (open_before, descriptors(server)), seconds)


def main():
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else random.randrange(1 << 32)
    print(f"seed {seed}", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        server = Sandbox(pathlib.Path(folder)).start("--ping-interval", "2000", "--ping-timeout", "2000")
        try:
            result = storm(server, count, seed)
            print(result)
            for attack in result.silent[:5]:
                print(f"neither answer nor close: {attack.what} {attack.pieces!r}"[:2000])
            sys.exit(1 if result.silent or server.process.popen.poll() is not None else 0)
        finally:
            server.stop()


if __name__ == "__main__":
    main()
