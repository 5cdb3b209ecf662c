#!/usr/bin/env python3
"""Starts the field server and prints one line of JSON that says where it listens and who is who.

Everything is in memory and from the same seed each time, so a server that is killed and started
again on its port knows the same people, conversations and tokens; with `--data`, the messages and
files that it accepted as well.
"""

import argparse
import asyncio
import contextlib
import json
import pathlib
import signal
import socket
import sys
import tempfile

import socketio
from aiohttp import web

from field import tokens
from field.chat import Chat
from field.control import Control
from field.live import Live
from field.record import Record
from field.rest import Rest
from field.shapes import Shapes
from field.switches import Switches
from field.world import PASSWORD, World


def arguments(words=None):
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--record", help="a file for a line of JSON per request, event and emit")
    parser.add_argument("--transports", default="polling,websocket")
    parser.add_argument("--ping-interval", type=float, default=25.0, help="seconds")
    parser.add_argument("--ping-timeout", type=float, default=60.0, help="seconds")
    parser.add_argument("--max-payload", type=int, default=1_000_000, help="bytes")
    parser.add_argument("--data", help="a folder for what must survive the server's death")
    parser.add_argument("--set", action="append", default=[], metavar="SWITCH=JSON")
    return parser.parse_args(words)


def listen(port):
    listener = socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind(("127.0.0.1", port))
    return listener


def introduction(world, switches, origin, other_origin):
    people = {
        "admin": world.admin, "support": world.support, "support2": world.support2,
        "farmer": world.farmers[0], "farmer2": world.farmers[1], "newcomer": world.newcomer,
    }
    return {
        "listening": int(origin.rpartition(":")[2]),
        "url": origin,
        "mediaOrigin": other_origin,
        "tokens": {
            name: tokens.mint(world.users[one], claim=switches.claims)
            for name, one in people.items()
        },
        "users": people,
        "emails": {name: world.users[one]["email"] for name, one in people.items()},
        "password": PASSWORD,
        "named": world.named,
    }


async def serve(options, media_folder, tell):
    switches = Switches()
    switches.change({
        name: json.loads(value) for name, _, value in (one.partition("=") for one in options.set)
    })
    world = World(media_folder)
    if options.data:
        world.keep(pathlib.Path(options.data) / "said.jsonl")
    chat, shapes, record = Chat(world, switches), Shapes(world, switches), Record(options.record)
    # Events of one client are handled in their order, as a client may expect.
    sio = socketio.AsyncServer(
        async_mode="aiohttp", async_handlers=False, cookie="io",
        transports=options.transports.split(","), ping_interval=options.ping_interval,
        ping_timeout=options.ping_timeout, max_http_buffer_size=options.max_payload)
    live = Live(sio, chat, shapes, record)
    rest, control = Rest(chat, shapes, live, record), Control(chat, shapes, live, record)

    app = web.Application(middlewares=[control.middleware], client_max_size=64 << 20)
    sio.attach(app)
    app.add_routes(rest.routes())
    app.add_routes([
        web.post("/control", control.handle),
        web.get("/uploads/chat/{name}", rest.serve_media),
    ])
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.5)
    await runner.setup()
    main, other = listen(options.port), listen(0)
    for listener in (main, other):
        await web.SockSite(runner, listener).start()
    shapes.origin = f"http://127.0.0.1:{main.getsockname()[1]}"
    shapes.other_origin = f"http://localhost:{other.getsockname()[1]}"
    tell(introduction(world, switches, shapes.origin, shapes.other_origin))

    ended = asyncio.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(name, ended.set)
    await ended.wait()
    await runner.cleanup()


def run(words, tell):
    """Serves until it is told to end; tells where it listens and who is who."""
    options = arguments(words)
    with tempfile.TemporaryDirectory(prefix="field-media-") as folder:
        with contextlib.suppress(KeyboardInterrupt):
            asyncio.run(serve(options, options.data or folder, tell))


if __name__ == "__main__":
    run(sys.argv[1:], lambda known: print(json.dumps(known), flush=True))
