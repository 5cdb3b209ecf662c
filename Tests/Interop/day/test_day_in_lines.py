"""The everyday jobs of an agent in plain mode, line by line as docs/agents-day.md has them.

Behind each job the whole stream is parsed: text alone, no cursor movement, nothing that draws.
"""

import signal

from PIL import Image
from pytest import mark

from support import wait_until

HINDI = "पत्ते के नीचे देखिए, और शाम को छिड़काव कीजिए।"


@mark.job("Open who waits longest")
def test_next_opens_who_waits_longest_and_reads_it(plain_day):
    desk = plain_day.plain()
    desk.types("next").hears("Lakshmi R., waiting, waits ", ": picture leaf.jpg, 13 kB\n")
    wait_until(lambda: plain_day.unread("Lakshmi") == 0, "what was said to be read")
    said = desk.messages()
    assert said[-1] == ("Lakshmi R.", "picture leaf.jpg, 13 kB")
    assert said[-3][0] == "You" and len(set(said)) == len(said)


@mark.job("Read back 200 messages")
def test_two_hundred_messages_are_read_back_each_once(plain_day):
    wanted = plain_day.many("Gurpreet", 220)
    desk = plain_day.plain()
    desk.types("open gurp").hears("You, ", "line 220.")
    desk.types("back 200").hears("line 011.", "line 210.")
    lines = [what for who, what in desk.messages() if who == "You" and what.startswith("line")]
    assert lines == wanted[210:] + wanted[10:210]


@mark.job("Answer in Hindi, pasted")
def test_hindi_that_was_pasted_goes_as_it_was(plain_day):
    desk = plain_day.plain()
    desk.types("next").hears("leaf.jpg").types("reply").hears("reply to Lakshmi R.> ")
    desk.pastes(HINDI).hears("Sent to Lakshmi R.")
    plain_day.has("Lakshmi", HINDI)


@mark.job("Send three lines")
def test_three_lines_are_one_message(plain_day):
    desk = plain_day.plain()
    desk.types("next").hears("leaf.jpg").types("reply").hears("reply to Lakshmi R.> ")
    desk.types("Namaste.\\").types("Spray in the evening.\\").types("Water on Friday.")
    desk.hears("Sent to Lakshmi R.")
    plain_day.has("Lakshmi", "Namaste.\nSpray in the evening.\nWater on Friday.")


@mark.job("Attach a file and see it sent")
def test_a_file_is_attached_and_said_to_be_sent(plain_day):
    picture = plain_day.folder / "chart.png"
    Image.new("RGB", (60, 40), "green").save(picture)
    desk = plain_day.plain()
    desk.types("next").hears("leaf.jpg")
    desk.types(f"attach {picture}", called="attach PATH").hears("chart.png (", "send sends")
    desk.types("send").hears("Sent to Lakshmi R.")
    assert plain_day.messages("Lakshmi")[-1]["messageType"] == "image"


@mark.job("See a picture that came")
def test_a_picture_is_named_and_saved(plain_day):
    saved = plain_day.folder / "seen.jpg"
    desk = plain_day.plain()
    desk.types("next").hears("leaf.jpg").types("files")
    desk.hears("1. Lakshmi R., ", ": picture leaf.jpg, 13 kB\n")
    desk.types(f"save 1 {saved}", called="save 1 PATH").hears("Saved as ")
    with Image.open(saved) as picture:
        assert picture.format == "JPEG" and picture.width > 100


@mark.job("Copy a phone number")
def test_a_phone_number_stands_on_a_line_of_its_own(plain_day):
    desk = plain_day.plain()
    desk.types("next").hears("leaf.jpg")
    desk.types("who").hears(f"\nPhone: {plain_day.phone('Lakshmi')}\n")


@mark.job("Find a farmer")
def test_a_farmer_is_found_by_a_part_of_the_name(plain_day):
    desk = plain_day.plain()
    desk.types("find harp").hears("1 conversation found.", "1. Harpreet Singh")
    desk.types("1").hears("Harpreet Singh, waiting")


@mark.job("Find a word said last week")
def test_a_word_of_last_week_is_read_where_it_was_said(plain_day):
    plain_day.furrow.run("sync").expect(0)
    desk = plain_day.plain()
    desk.types("search थीरम").hears("1 message with “थीरम”", "1. You to Lakshmi R., ")
    desk.types("1").hears("Lakshmi R., waiting", "2.5 ग्राम प्रति किलो", "read the newest")
    assert "leaf.jpg" not in desk.news


@mark.job("Resolve and go on")
def test_one_is_resolved_and_the_next_one_is_read(plain_day):
    desk = plain_day.plain()
    desk.types("next").hears("leaf.jpg").types("status next")
    desk.hears("Lakshmi R. is now resolved", "Ramesh Kumar, waiting", "voice note voice-ramesh")
    plain_day.status("Lakshmi", "resolved")


@mark.job("Reopen a conversation")
def test_a_resolved_one_is_open_again(plain_day):
    desk = plain_day.plain()
    desk.types("open meena").hears("Meena Bai, resolved")
    desk.types("status open").hears("Meena Bai is now open")
    plain_day.status("Meena", "open")


@mark.job("Note something on a farmer")
def test_a_note_is_kept_and_the_server_never_hears_of_it(plain_day):
    before = plain_day.said("Lakshmi")
    desk = plain_day.plain()
    desk.types("next").hears("leaf.jpg").types("note").hears("note on Lakshmi R.> ")
    desk.types("her north field floods").hears("Noted on Lakshmi R.", "(never sent)")
    notes = plain_day.furrow.run("note", plain_day.conversations["Lakshmi"]).expect(0)
    assert "her north field floods" in notes.out
    assert plain_day.said("Lakshmi") == before


@mark.job("Be reminded tomorrow")
def test_a_conversation_comes_back_tomorrow(plain_day):
    desk = plain_day.plain()
    desk.types("next").hears("leaf.jpg")
    desk.types("snooze tomorrow 14:00").hears("Lakshmi R.: snoozed until", "14:00")
    assert plain_day.conversation("Lakshmi")["status"] == "waiting", "the server is not told"


@mark.job("Send a standard answer with a name in it")
def test_a_standard_answer_goes_with_the_farmers_name(plain_day):
    plain_day.replies('[[reply]]\nname = "Photo"\ntext = "{farmer.first}, please send a photo."\n')
    desk = plain_day.plain()
    desk.types("next").hears("leaf.jpg").types("canned photo")
    desk.hears("To Lakshmi R.: Lakshmi, please send a photo.").types("send").hears("Sent to Lakshmi")
    plain_day.has("Lakshmi", "Lakshmi, please send a photo.")


@mark.job("See what was sent while offline")
def test_what_was_sent_offline_is_listed_and_arrives_once(plain_day):
    desk = plain_day.plain()
    desk.types("next").hears("leaf.jpg")
    plain_day.relay.go_down()
    desk.hears("The link is down").types("reply").hears("reply to Lakshmi R.> ")
    desk.types("written in the dark").hears("Kept for Lakshmi R.: “written in the dark”.")
    desk.types("outbox")
    desk.hears("1. To Lakshmi R., waits", "written in the dark")
    plain_day.relay.come_up()
    desk.hears("Sent to Lakshmi R.: “written in the dark”.")
    plain_day.has("Lakshmi", "written in the dark")


@mark.job("Leave a reply half-written and finish it later")
def test_a_half_written_reply_survives_a_crash(plain_day):
    desk = plain_day.plain()
    desk.types("next").hears("leaf.jpg").types("draft Please send a photo of")
    desk.hears("To Lakshmi R.: Please send a photo of\n")
    plain_day.is_on_the_disk("Please send a photo of")
    desk.desk.kill(signal.SIGKILL).ended()
    desk = plain_day.plain()
    desk.types("next").hears("leaf.jpg").types("draft the leaf")
    desk.hears("To Lakshmi R.: Please send a photo of the leaf\n").types("send")
    plain_day.has("Lakshmi", "Please send a photo of the leaf")


@mark.job("Mend a message that failed")
def test_a_failed_message_is_mended_and_goes_once(plain_day):
    desk = plain_day.plain()
    desk.types("next").hears("leaf.jpg")
    plain_day.relay.go_down()
    desk.hears("The link is down").types("reply").hears("reply to Lakshmi R.> ")
    desk.types("Spray today")
    plain_day.give("Lakshmi", "Ravi")
    plain_day.relay.come_up()
    desk.hears("Not sent to Lakshmi R.")
    plain_day.give("Lakshmi", "Meera")
    desk.types("refresh").hears("Lakshmi R. is now yours")
    desk.types("edit").hears("To Lakshmi R.: Spray today\n")
    desk.types("draft at six").hears("To Lakshmi R.: Spray today at six\n").types("send")
    plain_day.has("Lakshmi", "Spray today at six")
    assert "Spray today" not in plain_day.said("Lakshmi")


@mark.job("Mark a conversation unread")
def test_a_conversation_is_marked_unread(plain_day):
    desk = plain_day.plain()
    desk.types("open meena").hears("Meena Bai, resolved")
    desk.types("mark").hears("Meena Bai: marked unread, on this computer")


@mark.job("See who is typing")
def test_who_types_is_said_on_request(plain_day):
    desk = plain_day.plain()
    desk.types("next").hears("leaf.jpg")
    plain_day.typing("Lakshmi")
    # Nothing says by itself when it has come, so it is asked for until it has.
    desk.types("who")

    def is_typing():
        if "Lakshmi R. typing now." in desk.news:
            return True
        if "nline." in desk.news or "ffline" in desk.news:
            desk.types("who", is_again=True)
        return False

    wait_until(is_typing, "the typing to be told")
    assert "typing" not in desk.said[:desk.said.index("who\n")], "only on request"


@mark.job("Choose a light theme, or no colours")
def test_no_theme_colours_a_line(plain_day):
    for words, env in [(("--theme", "light"), {}), ((), {"NO_COLOR": "1"})]:
        desk = plain_day.plain(*words, env=env)
        desk.desk.press("\x04")
        assert desk.desk.ended() == 0
    desk.hand.note("**NO_COLOR=1**")
    plain_day.plain().types("mine").hears("1. Lakshmi R.")
