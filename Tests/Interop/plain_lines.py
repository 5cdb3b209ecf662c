"""A plain desk: lines are typed, what is said is waited for, and the whole stream is held to its rules."""

import re
import unicodedata

from support import wait_until

# What a line of plain mode never holds: control characters but the line's end, and whatever draws.
UNSPOKEN = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u2500-\u259f\u2800-\u28ff\u202a-\u202e\u2066-\u2069]")
# A message that is said: who speaks, when, what.
MESSAGE = re.compile(r"^(?P<who>[^:\n]+), (?P<when>(?:[A-Z][a-z]{2} \d+ [A-Z][a-z]{2} )?\d\d:\d\d): (?P<what>.*)$")


class Lines:
    """A plain desk in a terminal."""

    def __init__(self, desk, hand=None):
        self.desk, self.hand = desk, hand
        self.read = 0

    @property
    def said(self):
        with self.desk.lock:
            return self.desk.raw.decode(errors="replace").replace("\r\n", "\n")

    @property
    def news(self):
        """What was said since the last line was typed."""
        return self.said[self.read:]

    def hears(self, *words):
        def are_all():
            return all(word in self.news for word in words)

        try:
            wait_until(are_all, words)
        except AssertionError as error:
            raise AssertionError(f"{error}\n{self.said}") from None
        return self

    def types(self, line, called=None, is_again=False):
        if self.hand and not is_again:
            self.hand.note(f"`{called or line}`")
        self.read = len(self.said)
        self.desk.press(line + "\n")
        # Two lines in one read are a paste.
        return self.hears(line + "\n")

    def pastes(self, text):
        self.hand.note("**paste**")
        self.read = len(self.said)
        self.desk.press(text + "\n")
        return self

    def keeps_the_rules(self):
        """Text alone, in order, on lines that stay; each message is said once."""
        text = self.said.replace("\a", "")
        found = UNSPOKEN.search(text)
        assert not found, f"{found.group()!r} in {text[max(0, found.start() - 80):][:160]!r}"
        for one in set(text):
            assert unicodedata.category(one) not in {"Co", "Cs", "Cn"}, repr(one)
        return self

    def messages(self):
        """Who said what, in the order in which it was said."""
        found = map(MESSAGE.match, self.said.split("\n"))
        return [(one["who"], one["what"]) for one in found if one]
