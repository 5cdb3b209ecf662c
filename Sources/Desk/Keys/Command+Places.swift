import Sentences

extension Command {
  /// What the command does where the keys of a part of the desk mean something of their own.
  package func sentence(in place: Keymap.Context) -> String {
    switch (place, self) {
    case (.wire, .open): said("to what the chosen record answers, or what caused it")
    case (.wire, .filter): said("filter the wire, as in: name = message:* and took > 100")
    case (.wire, .find): said("find words on the wire, or what a filter says")
    case (.wire, .nextHit): said("to the next hit, newer")
    case (.wire, .previousHit): said("to the hit before, older")
    case (.wire, .copy): said("copy the chosen record: as JSON, for a shell, as JavaScript")
    case (.wire, .cancel): said("drop the search, then the filter, then leave the wire")
    case (.wire, .close): said("close the wire; nothing of it is kept")
    case (.team, .open): said("show the chats of whom the cursor is on")
    case (.details, .openOrReply): said("open what stands there: a file, a link, a note, a chat")
    case (.outbox, .copy): said("copy what was to be sent")
    case (.facts, .copy): said("copy the line")
    case (.plan, .accept): said("make the moves that are not left out")
    case (.plan, .mark): said("leave the move out; again: take it in")
    case (.event, .accept): said("send it")
    case (.event, .complete): said("to the other field")
    default: sentence
    }
  }
}
