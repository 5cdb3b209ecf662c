"""`furrow serve` as a program: tokens, sign-in, what it keeps in a file, how it ends."""

import contextlib
import json
import re
import signal
import socket
import time

import pytest

from furrow import DONE, USAGE, Furrow, Sandbox, claims
from support import request


def token_in(text):
    return Sandbox.TOKEN.search(text).group(0)


def login(server, email, password):
    return request("POST", f"{server.url}/api/v1/users/login",
                   body={"email": email, "password": password})


def test_a_token_a_role(sandbox):
    for name, role in (("farmer", "User"), ("support", "Support"), ("admin", "Admin")):
        said = claims(sandbox.token(name))
        assert said["role"] == role
        assert {"id", "phone", "email", "exp"} <= set(said)
        assert 3600 < said["exp"] - time.time() <= 24 * 3600
        assert sandbox.call("GET", "/conversations", name).status == 200


def test_a_token_minted_apart_is_good(start_sandbox, tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("between us\n")
    secret.chmod(0o600)
    sandbox = start_sandbox("--secret-file", str(secret))
    minted = Furrow(tmp_path).run(
        "serve", "token", "--role", "support", "--secret-file", secret, who=None).expect(DONE)
    token = token_in(minted.out)
    assert "--data" in minted.err and "--id-seed" in minted.err
    assert claims(token)["role"] == "Support"
    assert sandbox.call("GET", "/conversations", token).status == 200
    other = Furrow(tmp_path).run(
        "serve", "token", "--role", "admin", who=None,
        env={"FURROW_SERVE_SECRET": "somebody else's"}).expect(DONE)
    assert sandbox.call("GET", "/conversations", token_in(other.out)).status == 401


def test_without_a_secret_there_is_nothing_to_mint_with(tmp_path):
    Furrow(tmp_path).run("serve", "token", "--role", "support", who=None).expect(USAGE)


def test_the_printed_people_can_sign_in(sandbox):
    time.sleep(0.3)
    printed = "\n".join(sandbox.process.seen)
    email = claims(sandbox.token("support"))["email"]
    assert email in printed
    line = next(line for line in sandbox.process.seen if email in line and "eyJ" not in line)
    words = line.replace(",", " ").split()
    signed = next(
        (answer for word in words if (answer := login(sandbox, email, word)).status == 200), None)
    assert signed is not None, line
    assert signed.json["data"]["role"] == "Support"
    assert sandbox.call("GET", "/conversations", signed.json["token"]).status == 200
    assert login(sandbox, email, "wrong").status == 401
    assert login(sandbox, "nobody@example.org", "wrong").status == 401


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGKILL])
def test_what_was_said_survives_a_restart(start_sandbox, tmp_path, how):
    data = tmp_path / "world.sqlite"
    sandbox = start_sandbox("--data", str(data))
    talk = sandbox.conversation()
    message = sandbox.say(talk, "remember me")
    token = sandbox.token("farmer")
    sandbox.process.end(how)
    again = start_sandbox("--data", str(data))
    history = again.call("GET", f"/messages/{talk}", token)
    assert history.status == 200, "the secret is kept with the data"
    assert [one["_id"] for one in history.json["data"]] == [message]
    assert data.stat().st_mode & 0o077 == 0


def test_sigterm_ends_it_at_once_and_well(sandbox):
    started = time.monotonic()
    assert sandbox.process.end(signal.SIGTERM) in (DONE, 128 + signal.SIGTERM)
    assert time.monotonic() - started < 5


def test_sigterm_waits_for_nobody(sandbox):
    token = f"Host: x\r\nAuthorization: Bearer {sandbox.token('support')}\r\n"
    form = "Content-Type: multipart/form-data; boundary=b\r\nContent-Length: 9000\r\n\r\n"
    polling = "GET /socket.io/?EIO=4&transport=polling"
    sid = re.search(r'"sid":"([^"]*)"', request("GET", f"{sandbox.url}{polling[4:]}").body.decode()).group(1)
    begun = [
        "GET / HT", f"POST /api/v1/chat/messages HTTP/1.1\r\n{token}Content-Length: 90\r\n\r\n{{",
        f"POST /api/v1/chat/media HTTP/1.1\r\n{token}{form}--b\r\nContent-Disposition: form-data; "
        "name=media; filename=a\r\nContent-Type: image/png\r\n\r\nhalf",
        f"{polling}&sid={sid} HTTP/1.1\r\n{token}\r\n",
        f"GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\n{token}Upgrade: websocket\r\n"
        "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"]
    with contextlib.ExitStack() as open_connections:
        for text in begun:
            connection = socket.create_connection(("127.0.0.1", sandbox.port))
            open_connections.enter_context(connection).sendall(text.encode())
        # Whoever asks last is answered last: what was begun has come.
        assert sandbox.call("GET", "/conversations").status == 200
        assert sandbox.process.end(signal.SIGTERM) in (DONE, 128 + signal.SIGTERM)


def test_a_taken_port_is_told(sandbox, tmp_path):
    taken = Furrow(tmp_path).run("serve", "--port", sandbox.port, who=None, patience=20)
    assert taken.status not in (DONE, USAGE)
    assert str(sandbox.port) in taken.err


def test_an_address_that_is_none_is_told_with_the_mend(tmp_path):
    told = Furrow(tmp_path).run("serve", "--bind", "999.1.1.1", "--port", "0", who=None,
                                patience=20)
    assert told.status not in (DONE, USAGE)
    assert "SocketAddressError" not in told.err
    assert "no such address" in told.err and "--bind" in told.err


def test_the_demo_seed_has_people_waiting(start_sandbox):
    sandbox = start_sandbox("--farmers", "8", seed="demo")
    found = sandbox.call("GET", "/support/conversations?limit=100", "admin").json["data"]
    assert len(found) >= 8
    assert "waiting" in {one["status"] for one in found}
    assert len(json.dumps(found)) > 2000
