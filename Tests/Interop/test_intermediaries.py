"""The client behind balancers and proxies (row 17): what they block, and what must not be lost."""

import json

import pytest

from furrow import DONE, UNREACHABLE, Furrow, Sandbox
from intermediaries import HTTPProxy, Nginx, SOCKSProxy, free_port
from support import request, wait_until
from tail import Tail


class Front:
    """A server's tokens at the address of what stands before it."""

    def __init__(self, server, url):
        self.server, self.url, self.known = server, url, server.known

    def token(self, who):
        return self.server.token(who)


@pytest.fixture
def closing():
    made = []
    yield lambda thing: made.append(thing) or thing
    for thing in reversed(made):
        thing.stop()


@pytest.fixture
def balanced(tmp_path, field, closing):
    def make(**options):
        nginx = closing(Nginx(tmp_path, [field.known["listening"]], **options))
        return Furrow(tmp_path, Front(field, nginx.url)), nginx

    return make


def test_a_balancer_that_passes_websockets_is_crossed_by_one(balanced, field):
    furrow, _ = balanced()
    with Tail(furrow, field.named["short"]) as tail:
        assert tail.online()["transport"] == "websocket"
        tail.next("conversation:joined")
        field.control("write", user=field.users["farmer"], conversationId=field.named["short"],
                      content="through nginx")
        assert tail.next("message:new")["message"]["content"] == "through nginx"


def test_a_balancer_that_blocks_websockets_is_crossed_by_polling(balanced, field):
    furrow, nginx = balanced(blocks_websocket=True)
    with Tail(furrow, field.named["short"]) as tail:
        assert tail.online()["transport"] == "polling"
        tail.next("conversation:joined")
        field.control("write", user=field.users["farmer"], conversationId=field.named["short"],
                      content="by polling")
        assert tail.next("message:new")["message"]["content"] == "by polling"
    assert '" 403 ' in nginx.access.read_text(), "the WebSocket was not tried first"


def test_a_message_is_sent_once_where_websockets_are_blocked(balanced, field):
    furrow, _ = balanced(blocks_websocket=True)
    sent = furrow.json("send", field.named["short"], "only once").expect(DONE).object
    assert sent["state"] == "sent"
    history = field.get(f"/api/v1/chat/messages/{field.named['short']}?limit=100").json["data"]
    assert [message.get("content") for message in history].count("only once") == 1


def test_the_cookie_keeps_a_polling_session_on_its_node(tmp_path, closing):
    """Two nodes that know nothing of each other's sessions: without the cookie every second
    request would end at the wrong one."""
    secret = tmp_path / "secret"
    secret.write_text("the same for both nodes")
    nodes = []
    for name in ("one", "two"):
        folder = tmp_path / name
        folder.mkdir()
        options = ("--secret-file", secret, "--id-seed", 7, "--offers", "polling")
        nodes.append(closing(Sandbox(folder).start(*options)))
    conversation = [node.conversation() for node in nodes]
    assert conversation[0] == conversation[1], "the nodes' worlds differ"
    nginx = closing(Nginx(tmp_path, [node.port for node in nodes]))
    furrow = Furrow(tmp_path, Front(nodes[0], nginx.url))
    for turn in range(6):
        with Tail(furrow, conversation[0], transport="polling") as tail:
            tail.next("conversation:joined")
            for node in nodes:
                Furrow(node.folder, node).run(
                    "emit", "message:send", json.dumps({
                        "conversationId": conversation[0], "messageType": "text",
                        "content": f"turn {turn}"}),
                    "--expect", "message:sent", who="farmer").expect(DONE)
            assert tail.next("message:new")["message"]["content"] == f"turn {turn}"
            seen = [json.loads(line) for line in tail.process.seen]
            assert not [event for event in seen if event["event"] == "connection"
                        and event["data"]["state"] == "offline"]


def test_a_balancer_without_servers_is_named_as_what_it_is(tmp_path, field, closing):
    nginx = closing(Nginx(tmp_path, [free_port()]))
    furrow = Furrow(tmp_path, Front(field, nginx.url))
    failed = furrow.run("conversations").expect(UNREACHABLE)
    assert "502" in failed.err and "<" not in failed.err


@pytest.mark.parametrize("make", [HTTPProxy, SOCKSProxy], ids=["http-connect", "socks5"])
@pytest.mark.parametrize("transport", ["websocket", "polling"])
def test_calls_and_the_live_link_go_through_the_proxy(
        furrow, field, tmp_path, closing, make, transport):
    proxy = closing(make(tmp_path))
    short = field.named["short"]
    listed = furrow.run("conversations", "--limit", 1, "--proxy", proxy.url).expect(DONE)
    assert listed.out
    wait_until(proxy.asked, "the proxy to be asked")
    with Tail(furrow, short, "--proxy", proxy.url, transport=transport) as tail:
        assert tail.online()["transport"] == transport
        tail.next("conversation:joined")
        field.control("write", user=field.users["farmer"], conversationId=short, content="via")
        assert tail.next("message:new")["message"]["content"] == "via"
    if make is HTTPProxy and transport == "websocket":
        assert "CONNECT" in proxy.asked()


def test_the_environment_names_the_proxy_and_the_exceptions(furrow, field, tmp_path, closing):
    proxy = closing(HTTPProxy(tmp_path))
    furrow.run("conversations", env={"http_proxy": proxy.url}).expect(DONE)
    wait_until(lambda: "/api/v1/chat/conversations" in proxy.asked(), "the proxy to be asked")
    asked = proxy.asked()
    furrow.run(
        "conversations", env={"http_proxy": proxy.url, "NO_PROXY": "127.0.0.1"}).expect(DONE)
    assert proxy.asked() == asked


def test_a_proxy_that_is_not_there_is_named(furrow, field):
    failed = furrow.run(
        "conversations", "--proxy", f"http://127.0.0.1:{free_port()}").expect(UNREACHABLE)
    assert "proxy" in failed.err.lower()


def test_a_request_through_nginx_is_answered_like_a_direct_one(balanced, field):
    furrow, nginx = balanced()
    path = f"/api/v1/chat/messages/{field.named['short']}"
    through = request("GET", nginx.url + path, field.token("support"))
    assert through.json["data"] == field.get(path).json["data"]
