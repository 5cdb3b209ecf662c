"""Notes that colleagues share through a folder (docs/team.md), found, and kept out of what leaves."""

from furrow import DONE


def shared(tmp_path):
    team = tmp_path / "team"
    team.mkdir()
    config = tmp_path / "config"
    config.mkdir(exist_ok=True)
    (config / "config.toml").write_text(f'team_dir = "{team}"\n')
    return team


def test_a_note_reaches_a_colleague_and_leaves_only_when_asked(furrow, field, tmp_path):
    team = shared(tmp_path)
    conversation = field.named["short"]
    told = furrow.run("note", conversation, "wants a yellowish call\nsoon").expect(DONE)
    assert "team's folder" in told.out
    mine = furrow.json("note", conversation).expect(DONE).object
    theirs = furrow.json("note", conversation, who="admin").expect(DONE).object
    assert theirs["text"] == mine["text"] == "wants a yellowish call\nsoon"
    assert theirs["author"] and "author" not in mine

    furrow.json("sync").expect(DONE)
    found = furrow.json("search", "yellowish", f"in:{conversation}").expect(DONE).object
    assert found["note"] is True and found["conversationId"]["_id"] == conversation

    page = furrow.run("export", conversation).expect(DONE)
    assert "yellowish" not in page.out and "--notes" in page.err
    page = furrow.run("export", conversation, "--notes").expect(DONE)
    assert "(note, not sent): wants a yellowish call\n    soon\n" in page.out

    furrow.run("note", "--delete", mine["_id"]).expect(DONE)
    assert furrow.json("note", conversation, who="admin").expect(DONE).objects == []
    assert sorted(one.suffix for one in team.iterdir()) == [".jsonl"]


def test_what_else_lies_in_the_folder_is_named_and_harms_nothing(furrow, field, tmp_path):
    team = shared(tmp_path)
    conversation = field.named["short"]
    furrow.run("note", conversation, "good").expect(DONE)
    (team / "a.jsonl").write_bytes(b"\xff\x00{\n" + b"[" * 5000 + b"\n")
    (team / "b.jsonl").symlink_to("/dev/zero")
    result = furrow.run("note", conversation, who="admin").expect(DONE)
    assert "good" in result.out
    assert "a.jsonl:1: no line of furrow" in result.err and "b.jsonl is no file" in result.err
    for one in team.iterdir():
        one.unlink()
    team.rmdir()
    result = furrow.run("note", conversation, "kept").expect(DONE)
    assert "stays on this computer" in result.out and "is no folder" in result.err
    assert "kept" in furrow.run("note", conversation).expect(DONE).out
