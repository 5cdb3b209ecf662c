"""What a program sent to a terminal, held to account: taken apart by pyte's parser, every sequence named, and
none in it that is not the desk's own."""

import io
import json
import re
import unicodedata

import pyte

# Each is obeyed, hidden or drawn over by some terminal; MARK shows whose it is. The number 7777 and the word
# are in no sequence of the desk's.
MARK = "PWNED"
CONTROLS = {
    "cursor": "\x1b[7777;7H", "erase": "\x1b[7777J", "style": "\x1b[7777m", "mode": "\x1b[?7777h", "report": "\x1b[7777n",
    "reset": "\x1bc", "alignment": "\x1b#8", "charset": "\x1b(0", "index": "\x1bD", "save": "\x1b7", "nel": "\x1bE",
    "title": f"\x1b]0;{MARK}\x07", "icon": f"\x1b]1;{MARK}\x1b\\", "clipboard": f"\x1b]52;c;{MARK}\x07",
    "link": f"\x1b]8;;http://{MARK}\x1b\\", "notification": f"\x1b]777;notify;{MARK};x\x07",
    "device": f"\x1bP$q{MARK}\x1b\\", "sixel": f"\x1bPq#0;2;0;0;0{MARK}\x1b\\", "application": f"\x1b_G{MARK}\x1b\\",
    "privacy": f"\x1b^{MARK}\x1b\\", "start of string": f"\x1bX{MARK}\x1b\\", "tmux": f"\x1bk{MARK}\x1b\\",
    "media copy": "\x1b[7777i", "single shift": "\x1bN", "unfinished": "\x1b[7777;", "unfinished string": f"\x1b]2;{MARK}",
    "c1 csi": "\x9b7777;7H", "c1 osc": f"\x9d0;{MARK}\x9c", "c1 dcs": f"\x90q{MARK}\x9c", "c1 apc": f"\x9fG{MARK}\x9c",
    "c1 index": "\x84", "c1 nel": "\x85", "c1 shift": "\x8e",
    "bell": "\x07", "backspace": "\x08\x08\x08", "vertical": "\x0b\x0c", "return": "over\rwritten", "shift out": "\x0e",
    "nul": "a\0b", "delete": "\x7f", "cancel": "\x18\x1a", "line": "one\ntwo\r\nthree",
}
UNSEEN = {
    "override": "\u202epwned\u202c", "embedding": "\u202bx", "isolate": "\u2067x\u2066y\u2068z", "marks": "\u200e\u200f\u061c",
    "zero width": "a\u200bb\u2060c\ufeffd", "joiners": "x\u200dy\u200cz", "tags": "\U000e0041\U000e0042\U000e007f",
    "separators": "a\u2028b\u2029c", "soft": "a\u00adb", "filler": "a\u115f\u3164\uffa0b", "annotation": "\ufff9a\ufffab\ufffb",
    "musical": "\U0001d173x\U0001d174", "selector": "a\ufe0fb\U000e0100", "nonsense": "\ufffe\uffff\U0010ffff", "private": "\ue0a0",
}
WIDE = {
    "marks on marks": "e" + "\u0301" * 120, "family": "👩‍👩‍👧‍👦" * 3, "wide": "漢字" * 5, "flags": "🇮🇳🇮🇳🇮", "keycap": "1️⃣",
    "hindi": "क्ष्म्य" * 3, "ligature": "ﷺ" * 3, "tabs": "\t\t\t", "spaces": "\u3000\u2003\u00a0", "tone": "👍🏽🏽",
}
TRICKS = CONTROLS | UNSEEN | WIDE

# The desk's own, by pyte's names.
EVENTS = {
    "draw", "cursor_position", "cursor_up", "cursor_down", "cursor_forward", "cursor_back", "cursor_to_column",
    "cursor_to_line", "linefeed", "carriage_return", "backspace", "erase_in_line", "erase_in_display", "set_margins",
    "insert_lines", "delete_lines", "insert_characters", "delete_characters", "erase_characters", "reverse_index",
    "index", "select_graphic_rendition", "set_mode", "reset_mode", "set_title", "set_icon_name", "save_cursor",
    "restore_cursor", "report_device_attributes", "report_device_status", "bell", "debug", "tab",
}
# What pyte calls the end of a sequence that it does not know, the others by their form.
SEQUENCE = re.compile(r"""
    \x1b\[ [0-9;:<=>?]* [ -/]* [@-~]
  | \x1b[\]PX^_k] (?: [^\x07\x1b] | \x1b(?!\\) )* (?: \x07 | \x1b\\ )
  | \x1b [ -/]* [0-~]
""", re.VERBOSE | re.DOTALL)
OURS = re.compile(r"""
    \x1b\[ [0-9;]* [A-HJ-MPSTX@dfmr`hlns]      # moves, erasing, styles, modes, margins
  | \x1b\[ \? [0-9;]* [hlcnpu]  | \x1b\[ \? [0-9]+ \$p | \x1b\[ > [0-9;]* [cqmu] | \x1b\[ [<=>] [0-9;]* u
  | \x1b\[ [0-9;]* [ct]  | \x1b\[ ! p | \x1b\[ [0-9] \  q
  | \x1b [78=>MDc] | \x1b \( B
  | \x1b\] 11;\? (?: \x07 | \x1b\\ )
  | \x1b\] 0?[02]; [^\x00-\x1f\x7f-\x9f]* (?: \x07 | \x1b\\ )
  | \x1b\] 9; [^\x00-\x1f\x7f-\x9f]* (?: \x07 | \x1b\\ )
  | \x1b\] 777;notify; [^\x00-\x1f\x7f-\x9f]* (?: \x07 | \x1b\\ )
  | \x1b_ Gi=31,s=1,v=1,a=q,t=d,f=24;AAAA \x1b\\
""", re.VERBOSE)
INVISIBLE = re.compile(
    "[\u200b\u200e\u200f\u061c\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e0fff\U0001d173-\U0001d17a]")


def faults_of_text(text, ends="\n"):
    """What of a command's output a terminal would obey, or an eye would miss."""
    found = {c for c in text if c not in ends and unicodedata.category(c) == "Cc"}
    return sorted(map(repr, found | set(INVISIBLE.findall(text))))


def faults_of_screen(raw):
    """What of the bytes that a desk sent is not its own."""
    faults = []
    text = raw.decode("utf-8", "surrogateescape")
    if any("\udc80" <= c <= "\udcff" for c in text):
        faults.append("bytes that are no UTF-8")
    for found in SEQUENCE.finditer(text):
        if not OURS.fullmatch(found[0]) or re.search(r"\b7777\b", found[0]):
            faults.append(f"the sequence {found[0]!r:.80}")
        # Titles and notifications may hold names, behind words or as something that is seen.
        if re.search(f"[;GqX^k]{MARK}", found[0]):
            faults.append(f"foreign words inside of {found[0]!r:.80}")
    rest = SEQUENCE.sub("", text)
    faults += faults_of_text(rest, "\r\n\x08\x07\t\x0f")
    out = io.StringIO()
    stream = pyte.ByteStream(pyte.DebugScreen(to=out))
    stream.feed(raw)
    for line in out.getvalue().splitlines():
        name, arguments, _ = json.loads(line)
        if name not in EVENTS:
            faults.append(f"pyte saw {name} {arguments}")
        elif name == "draw":
            faults += faults_of_text(arguments[0], "")
        elif 7777 in arguments:
            faults.append(f"pyte saw {name} {arguments}")
    return sorted(set(faults))
