"""A server that gives out odd answers byte by byte: records in pages, what a test makes of the other
calls, and events over long-polling."""

import collections
import http.server
import json
import re
import socketserver
import threading
import urllib.parse

from odd_answers import dump

EVENT = re.compile(r"42(\d*)(\[.*)", re.DOTALL)


class Session:
    """One live link: what waits for it, each packet with the message that it makes known."""

    def __init__(self):
        self.waiting, self.is_joined = collections.deque(), False


class OddServer:
    """`answers` maps (method, last word of the path) to what makes the document of that call; `sends`
    makes the packets that answer a message:send, and `link` is False where there is no live link."""

    def __init__(self, conversations=(), messages=(), events=(), envelope=None, answers=None,
                 sends=None, link=True):
        self.conversations, self.messages = list(conversations), list(messages)
        self.events, self.answers, self.sends, self.link = list(events), answers or {}, sends, link
        self.envelope = envelope or (lambda page, call: page)
        # What was asked for, and what each conversation holds that was sent to it.
        self.calls, self.kept, self.sessions = [], {}, {}
        self.news, self.is_over = threading.Condition(), False
        outer = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            disable_nagle_algorithm = True

            def log_message(self, *_):
                pass

            def handle(self):
                try:
                    super().handle()
                except ConnectionError:
                    pass  # furrow resets what it gives up

            def answer(self, body, kind="application/json", status=200):
                self.send_response(status)
                self.send_header("Content-Type", kind)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def take(self):
                url = urllib.parse.urlparse(self.path)
                query = dict(urllib.parse.parse_qsl(url.query))
                body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                if url.path != "/socket.io/":
                    return self.answer(*outer.rest(self.command, url.path, query, body))
                if not outer.link:
                    return self.answer(b"", status=404)
                if self.command == "POST":
                    outer.hear(query["sid"], body.decode())
                    return self.answer(b"ok", "text/plain")
                self.answer(outer.poll(query.get("sid")), "text/plain")

            do_GET = do_POST = do_PATCH = take

        class Server(socketserver.ThreadingMixIn, http.server.HTTPServer):
            daemon_threads = True
            request_queue_size = 64

        self.server = Server(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(
            target=self.server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()

    def stop(self):
        with self.news:
            self.is_over = True
            self.news.notify_all()
        self.server.shutdown()
        self.server.server_close()

    # REST

    def rest(self, method, path, query, body):
        """The body of the answer, its type and status."""
        call = path.removeprefix("/api/v1/chat/")
        data = json.loads(body) if body[:1] == b"{" else None
        with self.news:
            self.calls.append((method, call, data))
        words = call.split("/")
        if make := self.answers.get((method, words[-1] if words[0] != "messages" else words[0])):
            found = make(call, data)
            if isinstance(found, tuple):
                return dump(found[0]), "application/json", found[1]
            return (dump(found),)
        if method != "GET":
            return (b'{"message":"ok"}',)
        if words[0] == "conversations" and len(words) > 1:
            one = [one for one in self.conversations if one.get("_id") == words[1]]
            return (dump({"message": "ok", "data": one[0] if one else {"_id": words[1]}}),)
        if call == "support/stats":
            return (b'{"data":{}}',)
        is_history = words[0] == "messages"
        records = self.conversations
        if is_history:
            records = self.kept.get(words[1], self.messages)
        limit, number = int(query.get("limit", 50)), int(query.get("page", 1))
        pages = max(1, -(-len(records) // limit))
        if is_history:
            # Page 1 is the newest, and each is oldest first inside (row 11).
            end = len(records) - (number - 1) * limit
            data = records[max(0, end - limit):max(0, end)]
        else:
            data = records[(number - 1) * limit:number * limit]
        page = {
            "message": "ok", "data": data, "pagination": {
                "currentPage": number, "totalPages": pages, "totalItems": len(records),
                "itemsPerPage": limit, "hasNextPage": number < pages, "hasPrevPage": number > 1}}
        return (dump(self.envelope(page, call)),)

    # The live link

    def poll(self, sid):
        """The session's beginning, and then its packets, as many as fit into one answer."""
        with self.news:
            if sid is None:
                sid = f"s{len(self.sessions)}"
                self.sessions[sid] = Session()
                return json.dumps({
                    "sid": sid, "upgrades": [], "pingInterval": 25000, "pingTimeout": 60000,
                    "maxPayload": 1000000}).join(("0", "")).encode()
            waiting = self.sessions[sid].waiting
            self.news.wait_for(lambda: waiting or self.is_over, 20)
            batch = [waiting.popleft() for _ in range(min(16, len(waiting)))]
        self.messages += [message for _, message in batch if message is not None]
        return b"\x1e".join(packet for packet, _ in batch) or b"6"

    def hear(self, sid, body):
        for packet in body.split("\x1e"):
            if packet.startswith("40"):
                self.tell(sid, [b'40{"sid":"t"}'])
                for name, data in self.events:
                    self.emit(sid, name, data)
            elif found := EVENT.match(packet):
                name, data = json.loads(found[2])[:2]
                if name == "message:send" and self.sends:
                    self.tell(sid, self.sends(data, found[1]))
                elif name == "conversation:join" and self.sends:
                    self.emit(sid, "conversation:joined", data)

    def emit(self, sid, name, data):
        message = data.get("message") if name == "message:new" else None
        self.tell(sid, [b"42" + dump([name, data])], message)

    def tell(self, sid, packets, message=None):
        with self.news:
            self.sessions[sid].waiting.extend((packet, message) for packet in packets)
            self.news.notify_all()
