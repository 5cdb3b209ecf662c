"""Where servers of this API differ, one field each; the numbers are the rows of docs/protocol.md.

The defaults are the field's dialect. A test sets what it needs through `POST /control`.
"""

import dataclasses


@dataclasses.dataclass
class Switches:
    error_shape: str = "message"  # row 1: message | nested
    outsiders_join: bool = False  # row 2: may staff join a conversation that is not theirs?
    notify: str = "after"  # row 3: after | before the message:new, or absent for people in the room
    sent: str = "echo"  # row 4: echo (with tempId) | plain | never
    sent_order: str = "after"  # row 4: after | before the message:new
    sends: str = "kept"  # kept | lost: taken, never saved, and nothing is said of it
    sent_delay: float = 0.0  # row 4: seconds until message:sent
    broadcast: bool = True  # row 4: is message:new emitted to the sender too?
    trim: bool = True  # row 5
    extra_events: bool = True  # row 6
    ack: bool = False  # row 7
    ack_delay: float = 0.0  # row 7: seconds until an event is acknowledged
    announce_rest_sends: bool = False  # row 8
    upload_data: str = "array"  # row 9: array | object
    references: str = "field"  # row 10: field | populated | ids | null | absent
    paging: str = "newest-first"  # row 11: newest-first | oldest-first
    unread: str = "full"  # row 13: full | empty | absent
    claims: str = "id"  # row 14: the claim that holds the user's id: id | _id | userId | sub
    offline_each_session: bool = True  # row 18
    optional_calls: bool = True  # row 20
    media_url: str = "absolute"  # row 22: absolute | relative | other-host
    login: bool = True  # row 23
    staff_see_all: bool = True  # row 25
    waiting: bool = True  # row 26
    sends_away: bool = False  # row 29: DISCONNECT instead of an answer to CONNECT
    dates: str = "millis"  # millis | seconds | offset
    broken: str = ""  # one of the faults of broken.py
    lacks: str = ""  # CALL PLACE: left out there
    mistypes: str = ""  # CALL PLACE: written in another type there
    codes: str = ""  # CALL STATUS>STATUS: an error under another code
    sticky: bool = False  # row 17: refuse a request of a session that lacks the handshake's cookie

    def change(self, values):
        kinds = {field.name: field.type for field in dataclasses.fields(self)}
        for name, value in values.items():
            if name not in kinds:
                raise KeyError(f"no switch is called {name}")
            setattr(self, name, value)
