import JSON

/// Finds what answers what on a wire, and what was the cause of what: give it every record in order.
/// It forgets what is long past; a record it cannot relate has no relation.
package struct WireCorrelation: Sendable {
  /// Something that may be answered, or have consequences.
  private struct Asked: Sendable {
    var number: Int
    var at: Int64
    var identity: String
    var session: String?
  }

  /// What an answer names of what it answers.
  private struct Tie: Hashable, Sendable {
    var kind: String
    var identity = ""
    var session: String?
    var id = ""
  }

  /// A message on its way to the server.
  private struct Send: Sendable {
    var asked: Asked
    var session: String?
    var tempID: String?
    var conversation: String?
    var content: JSONValue
    var message: String?
    var isConfirmed = false
  }

  /// How many open questions, and how many messages, are remembered.
  package static let remembered = 1024
  private static let rememberedSends = 256

  private var times = RecentTable<Int, Int64>(limit: 4 * remembered)
  private var open = RecentTable<Tie, Asked>(limit: remembered)
  /// What made the server tell of it, by what it is about.
  private var causes = RecentTable<Tie, Asked>(limit: remembered)
  /// Which links were told of which cause.
  private var consequences = RecentTable<Tie, Int>(limit: 4 * remembered)
  /// Who was told of which message first, and by which record.
  private var told = RecentTable<Tie, Int>(limit: remembered)
  private var sends: [Send] = []
  /// Of each identity's session, what an `error` may be about.
  private var operations = RecentTable<Tie, [Asked]>(limit: 64)

  package init() {}

  package mutating func relate(_ record: WireRecord) -> WireRelation {
    times.put(record.at, at: record.number)
    var relation = record.direction == .outgoing ? asked(record) : heard(record)
    if let answers = record.answers { relation.answers = answers }
    if let number = relation.answers ?? relation.cause, let at = times[number] {
      relation.took = record.at - at
    }
    return relation
  }

  // MARK: Out

  private mutating func asked(_ record: WireRecord) -> WireRelation {
    let asked = Asked(
      number: record.number, at: record.at, identity: record.identity, session: record.session)
    switch record.layer {
    case .http:
      if record.method == "POST", record.target.map(Self.isMessages) == true {
        add(record.data, asked, of: record)
      }
      if record.method == "PATCH", let target = record.target, target.hasSuffix("/read"),
        let conversation = WireIdentifiers.conversation(inPath: target)
      {
        causes.put(asked, at: Tie(kind: "conversation:all-read", id: conversation))
      }
    case .ws: break
    case .eio:
      if record.name == "pong" {
        return WireRelation(answers: open.take(tie("ping", record))?.number)
      }
      if record.name == "ping" { open.put(asked, at: tie("ping", record)) }
    case .sio: askedSocket(record, asked)
    }
    return WireRelation()
  }

  private mutating func askedSocket(_ record: WireRecord, _ asked: Asked) {
    if record.isPacket {
      if record.name == "connect" { open.put(asked, at: tie("connect", record)) }
      return
    }
    if let id = record.packetID { open.put(asked, at: tie("ack", record, "\(id)")) }
    let argument = record.argument
    let conversation = WireIdentifiers.conversation(in: argument) ?? ""
    var isOperation = true
    switch record.name {
    case "message:send": add(argument, asked, of: record)
    case "message:read":
      if let message = WireIdentifiers.message(in: argument) {
        causes.put(asked, at: Tie(kind: "message:read", id: message))
      }
    case "conversation:join":
      open.put(asked, at: tie("conversation:joined", record, conversation))
    case "conversation:leave":
      open.put(asked, at: tie("conversation:left", record, conversation))
    case "conversation:mark-all-read":
      causes.put(asked, at: Tie(kind: "conversation:all-read", id: conversation))
    case "typing:start":
      causes.put(asked, at: Tie(kind: "typing:user-typing", id: conversation))
      isOperation = false
    case "typing:stop":
      causes.put(asked, at: Tie(kind: "typing:user-stopped", id: conversation))
      isOperation = false
    default: break
    }
    guard isOperation else { return }
    let place = tie("operation", record)
    let late = asked.at - Self.patience
    let others = (operations[place] ?? []).filter { $0.at > late }.suffix(15)
    operations.put(Array(others) + [asked], at: place)
  }

  /// How long a server may take to refuse something, in µs.
  private static let patience: Int64 = 15_000_000

  private mutating func add(_ body: JSONValue, _ asked: Asked, of record: WireRecord) {
    sends.append(
      Send(
        asked: asked, session: record.session, tempID: body["tempId"]?.stringValue,
        conversation: WireIdentifiers.id(body["conversationId"]),
        content: WireIdentifiers.content(of: body)))
    if sends.count > Self.rememberedSends { sends.removeFirst() }
  }

  // MARK: In

  private mutating func heard(_ record: WireRecord) -> WireRelation {
    let asked = Asked(
      number: record.number, at: record.at, identity: record.identity, session: record.session)
    switch record.layer {
    case .http:
      if let answers = record.answers,
        let place = sends.firstIndex(where: { $0.asked.number == answers })
      {
        confirm(place, WireIdentifiers.id(record.data["data"]))
      }
      return WireRelation(answers: record.answers)
    case .ws: return WireRelation()
    case .eio:
      if record.name == "pong" {
        return WireRelation(answers: open.take(tie("ping", record))?.number)
      }
      if record.name == "ping" { open.put(asked, at: tie("ping", record)) }
      return WireRelation()
    case .sio: return record.isPacket ? heardPacket(record) : heardEvent(record)
    }
  }

  private mutating func heardPacket(_ record: WireRecord) -> WireRelation {
    switch record.name {
    case "ack":
      let answered = record.packetID.flatMap { open.take(tie("ack", record, "\($0)")) }
      if let answered { settle(answered.number, of: record) }
      return WireRelation(answers: answered?.number)
    case "connect", "connect_error":
      return WireRelation(answers: open.take(tie("connect", record))?.number)
    default: return WireRelation()
    }
  }

  private mutating func heardEvent(_ record: WireRecord) -> WireRelation {
    let argument = record.argument
    let conversation = WireIdentifiers.conversation(in: argument) ?? ""
    switch record.name {
    case "message:sent":
      guard let place = sent(argument, to: record) else { return WireRelation() }
      confirm(place, WireIdentifiers.message(in: argument))
      settle(sends[place].asked.number, of: record)
      return WireRelation(answers: sends[place].asked.number)
    case "message:new", "notification:new-message": return heardMessage(argument, record)
    case "message:read-receipt":
      guard let message = WireIdentifiers.message(in: argument) else { return WireRelation() }
      let send = sends.last { $0.message == message }?.asked
      return WireRelation(
        cause: (send ?? cause(Tie(kind: "message:read", id: message), of: record))?.number)
    case "conversation:joined", "conversation:left":
      let answered = open.take(tie(record.name, record, conversation))
      if let answered { settle(answered.number, of: record) }
      return WireRelation(answers: answered?.number)
    case "conversation:all-read":
      let cause = cause(Tie(kind: record.name, id: conversation), of: record)
      if let cause { settle(cause.number, of: record) }
      return WireRelation(cause: cause?.number)
    case "typing:user-typing", "typing:user-stopped":
      let cause = cause(Tie(kind: record.name, id: conversation), of: record, spares: true)
      return WireRelation(cause: cause?.number)
    case "error":
      let place = tie("operation", record)
      let late = record.at - Self.patience
      let candidates = (operations[place] ?? []).filter { $0.at > late }
      guard candidates.count == 1 else { return WireRelation() }
      _ = operations.take(place)
      return WireRelation(answers: candidates[0].number)
    default: return WireRelation()
    }
  }

  private mutating func heardMessage(
    _ argument: JSONValue, _ record: WireRecord
  ) -> WireRelation {
    let message = argument["message"] ?? argument
    guard let id = WireIdentifiers.id(message) else { return WireRelation() }
    let reader = Tie(kind: "told", identity: record.identity, session: record.session, id: id)
    if let first = told[reader] {
      return WireRelation(cause: sends.last { $0.message == id }?.asked.number, sameAs: first)
    }
    told.put(record.number, at: reader)
    if let send = sends.last(where: { $0.message == id }) {
      return WireRelation(cause: send.asked.number)
    }
    let conversation = WireIdentifiers.conversation(in: argument)
    let content = WireIdentifiers.content(of: message)
    let place = sends.firstIndex { send in
      send.message == nil && send.conversation == conversation && send.content == content
        && send.asked.at > record.at - 4 * Self.patience
    }
    guard let place else { return WireRelation() }
    sends[place].message = id
    return WireRelation(cause: sends[place].asked.number)
  }

  /// What made the server tell of it: not long before, and not told to this link already.
  ///
  /// - Parameter spares: the server tells it to everybody but the link that did it.
  private mutating func cause(
    _ place: Tie, of record: WireRecord, spares: Bool = false
  ) -> Asked? {
    guard let cause = causes[place], cause.at > record.at - Self.causePatience else { return nil }
    let isOwn = cause.identity == record.identity && cause.session == record.session
    let link = Tie(
      kind: record.name, identity: record.identity, session: record.session, id: "\(cause.number)")
    guard !(spares && isOwn), consequences[link] == nil else { return nil }
    consequences.put(record.number, at: link)
    return cause
  }

  /// How long after what caused it something is told at the latest, in µs.
  private static let causePatience: Int64 = 5_000_000

  /// The send that a `message:sent` is about.
  private func sent(_ argument: JSONValue, to record: WireRecord) -> Int? {
    func isTheirs(_ send: Send) -> Bool {
      send.asked.identity == record.identity && send.session == record.session
    }
    if let tempID = argument["tempId"]?.stringValue,
      let place = sends.lastIndex(where: { isTheirs($0) && $0.tempID == tempID })
    {
      return place
    }
    let message = WireIdentifiers.message(in: argument)
    if let message, let place = sends.lastIndex(where: { isTheirs($0) && $0.message == message }) {
      return place
    }
    return sends.firstIndex { send in
      isTheirs(send) && !send.isConfirmed && send.asked.at > record.at - 4 * Self.patience
    }
  }

  private mutating func confirm(_ place: Int, _ message: String?) {
    sends[place].isConfirmed = true
    if let message { sends[place].message = message }
  }

  /// It was answered: an `error` is about something else.
  private mutating func settle(_ number: Int, of record: WireRecord) {
    let place = tie("operation", record)
    guard let left = operations[place]?.filter({ $0.number != number }) else { return }
    operations.put(left, at: place)
  }

  private func tie(_ kind: String, _ record: WireRecord, _ id: String = "") -> Tie {
    let namespace = record.namespace.map { $0 + " " } ?? ""
    return Tie(
      kind: kind, identity: record.identity, session: record.session, id: namespace + id)
  }

  private static func isMessages(_ target: String) -> Bool {
    target.prefix { $0 != "?" }.hasSuffix("/messages")
  }
}
