"""A server that a profile marks as production is left alone, whichever way leads to it."""

import json


from furrow import DONE, USAGE, Furrow
from test_recordings import play, record

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 64


def test_whatever_fills_or_bends_a_server_is_refused_under_each_name_of_it(sandbox, tmp_path):
    furrow, bug, contact = record(tmp_path, sandbox)
    config = tmp_path / "config" / "config.toml"
    people = {who: furrow.token_file(who) for who in ("farmer", "support", "admin")}
    config.write_text(
        f'[profiles.live]\nurl = "{sandbox.url}"\nproduction = true\ntoken_file = "{people["farmer"]}"\n'
        f'[profiles.aside]\nurl = "http://localhost:{sandbox.port}"\ntoken_file = "{people["farmer"]}"\n')
    before = furrow.json("messages", contact, "--profile", "live", who="farmer").objects
    ways = [["--profile", "live"], ["--url", sandbox.url], ["--profile", "aside"],
            *(["--url", f"http://{host}:{sandbox.port}"] for host in ("0.0.0.0", "[::ffff:127.0.0.1]", "LocalHost."))]
    leaf = tmp_path / "leaf.png"
    leaf.write_bytes(PNG)
    data = json.dumps({"conversationId": contact, "messageType": "text", "content": "no"})
    commands = [
        ["emit", "message:send", data], ["load", "--users", 1, "--rate", 1, "--for", "1s"],
        ["tail", "--fault", "delay=1s"], ["send", contact, "no", "--fault", "delay=1s"],
        ["upload", leaf, "--fault", "upload-stop"],
        ["chat", "--fault", "delay=1s"], ["emit", "x", "--fault", "delay=1s"],
        ["check", "--write", "--user", people["farmer"], "--support", people["support"],
         "--admin", people["admin"]],
    ]
    for way in ways:
        for command in commands:
            refused = furrow.run(*command, *way, who="farmer").expect(USAGE)
            assert "marked production" in refused.err, (way, command, refused.err)
            assert len(refused.err.splitlines()) == 1
    for words in (["--port", sandbox.port], ["--url", f"http://0.0.0.0:{sandbox.port}"]):
        refused = play(furrow, "serve", "fault", "drop=1%", *words).expect(USAGE)
        assert "marked production" in refused.err
    play(furrow, "serve", "fault", "--off", "--port", sandbox.port).expect(DONE)
    for profile in ("live", "aside"):
        refused = play(furrow, "replay", bug, "--as", f"ramesh={profile}").expect(USAGE)
        assert "marked production" in refused.err
    assert furrow.json("messages", contact, "--profile", "live", who="farmer").objects == before


def test_reading_is_no_matter(sandbox, tmp_path):
    furrow = Furrow(tmp_path, sandbox)
    (tmp_path / "config").mkdir(exist_ok=True)
    (tmp_path / "config" / "config.toml").write_text(
        f'[profiles.live]\nurl = "{sandbox.url}"\nproduction = true\n')
    furrow.run("conversations", "--profile", "live").expect(0)
    checked = furrow.run("check", "--only", "rest.mine", "--profile", "live")
    assert "marked production" not in checked.err
