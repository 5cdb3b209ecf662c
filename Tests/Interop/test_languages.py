"""What furrow speaks: by the locale, by the configuration, and what stays English."""

import json
import pathlib
import re
import shutil
import subprocess

import pytest

from furrow import DONE, NOT_FOUND

ROOT = pathlib.Path(__file__).parents[2]
HINDI = re.compile("[\u0900-\u097f]")
HINDI_LOCALE = {"LANG": "hi_IN.UTF-8"}


def configure(furrow, text):
    folder = furrow.folder / "config"
    folder.mkdir(exist_ok=True)
    (folder / "config.toml").write_text(text, "utf-8")


def test_the_locale_chooses_the_language(furrow, field):
    listed = furrow.run("conversations", "--limit", 3, env=HINDI_LOCALE).expect(DONE)
    assert "अपठित" in listed.out and "Farmer" in listed.out
    assert "सक्रिय" in furrow.run("stats", env=HINDI_LOCALE).expect(DONE).out
    wrong = furrow.run("conversation", "nobody", env=HINDI_LOCALE)
    assert wrong.status == furrow.run("conversation", "nobody").status == NOT_FOUND
    furrow.run("nothing-like-that", env=HINDI_LOCALE)


def test_json_stays_as_it_is(furrow, field):
    words = ("conversations", "--limit", 3)
    assert furrow.json(*words, env=HINDI_LOCALE).out == furrow.json(*words).out
    wrong = ("conversation", "nobody")
    assert furrow.json(*wrong, env=HINDI_LOCALE).err == furrow.json(*wrong).err


@pytest.mark.parametrize("locale", ["fi_FI.UTF-8", "hi_IN.ISO-8859-1", "C.UTF-8", "C", ""])
def test_any_other_locale_is_english_without_a_word(furrow, locale):
    said = furrow.run("themes", "nothing", env={"LANG": locale})
    assert said.err == furrow.run("themes", "nothing").err
    assert not HINDI.search(said.err + said.out)


def test_the_configuration_chooses_before_the_locale_does(furrow, field):
    configure(furrow, 'language = "hi"\n[profiles.en]\nlanguage = "en"\n')
    wrong = ("messages", "nobody", "--limit", 0)
    assert HINDI.search(furrow.run(*wrong).err)
    assert not HINDI.search(furrow.run(*wrong, "--profile", "en", env=HINDI_LOCALE).err)


def test_a_language_that_does_not_exist_is_bad_configuration(furrow):
    configure(furrow, 'language = "xx"\n')
    said = furrow.run("whoami")
    assert said.status == 78
    assert 'language is "xx", not one of auto, en, hi.' in said.err
    assert said.err.count("\n") == 1


def test_the_desk_speaks_hindi(furrow, open_desk):
    configure(furrow, 'language = "hi"\n')
    desk = open_desk()
    # The parser of this screen keeps letters without their vowel signs.
    desk.shows("अपठ", "Lakshmi")
    desk.press("?")
    desk.shows("एक ऊपर", "Shift+Tab", "status:open older:2h")


# What may stay Latin in what commands print for people: names of commands, options, settings, files,
# checks and things of the protocol. All data are names, ids and what people wrote (those of --json).
MAY_STAY = set("""
    furrow sync all login config toml check json language auto hi en LANG LC UTF IN bytes kB MB GB
    ok warn fail terminal TERM locale widths server TLS proxy sign in WebSocket polling language
    conversations conversation messages stats agents balance audit report status Asia Kolkata UTC
    """.split())
LATIN = re.compile(r"[A-Za-z]{2,}")


def strange(furrow, *words, who="admin", status=(DONE,)):
    """The English words in what a command prints in Hindi, but for what may stay."""
    said = furrow.run(*words, who=who, env=HINDI_LOCALE)
    assert said.status in status, said.err
    text = re.sub(r"`[^`]*`|https?://\S+|\S*/\S*|--\S+", " ", said.out + said.err)
    data = furrow.json(*words, who=who)
    for listed in ("conversations", "agents"):
        data.out += furrow.json(listed, who="admin").out
    known = set(LATIN.findall(json.dumps(
        [json.loads(line) for line in data.out.splitlines()], ensure_ascii=False, default=str)))
    known -= ENGLISH
    return sorted(set(LATIN.findall(text)) - known - MAY_STAY)


# Words that JSON has, too, and people do not read.
ENGLISH = set("""open waiting resolved closed active message messages conversation conversations status
    changed failed unchanged now is are was already nobody has text image audio video done refused
    name User Support Admin true false null""".split()) - MAY_STAY


@pytest.mark.parametrize("words", [
    ("conversations",), ("stats",), ("agents",), ("whoami",), ("balance",), ("audit",),
    ("outbox",), ("views",),
])
def test_no_english_word_stands_in_what_a_command_prints(furrow, field, words):
    assert strange(furrow, *words) == []


def test_changes_are_told_in_hindi(furrow, field):
    short = field.named["short"]
    told = furrow.run("status", short, "resolved", env=HINDI_LOCALE).expect(DONE)
    assert told.out == f"{short} अब हल है।\n"
    told = furrow.run("status", short, "resolved", env=HINDI_LOCALE).expect(DONE)
    assert told.out == f"{short} पहले से हल है।\n"
    several = furrow.run("status", short, "zzz", "open", env=HINDI_LOCALE)
    assert "अब खुली है, पहले हल" in several.out
    assert "1 बदली, 1 असफल।" in several.err
    audit = furrow.run("audit", env=HINDI_LOCALE).expect(DONE).out
    assert "स्थिति" in audit and "(कमांड)" in audit and "resolved" not in audit
    one = furrow.run("conversation", short, env=HINDI_LOCALE).expect(DONE).out
    assert not re.search(r"\b(open|waiting|resolved|status)\b", one)


@pytest.mark.parametrize("locale, is_ascii", [
    ("hi_IN.UTF-8", False), ("zz_ZZ.utf8", False), ("C", True), ("zz_ZZ", True),
])
def test_a_locale_that_is_not_installed_counts_by_its_name(furrow, locale, is_ascii):
    shown = furrow.json("doctor", env={"LANG": locale}).objects
    signs = next(o for o in shown if o["check"] == "signs")
    assert ("ASCII" in signs["found"]) == is_ascii, signs


def test_the_doctor_judges_alike_in_both_languages(furrow, field):
    def judged(**env):
        lines = [o for o in furrow.json("doctor", env=env).objects]
        return {o["check"]: o["verdict"] for o in lines}

    said = furrow.run("doctor", env={"LANGUAGE": "hi", "LANG": "en_US.UTF-8"})
    rows = re.findall(r"^(ok|warn|fail) +(right to left|drawn widths|[\w-]+)", said.out, re.M)
    assert HINDI.search(said.out)
    assert dict((check, verdict) for verdict, check in rows) == judged(
        LANGUAGE="hi", LANG="en_US.UTF-8")


# The script that holds the catalogues against the sources.


@pytest.fixture
def sources(tmp_path):
    """A tree with one file of sentences and a catalogue."""
    (tmp_path / "scripts").mkdir()
    shutil.copy(ROOT / "scripts/check-sentences", tmp_path / "scripts")
    (tmp_path / "Sources/furrow").mkdir(parents=True)
    (tmp_path / "languages").mkdir()

    def check(swift, catalogue):
        (tmp_path / "Sources/furrow/A.swift").write_text(swift, "utf-8")
        (tmp_path / "languages/hi.po").write_text(catalogue, "utf-8")
        return subprocess.run(
            [tmp_path / "scripts/check-sentences"], capture_output=True, text=True, timeout=30)

    return check


SWIFT = 'let a = said("\\(name) is now \\(status ?? "?").")\n'
HINDI_ENTRY = 'msgid "{1} is now {2}."\nmsgstr "{1} अब {2} है।"\n'


def test_a_whole_catalogue_passes(sources):
    done = sources(SWIFT, HINDI_ENTRY)
    assert (done.returncode, done.stdout) == (0, "1 sentences in 2 languages (en, hi)\n")


@pytest.mark.parametrize("catalogue, problem", [
    ("", "is not translated"),
    (HINDI_ENTRY.replace("अब {2}", "अब"), "has other places than its translation"),
    (HINDI_ENTRY.replace("{1} अब", "{3} अब"), "has other places than its translation"),
    (HINDI_ENTRY + '\nmsgid "gone"\nmsgstr "गया"\n', 'nothing says "gone"'),
    (HINDI_ENTRY + "\n" + HINDI_ENTRY, "stands there twice"),
    ("#, fuzzy\n" + HINDI_ENTRY, "is not translated"),
    (HINDI_ENTRY + "nonsense\n", "line 3 is neither"),
])
def test_a_catalogue_that_is_not_whole_fails(sources, catalogue, problem):
    done = sources(SWIFT, catalogue)
    assert done.returncode == 1 and problem in done.stdout


def test_a_sentence_that_goes_past_the_catalogue_fails(sources):
    done = sources(SWIFT + 'let b = "The server is full."\n', HINDI_ENTRY)
    assert done.returncode == 1 and "The server is full." in done.stdout
    for other in ('log.info("The server is full.")', 'if a == "The server is full." {}'):
        assert sources(SWIFT + other, HINDI_ENTRY).returncode == 0
