"""A line of JSON for everything the server saw or said, for the assertions of the tests.

A token never comes into the record: of the header and of `auth` only the presence is told.
"""

import json
import time


class Record:
    def __init__(self, path):
        self.file = open(path, "a", encoding="utf-8") if path else None

    def add(self, kind, **values):
        if self.file:
            line = {"at": round(time.time(), 4), "kind": kind} | values
            self.file.write(json.dumps(line, default=str) + "\n")
            self.file.flush()
