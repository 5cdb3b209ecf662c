"""The everyday jobs of an agent on a screen, key by key as docs/agents-day.md has them."""

import base64
import re
import signal

from PIL import Image
from pytest import mark

from pictures import HALVES
from support import wait_until

HINDI = "पत्ते के नीचे देखिए, और शाम को छिड़काव कीजिए।"


def cells(desk):
    """Every cell of the screen, copied."""
    with desk.desk.lock:
        screen = desk.desk.screen
        return [screen.buffer[y][x] for y in range(screen.lines) for x in range(screen.columns)]


def drawn(desk):
    """How many cells only a picture has: a half block on a colour of its own."""
    return sum(one.data in HALVES - {" ", "█"} and one.bg != "default" for one in cells(desk))


@mark.job("Open who waits longest")
def test_who_waits_longest_is_open_and_read_with_one_key(day):
    desk = day.desk()
    assert day.unread("Lakshmi") == 2
    desk.key("w").shows("waiting 4", "leaf.jpg", "REPLY to Lakshmi")
    wait_until(lambda: day.unread("Lakshmi") == 0, "what was seen to be read")


@mark.job("Read back 200 messages")
def test_two_hundred_messages_are_read_back_without_a_gap(day):
    day.many("Gurpreet", 220)
    day.furrow.run("sync").expect(0)
    desk = day.desk()
    desk.key("Ctrl+K").shows("GO TO").writes("gurp").rests().key("Enter").shows("▌✓  line 220.")

    def numbers():
        return [int(one) for one in re.findall(r"▌[✓ ]*line (\d{3})\.", desk.text)]

    def is_the_page_above(top):
        """A page without a gap, that ends where the one before began."""
        shown = numbers()
        whole = shown == list(range(shown[0], shown[0] + len(shown))) if shown else False
        return whole and shown[0] < top <= shown[-1] + 1

    top = numbers()[0]
    for turn in range(40):
        desk.key("PgUp", is_again=turn > 0)
        try:
            wait_until(lambda: is_the_page_above(top), "the page above", patience=4)
        except AssertionError:
            # At the upper end of what had been loaded the key does nothing; by now there is more.
            continue
        top = numbers()[0]
        if top <= 20:
            return
    raise AssertionError(f"no further than line {top}\n{desk.text}")


@mark.job("Answer in Hindi, pasted")
def test_hindi_that_was_pasted_goes_as_it_was(day):
    desk = day.desk()
    desk.key("Enter").shows("REPLY to Lakshmi").pastes(HINDI).shows("› पत्त").key("Enter")
    day.has("Lakshmi", HINDI)
    desk.shows("✓", "out 0")


@mark.job("Send three lines")
def test_three_lines_are_one_message(day):
    desk = day.desk()
    desk.key("Enter").shows("REPLY to Lakshmi").writes("Namaste.").key("Ctrl+J")
    desk.writes("Spray in the evening.").key("Ctrl+J").writes("Water on Friday.").key("Enter")
    day.has("Lakshmi", "Namaste.\nSpray in the evening.\nWater on Friday.")


@mark.job("Attach a file and see it sent")
def test_a_file_is_attached_and_its_tick_is_seen(day):
    picture = day.folder / "chart.png"
    Image.new("RGB", (60, 40), "green").save(picture)
    desk = day.desk()
    desk.key("Enter").shows("REPLY to Lakshmi").key("Ctrl+X a").shows("FILE for Lakshmi")
    desk.writes(str(picture), called="the path").key("Enter").shows("chart.png", "Backspace takes it off").key("Enter")
    desk.shows("✓  [image] chart.png", "out 0")
    sent = day.messages("Lakshmi")[-1]
    assert sent["messageType"] == "image" and sent["senderId"]["first_name"] == "Meera"


@mark.job("See a picture that came")
def test_a_picture_that_came_is_seen_among_the_messages_and_large(day):
    desk = day.desk()
    desk.key("Enter").shows("REPLY to Lakshmi", "leaf.jpg")
    wait_until(lambda: drawn(desk) > 10, "a thumbnail")
    small = drawn(desk)
    desk.key("Esc").hides("REPLY to Lakshmi").key("P").shows("PICTURE", "leaf.jpg")
    wait_until(lambda: drawn(desk) > 2 * small, "the large picture")


@mark.job("Copy a phone number")
def test_a_phone_number_is_in_the_clipboard(day):
    phone = day.phone("Lakshmi")
    desk = day.desk()
    desk.key("y").shows("phone number of Lakshmi")
    copied = wait_until(
        lambda: re.findall(rb"\x1b\]52;c;([^\x07\x1b]+)[\x07\x1b]", desk.raw), "the clipboard")
    assert [base64.b64decode(one).decode() for one in copied] == [phone]


@mark.job("Find a farmer")
def test_a_farmer_is_found_by_a_part_of_the_name(day):
    desk = day.desk()
    desk.key("Ctrl+K").shows("GO TO").writes("harp").shows("Harpreet Singh").rests().key("Enter")
    desk.shows("REPLY to Harpreet")


@mark.job("Find a word said last week")
def test_a_word_of_last_week_is_found_where_it_was_said(day):
    day.furrow.run("sync").expect(0)
    desk = day.desk()
    desk.key("g /").shows("SEARCH everything").types("थीरम").shows("Lakshmi").rests().key("Enter")
    # The list of hits is gone, and what was said stands there, above the end.
    desk.hides("SEARCH everything").shows("below, G end")


@mark.job("Resolve and go on")
def test_one_is_resolved_and_the_next_one_is_open(day):
    desk = day.desk()
    desk.key("s").shows("on to the next").rests().key("n")
    desk.shows("Lakshmi R. is now resolved", "voice-ramesh")
    day.status("Lakshmi", "resolved")
    assert day.conversation("Ramesh")["status"] == "waiting"


@mark.job("Reopen a conversation")
def test_a_resolved_one_is_open_again(day):
    assert day.conversation("Meena")["status"] == "resolved"
    desk = day.desk()
    desk.key("G").shows("LAST WORDS  Meena").key("s").shows("resolved").rests().key("o")
    desk.shows("Meena Bai is now open")
    day.status("Meena", "open")


@mark.job("Note something on a farmer")
def test_a_note_is_kept_and_the_server_never_hears_of_it(day):
    before = day.said("Lakshmi")
    desk = day.desk()
    desk.key("m").shows("NOTE").writes("her north field floods").rests().key("Enter")
    desk.shows("Noted on Lakshmi")
    notes = day.furrow.run("note", day.conversations["Lakshmi"]).expect(0)
    assert "her north field floods" in notes.out
    assert day.said("Lakshmi") == before


@mark.job("Be reminded tomorrow")
def test_a_conversation_comes_back_tomorrow(day):
    desk = day.desk()
    desk.shows("waiting 9").key("z").shows("SNOOZE Lakshmi").writes("tomorrow 14:00")
    desk.rests().key("Enter").shows("snoozed until", "14:00", "waiting 8")
    assert day.conversation("Lakshmi")["status"] == "waiting", "the server is not told"


@mark.job("Send a standard answer with a name in it")
def test_a_standard_answer_goes_with_the_farmers_name(day):
    day.replies('[[reply]]\nname = "Photo"\ntext = "{farmer.first}, please send a photo."\n')
    desk = day.desk()
    desk.key("c").shows("REPLY to Lakshmi R. WITH").writes("photo").shows("Lakshmi, please send")
    desk.rests().key("Enter").shows("› Lakshmi, please send").key("Enter")
    day.has("Lakshmi", "Lakshmi, please send a photo.")


@mark.job("See what was sent while offline")
def test_what_was_sent_offline_is_listed_and_arrives_once(day):
    desk = day.desk()
    desk.key("Enter").shows("REPLY to Lakshmi")
    day.relay.go_down()
    desk.shows("offline").writes("written in the dark").key("Enter").shows("out 1")
    desk.key("Ctrl+X o").shows("OUTBOX", "Lakshmi", "written in the dark")
    day.relay.come_up()
    desk.shows("out 0")
    day.has("Lakshmi", "written in the dark")


@mark.job("Leave a reply half-written and finish it later")
def test_a_half_written_reply_survives_a_crash(day):
    desk = day.desk()
    desk.key("Enter").shows("REPLY to Lakshmi").writes("Please send a photo of")
    desk.key("Ctrl+N").shows("REPLY to Ramesh")
    day.is_on_the_disk("Please send a photo of")
    desk.desk.kill(signal.SIGKILL).ended()
    desk = day.desk()
    desk.key("Enter").shows("› Please send a photo of").writes(" the leaf", called="the leaf").key("Enter")
    day.has("Lakshmi", "Please send a photo of the leaf")


@mark.job("Mend a message that failed")
def test_a_failed_message_is_mended_and_goes_once(day):
    desk = day.desk()
    desk.key("Enter").shows("REPLY to Lakshmi")
    day.relay.go_down()
    desk.shows("offline").writes("Spray today").key("Enter").shows("out 1")
    day.give("Lakshmi", "Ravi")
    day.relay.come_up()
    desk.shows("✗1")
    day.give("Lakshmi", "Meera")
    desk.key("F5").shows("Lakshmi R. is now yours").key("Ctrl+X o").shows("OUTBOX", "Spray today").rests().key("E")
    desk.shows("REPLY to Lakshmi", "› Spray today").rests().writes(" at six", called="at six").key("Enter")
    day.has("Lakshmi", "Spray today at six")
    assert "Spray today" not in day.said("Lakshmi")


@mark.job("Mark a conversation unread")
def test_a_conversation_is_marked_unread(day):
    desk = day.desk()
    desk.shows("unread 4").key("G").shows("LAST WORDS  Meena").key("U")
    desk.shows("Meena Bai: marked unread", "unread 5")


@mark.job("See who is typing")
def test_who_types_is_seen_in_the_list_and_below_the_messages(day):
    desk = day.desk()
    desk.key("Enter").shows("REPLY to Lakshmi")
    day.typing("Lakshmi")
    desk.shows("t• Lakshmi", "Lakshmi R. is typing…")


@mark.job("Choose a light theme, or no colours")
def test_a_light_theme_is_light_and_no_colour_is_none(day):
    desk = day.desk()
    panel = "e4e4e4"
    assert panel not in {one.bg for one in cells(desk)}
    desk.key(":").shows("COMMAND").writes("theme light").key("Enter")
    wait_until(lambda: panel in {one.bg for one in cells(desk)}, "the light panel")
    desk.hand.note("**NO_COLOR=1**")
    bare = day.desk(env={"NO_COLOR": "1"})
    assert {(one.fg, one.bg) for one in cells(bare)} == {("default", "default")}
    assert not re.search(rb"\x1b\[[0-9;]*\b(3[0-8]|4[0-8]|9[0-7]|10[0-7])[;m]", bare.raw)
