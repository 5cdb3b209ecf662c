import ChatClient
import ChatModel
import Foundation
import JSON

/// What the person at the desk does, and the others.
extension World {
  // MARK: At the desk

  func planPeople() {
    for _ in 0..<weather.acts {
      plan(in: random.seconds(0...weather.duration)) { $0.act() }
    }
    for _ in 0..<random.number(0...8) {
      plan(in: random.seconds(0...weather.duration)) { world in
        guard let id = world.random.one(of: world.server.conversations) else { return }
        world.othersAct(in: id)
      }
    }
  }

  private func act() {
    guard engine != nil, let id = random.one(of: server.conversations) else { return }
    switch random.number(0...99) {
    case 0...54: write(in: id)
    case 55...60: sendFiles(in: id)
    case 61...64: retrySomething()
    case 65...68: dropSomething()
    case 69...73: give(.command(.open(id)))
    case 74...76: give(.command(.close(id)))
    case 77...78: move(in: id)
    case 79...83: give(.command(.typed(id)))
    case 84: give(.command(.stoppedTyping(id)))
    case 85...89:
      give(.command(.seen(id, (screen.timelines[id] ?? [:]).keys.sorted().suffix(3))))
    case 90: give(.command(.markAllRead(id)))
    case 91: give(.command(.setPresent(random.chance(0.5))))
    case 92: give(.command(.refresh))
    case 93: give(.command(.reconnect))
    case 94: give(.command(.setStatus(id, .resolved)))
    case 95: give(.command(.cancelUploads(id)))
    case 96...97: restartClient()
    default:
      let draft = Draft(text: "half a thought", editedAt: serverDate)
      give(.command(.saveDraft(id, draft)))
    }
  }

  private func move(in id: ConversationID) {
    // Where a window holds everything, there is nothing but the start to go to.
    guard window != nil else { return give(.command(.loadOlder(id))) }
    for _ in 0...random.number(0...3) {
      switch random.number(0...9) {
      case 0...3: give(.command(.loadOlder(id)))
      case 4...5: give(.command(.loadNewer(id)))
      case 6: give(.command(.stay(id)))
      default: jump(in: id)
      }
    }
  }

  private func jump(in id: ConversationID) {
    let some = random.one(of: server.history(id))
    switch random.number(0...3) {
    case 0: give(.command(.jump(id, to: .start)))
    case 1: give(.command(.jump(id, to: .newest)))
    case 2: if let some { give(.command(.jump(id, to: .message(some.id)))) }
    default: if let some { give(.command(.jump(id, to: .date(some.time)))) }
    }
  }

  private func write(in id: ConversationID) {
    let text = words()
    send(id, text, [])
    // The same again on purpose, or more at once.
    if random.chance(0.2) { send(id, random.chance(0.5) ? text : words(), []) }
  }

  func words() -> String {
    ledger.texts += 1
    let number = ledger.texts
    if random.chance(0.04) { return "REFUSED \(number)" }
    guard random.chance(weather.sameness) else { return "n\(number)" }
    return random.one(of: ["ok", " ok", "yes \n", "thank you"]) ?? "ok"
  }

  private func sendFiles(in id: ConversationID) {
    let files = (0..<random.number(1...3)).map { _ in SimulatedFiles.path(random.number(0...9)) }
    send(id, random.chance(0.5) ? words() : "", files)
  }

  private func send(_ id: ConversationID, _ text: String, _ files: [String]) {
    guard engine != nil else { return }
    ledger.lastRequest += 1
    ledger.sends += 1
    ledger.openRequests.insert(ledger.lastRequest)
    give(.command(.send(id, text: text, files: files, request: ledger.lastRequest)))
  }

  private func retrySomething() {
    let chosen = screen.shown { state in
      switch state {
      case .failed, .unsure: true
      default: false
      }
    }
    if let id = random.one(of: chosen) { retry(id) }
  }

  private func retry(_ id: OutboxID) {
    if screen.entries[id]?.state == .unsure {
      ledger.retriedUnsure[id, default: 0] += 1
    }
    ledger.outOfOrder.insert(id)
    give(.command(.retry(id)))
  }

  private func dropSomething() {
    let chosen = screen.shown { state in
      switch state {
      case .failed, .unsure, .queued: true
      default: false
      }
    }
    if let id = random.one(of: chosen) { drop(id) }
  }

  private func drop(_ id: OutboxID) {
    ledger.wantedDropped.insert(id)
    if let entry = screen.entries[id], entry.state == .queued, random.chance(0.5) {
      let draft = Draft(text: "\(entry.body)", editedAt: entry.createdAt)
      give(.command(.takeBackSend(entry.conversationID, [id], leaving: draft)))
    } else {
      give(.command(.drop(id)))
    }
  }

  /// Of what the client could not decide, the person decides.
  func answerQuestions() {
    for id in screen.shown({ $0 == .unsure }) {
      ledger.asked.insert(id)
      say("? the person is asked about \(id)")
      if random.chance(0.3) { retry(id) } else { drop(id) }
    }
  }

  func signInAgain() {
    guard engine != nil, screen.needsSignIn || !validTokens.contains(tokenNumber) else { return }
    tokenNumber = validTokens.upperBound
    screen.needsSignIn = false
    give(.command(.useToken(Token.make(Self.me, weather.role, number: tokenNumber))))
  }

  // MARK: The others

  private func othersAct(in id: ConversationID) {
    let other = server.other(in: id)
    switch random.number(0...9) {
    case 0...4: otherWrites(in: id)
    case 5: otherReads(id)
    case 6: tellIfConnected(Wire.typing(other, in: id, isOver: random.chance(0.5)))
    case 7: tellIfConnected(Wire.presence(other, isOnline: random.chance(0.5)))
    case 8: otherDeviceReads(id)
    default: deleteSomething(in: id)
    }
  }

  func otherWrites(in id: ConversationID) {
    let text = random.chance(weather.sameness) ? "ok" : "from the other \(random.number(0...999))"
    let message = server.save(
      .text(text), by: server.other(in: id), in: id, at: serverDate, tempID: nil, origin: .others)
    say("○ the other side writes \(message.id)")
    announce(message, in: id)
  }

  func otherDeviceWrites(_ text: String, in id: ConversationID) {
    let message = server.save(
      .text(text), by: Self.me, in: id, at: serverDate, tempID: nil, origin: .otherDevice)
    say("◐ another device of mine writes \(message.id): \(text)")
    if let connection = link.connection, connection.rooms.contains(id) {
      tell(Wire.new(message, in: id), connection)
    }
  }

  func otherReads(_ id: ConversationID) {
    let other = server.other(in: id)
    say("○ the other side reads \(id)")
    if random.chance(0.5), let message = server.histories[id]?.last {
      if server.read(message, by: other, at: serverDate) {
        tellIfConnected(Wire.receipt(message, in: id, by: other, at: serverDate))
      }
    } else {
      let count = server.readAll(id, by: other, at: serverDate)
      tellIfConnected(Wire.allRead(id, by: other, at: serverDate, count: count))
    }
  }

  /// Another device of mine reads what the other side wrote: says nothing about my messages.
  private func otherDeviceReads(_ id: ConversationID) {
    let count = server.readAll(id, by: Self.me, at: serverDate)
    tellIfConnected(Wire.allRead(id, by: Self.me, at: serverDate, count: count))
  }

  /// Announced by nothing (row 20).
  private func deleteSomething(in id: ConversationID) {
    let theirs = server.history(id).filter { $0.sender.id != Self.me }
    guard let message = random.one(of: theirs) else { return }
    say("○ \(message.id) is deleted")
    server.delete(message.id)
  }
}

/// The files on this computer.
enum SimulatedFiles {
  static func path(_ number: Int) -> String {
    number < 8 ? "/files/leaf\(number).png" : "/files/song\(number).mp3"
  }

  static func inspect(_ path: String) -> FileInspection {
    let head: [UInt8] =
      path.hasSuffix("png")
      ? [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52]
      : [0x49, 0x44, 0x33, 3, 0, 0, 0, 0, 0, 0, 0, 0]
    return FileInspection(path: path, result: .success(.init(size: 1000, head: head)))
  }
}

/// Sign-ins, numbered, as unsigned web tokens: the client reads their claims only.
enum Token {
  static func make(_ user: UserID, _ role: Role, number: Int) -> String {
    let claims: JSONValue = [
      "id": .string(user.rawValue), "role": .string(role.rawValue), "n": .integer(number),
    ]
    let text = Data(claims.encoded.utf8).base64EncodedString()
      .replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
    return "e30.\(text).n\(number)"
  }

  static func number(of token: String) -> Int? {
    token.split(separator: ".").last.flatMap { Int($0.dropFirst()) }
  }
}
