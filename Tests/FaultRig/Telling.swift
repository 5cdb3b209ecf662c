import ChatClient
import ChatModel
import JSON

/// The words of a trace.
enum Telling {
  static func input(_ input: SyncInput) -> String {
    switch input {
    case .start: "start"
    case .command(let command): "command \(command)"
    case .live(let events): events.map(live).joined(separator: "; ")
    case .answered(let id, let answer): "answer \(id.rawValue): \(self.answer(answer))"
    case .uploaded(let id, let part): "uploaded \(id.rawValue): \(part)"
    case .stored(let id, let answer): "stored \(id.rawValue): \(stored(answer))"
    case .inspected: "inspected"
    case .changedElsewhere(let change): "changed elsewhere: \(change)"
    case .tick: "tick"
    case .stop: "stop"
    }
  }

  static func live(_ event: LiveEvent) -> String {
    switch event {
    case .heard(let event): "\(event)"
    case .event(let name, let arguments, _): "\(name) \(arguments.map(\.encoded).joined())"
    case .handedOver(let id): "handed over \(id.rawValue)"
    case .dropped(let id): "never given: \(id.rawValue)"
    default: "\(event)"
    }
  }

  private static func answer(_ answer: APIAnswer) -> String {
    switch answer {
    case .list(let page, _): "\(page.elements.count) conversations"
    case .messages(let page, _):
      "messages \(page.elements.map(\.id.rawValue).joined(separator: " "))"
        + " of \(page.pagination?.totalItems ?? -1)"
    case .sent(let message): "sent as \(message.id)"
    case .failed(let error): "failed: \(error)"
    case .conversation(let conversation): "conversation \(conversation.id)"
    case .uploaded(let media): "uploaded \(media.map(\.id.rawValue))"
    default: "done"
    }
  }

  private static func stored(_ answer: StoreAnswer) -> String {
    switch answer {
    case .loaded(_, let entries, _, _, _, _, _, _): "loaded \(entries.map(entry))"
    case .messages(let messages, _): "\(messages.count) messages"
    case .slice(let slice): "\(slice.messages.count) messages of a run"
    case .failed(let error): "failed: \(error)"
    case .leads(let leads): "leads: \(leads)"
    case .outbox(let entries): "outbox \(entries.map(entry))"
    default: "done"
    }
  }

  static func store(_ call: StoreCall, _ answer: StoreAnswer) -> String {
    let what =
      switch call {
      case .loadFirst: "first load"
      case .load: "load"
      case .newestMessages(let id, _): "messages of \(id)"
      case .slice(let id, let spot, _): "slice of \(id) \(spot)"
      case .apply(let changes): "apply \(changes.count) changes"
      case .accept(let entries): "accept \(entries.map(entry))"
      case .update(let entries): "update \(entries.map(entry))"
      case .retry(let ids): "retry \(ids)"
      case .drop(let ids): "drop \(ids)"
      case .takeBack(let ids, _, _): "take back \(ids)"
      case .saveDraft: "draft"
      case .saveWaits(let waits): "waits of \(waits.keys.sorted())"
      case .saveLocal(let changes): "local \(changes.map(\.key))"
      case .local: "local"
      case .samples: "samples"
      case .noteUsed(let used): "used \(used.count)"
      case .noteTeam(let records): "team \(records.count)"
      case .outbox: "outbox"
      case .drafts: "drafts"
      case .lead: "lead"
      }
    return "\(what): \(stored(answer))"
  }

  private static func entry(_ entry: OutboxEntry) -> String { "\(entry.id) \(entry.state)" }

  static func call(_ call: APICall) -> String {
    if case .send(let message) = call { return "POST \(self.message(message))" }
    return "\(call)"
  }

  static func emission(_ emission: ClientEmission) -> String {
    if case .send(let message) = emission { return "message:send \(self.message(message))" }
    return "\(emission)"
  }

  private static func message(_ message: OutgoingMessage) -> String {
    "\(message.tempID ?? "?") in \(message.conversationID): \(message.content)"
  }

  static func event(_ event: ClientEvent) -> String {
    switch event {
    case .outbox(let entries):
      "outbox "
        + entries.map { "\(entry($0)) \($0.conversationID) \($0.body)" }.joined(separator: "; ")
    case .timeline(let update):
      "timeline \(update.conversationID)\(update.isReset ? " reset" : "") "
        + update.messages.map { "\($0.id)\($0.isRead ? "✓✓" : "")" }.joined(separator: " ")
        + (update.removed.isEmpty ? "" : " without \(update.removed)")
        + (update.dropped.isEmpty ? "" : " past \(update.dropped)")
        + " \(update.extent.older)…\(update.extent.newer)"
    case .conversations(let summaries):
      "conversations \(summaries.map { "\($0.id) \($0.unread)" })"
    case .notice(let notice): "notice: \(notice.text)"
    default: "\(event)"
    }
  }
}
