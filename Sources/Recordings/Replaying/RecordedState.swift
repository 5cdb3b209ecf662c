package import ChatModel
package import JSON

/// What a recording tells of the server's state: of each conversation its status and agent as they
/// were told last, and what was written in it meanwhile, each with the line that told it.
package struct RecordedState: Sendable {
  package struct Told<Value: Hashable & Sendable>: Hashable, Sendable {
    package let value: Value
    /// The line of the recording; 0 where the server was asked.
    package let line: Int

    package init(_ value: Value, line: Int) {
      self.value = value
      self.line = line
    }
  }

  package struct Written: Hashable, Sendable {
    package let id: String
    package var sender: String?
    package var kind: String
    package var content: String?
    package let line: Int

    package init(id: String, sender: String?, kind: String, content: String?, line: Int) {
      self.id = id
      self.sender = sender
      self.kind = kind
      self.content = content
      self.line = line
    }
  }

  package struct Thread: Hashable, Sendable {
    package var farmer: String?
    package var status: Told<String>?
    /// Empty: nobody.
    package var agent: Told<String>?
    /// What was written during the recording, in the order in which it was told.
    package var messages: [Written] = []

    package init() {}
  }

  package var threads: [String: Thread] = [:]
  /// What was sent, by its number.
  private var sends: [Int: (conversation: String, body: JSONValue)] = [:]
  private var users: [String: String]
  /// The ids of the messages that were sent within the recording.
  private(set) var sentHere: Set<String> = []

  /// - Parameter users: the ids of the identities, by their names.
  package init(users: [String: String] = [:]) { self.users = users }

  /// The state at the end of a recording.
  ///
  /// - Parameter people: what was told to others than these does not count; nil: everybody.
  package init(of recording: Recording, toldTo people: Set<String>? = nil) {
    self.init(
      users: Dictionary(
        recording.header.identities.compactMap { identity in
          identity.user.map { (identity.name, $0) }
        }, uniquingKeysWith: { $1 }))
    for (place, record) in recording.records.enumerated()
    where people?.contains(record.identity) ?? true {
      add(record, recording.relations[place], line: recording.line(at: place))
    }
  }

  /// Takes what one record tells.
  package mutating func add(_ record: WireRecord, _ relation: WireRelation, line: Int) {
    switch (record.layer, record.direction) {
    case (.http, .outgoing): break
    case (.http, .incoming): addAnswer(record, line: line)
    case (.sio, .outgoing) where record.event == "message:send":
      if let conversation = ConversationID(json: record.argument["conversationId"] ?? .null) {
        sends[record.number] = (conversation.rawValue, record.argument)
      }
    case (.sio, .incoming) where record.isEvent: addEvent(record, relation, line: line)
    default: break
    }
  }

  private mutating func addAnswer(_ record: WireRecord, line: Int) {
    guard let status = record.status, 200...299 ~= status, let target = record.target,
      let data = record.data["data"]
    else { return }
    let path = target.prefix { $0 != "?" }.split(separator: "/").map(String.init)
    if path.last == "messages", record.method == "POST", let message = try? Message(json: data) {
      sentHere.insert(message.id.rawValue)
      write(message, line: line)
    } else if path.contains("conversations") || path.last == "reassign" {
      for value in data.arrayValue ?? [data] {
        if let conversation = try? Conversation(json: value) { note(conversation, line: line) }
      }
    }
  }

  private mutating func addEvent(_ record: WireRecord, _ relation: WireRelation, line: Int) {
    let arguments = record.data.arrayValue ?? [record.data]
    switch ServerEvent(name: record.name, arguments: arguments) {
    case .messageNew(let message, let conversation),
      .notification(let message, let conversation, _):
      var message = message
      message.conversationID = conversation
      if let number = relation.answers ?? relation.cause, sends[number] != nil {
        sentHere.insert(message.id.rawValue)
      }
      write(message, line: line)
    case .messageSent(let id, _, _):
      guard let number = relation.answers, let send = sends[number] else { return }
      let body = send.body
      sentHere.insert(id.rawValue)
      put(
        Written(
          id: id.rawValue, sender: users[record.identity],
          kind: body["messageType"]?.stringValue ?? "text", content: body["content"]?.stringValue,
          line: line), in: send.conversation)
    default: break
    }
  }

  /// Takes what a record of a conversation says.
  package mutating func note(_ conversation: Conversation, line: Int) {
    var thread = threads[conversation.id.rawValue] ?? Thread()
    if let farmer = conversation.farmer.id { thread.farmer = farmer.rawValue }
    if let status = conversation.status { thread.status = Told(status.rawValue, line: line) }
    switch conversation.agent {
    case .absent: break
    case .none: thread.agent = Told("", line: line)
    case .known(let agent): thread.agent = Told(agent.id.rawValue, line: line)
    }
    threads[conversation.id.rawValue] = thread
  }

  package mutating func write(_ message: Message, line: Int) {
    guard let conversation = message.conversationID?.rawValue else { return }
    put(
      Written(
        id: message.id.rawValue, sender: message.sender.id?.rawValue, kind: message.kind.rawValue,
        content: message.content, line: line), in: conversation)
  }

  private mutating func put(_ message: Written, in conversation: String) {
    var thread = threads[conversation] ?? Thread()
    if let place = thread.messages.firstIndex(where: { $0.id == message.id }) {
      let known = thread.messages[place]
      thread.messages[place].sender = known.sender ?? message.sender
      thread.messages[place].content = known.content ?? message.content
    } else {
      thread.messages.append(message)
    }
    threads[conversation] = thread
  }

  // MARK: As a document

  /// `{"conversations":{ID:{"status","agent","farmer","messages":[{"_id","sender","type","content"}]}}}`
  package var document: JSONValue {
    let threads = threads.map { id, thread -> (String, JSONValue) in
      let messages = thread.messages.map { message -> JSONValue in
        .object(ofKnown: [
          ("_id", .string(message.id)), ("sender", message.sender.map(JSONValue.string)),
          ("type", .string(message.kind)), ("content", message.content.map(JSONValue.string)),
        ])
      }
      let agent = thread.agent.map { $0.value.isEmpty ? JSONValue.null : .string($0.value) }
      return (
        id,
        .object(ofKnown: [
          ("status", thread.status.map { .string($0.value) }), ("agent", agent),
          ("farmer", thread.farmer.map(JSONValue.string)), ("messages", .array(messages)),
        ])
      )
    }
    return ["conversations": .object(JSONObject(threads))]
  }

  /// Why nothing can stand at a place of the document, in a clause.
  static func problem(with path: [String]) -> String? {
    func among(_ names: [String], at place: Int) -> String? {
      guard path.count > place, !names.contains(path[place]) else { return nil }
      return "\"\(path[place])\" stands for one of \(names.joined(separator: ", "))"
    }
    if let problem = among(["conversations"], at: 0)
      ?? among(["status", "agent", "farmer", "messages"], at: 2)
    {
      return problem
    }
    guard path.count > 3 else { return nil }
    guard path[2] == "messages" else { return "nothing stands below \(path[2])" }
    guard Int(path[3]).map({ $0 >= 0 && "\($0)" == path[3] }) ?? false else {
      return "\"\(path[3])\" stands for a number of a message, from 0"
    }
    return among(["_id", "sender", "type", "content"], at: 4)
      ?? (path.count > 5 ? "nothing stands below \(path[4])" : nil)
  }

  /// The line that told what stands there, or the last that told anything of its conversation.
  package func line(at path: [String]) -> Int? {
    guard path.count > 1, let thread = threads[path[1]] else { return nil }
    let all =
      [thread.status?.line, thread.agent?.line].compactMap { $0 } + thread.messages.map(\.line)
    switch path.dropFirst(2).first {
    case "status": return thread.status?.line ?? all.max()
    case "agent": return thread.agent?.line ?? all.max()
    case "messages":
      let place = path.count > 3 ? Int(path[3]) : nil
      return place.flatMap { thread.messages.indices.contains($0) ? thread.messages[$0].line : nil }
        ?? thread.messages.last?.line ?? all.max()
    default: return all.max()
    }
  }
}
