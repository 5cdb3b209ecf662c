"""The history on this computer: reading it with `sync`, asking it with `search`."""

import pytest

from furrow import DONE, UNREACHABLE, USAGE


def ids(result):
    return [one["_id"] for one in result.expect(DONE).objects]


@pytest.fixture(params=["newest-first", "oldest-first"])
# Row 11.
def synced(furrow, field, request):
    field.set(paging=request.param)
    report = furrow.json("sync").expect(DONE).object
    assert report["complete"] and report["messages"] > 0
    assert report["whole"] == report["conversations"] > 0
    return report


def test_all_that_sync_reads_is_found_without_the_server(synced, furrow, field):
    conversation = field.named["short"]
    messages = furrow.json("messages", conversation, "--limit", 1000).expect(DONE).objects
    texts = [one for one in messages if (one.get("content") or "").strip()]
    assert texts
    again = furrow.json("sync").expect(DONE).object
    assert again["messages"] == 0
    field.kill()
    assert furrow.run("sync").status == UNREACHABLE
    found = ids(furrow.json("search", f"in:{conversation}", "--limit", 1000))
    assert sorted(found) == sorted(one["_id"] for one in messages)


def test_nothing_is_marked_read_by_reading_it(furrow, field):
    before = furrow.json("conversations", "--limit", 100).expect(DONE).objects
    furrow.json("sync").expect(DONE)
    after = furrow.json("conversations", "--limit", 100).expect(DONE).objects
    assert [one["unreadCount"] for one in after] == [one["unreadCount"] for one in before]


def test_pages_of_hits_hold_each_hit_once(synced, furrow, field):
    whole = ids(furrow.json("search", "has:image", "--limit", 1000))
    pages, cursor = [], []
    while True:
        result = furrow.json("search", "has:image", "--limit", 3, *cursor)
        pages += ids(result)
        more = [line for line in result.err.splitlines() if "--before " in line]
        if not more:
            break
        cursor = ["--before", more[0].split("--before ")[1].strip()]
    assert pages == whole


@pytest.mark.parametrize(
    "words", ['"', "*", "👍", "", "has:banana", "before:2026-02-30", "x" * 10_000, "from:"])
def test_what_is_nothing_to_search_for_gets_a_sentence(furrow, field, words):
    result = furrow.run("search", words).expect(USAGE)
    assert result.err.strip().endswith(".") and "fts5" not in result.err.lower()


def test_without_a_cache_there_is_nothing_to_search_or_to_read_into(furrow, field):
    for command in (["search", "x"], ["sync"]):
        assert "--no-cache" in furrow.run(*command, "--no-cache").expect(USAGE).err
