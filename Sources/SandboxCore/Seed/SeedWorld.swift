// The worlds a sandbox begins with.

import ChatModel

extension World {
  /// A new world; the same seed, random seed and time give the same one.
  init(seed: Seed, random: UInt64, at now: Millis) {
    self.init(idSeed: random)
    switch seed {
    case .empty:
      addPerson("Asha", "Rao", .admin)
      addPerson("Meera", "Iyer", .support)
      addPerson("Lakshmi", "R.", .user)
    case .demo:
      addPerson("Asha", "Rao", .admin)
      var staff: [String: UserID] = [:]
      for (account, first, last) in DemoCast.agents {
        staff[account] = addPerson(first, last, .support, account: account, lastSeen: now)
      }
      addPerson("Nila", "Bose", .user)
      var chance = SplitMix64(state: random)
      for story in Story.all { tell(story, staff: staff, at: now, with: &chance) }
    }
  }

  /// People sign in as `meera@furrow.example` with the password `meera-demo`.
  @discardableResult
  private mutating func addPerson(
    _ firstName: String, _ lastName: String, _ role: Role, account: String? = nil,
    lastSeen: Millis? = nil
  ) -> UserID {
    let account = account ?? firstName.lowercased()
    let id = UserID(newID())
    let number = String(98_210 + people.count * 7_919 % 89_999)
    put(
      Person(
        id: id, firstName: firstName, lastName: lastName, phone: "+9155555" + number.suffix(5),
        email: DemoCast.email(account), role: role, password: "\(account)-demo",
        lastSeen: lastSeen))
    return id
  }

  // MARK: Telling a story

  private mutating func tell(
    _ story: Story, staff: [String: UserID], at now: Millis, with chance: inout SplitMix64
  ) {
    let lines = Self.dated(story, at: now, with: &chance)
    let farmer = addPerson(
      story.firstName, story.lastName, .user, account: story.account,
      lastSeen: lines.last { $0.line.isFarmers }?.time)
    let agent = story.agent.flatMap { staff[$0] }
    var unread = [farmer: 0]
    if let agent { unread[agent] = 0 }
    let begun = (lines.first?.time ?? now) - .seconds(60)
    let id = ConversationID(newID())
    put(
      ConversationRecord(
        id: id, farmer: farmer, agent: agent, status: story.status, unread: unread,
        isActive: true, createdAt: begun, updatedAt: begun))
    for (place, entry) in lines.enumerated() {
      // Who has answered has read; what was settled was read in the end.
      let answer = lines[place...].first { $0.line.isFarmers != entry.line.isFarmers }?.time
      let isSettled = story.status == .resolved || story.status == .closed
      let wasRead = isSettled || !entry.line.isFarmers
      add(
        MessageRecord(
          id: MessageID(newID()), conversation: id,
          sender: entry.line.isFarmers ? farmer : agent ?? farmer, kind: entry.line.kind,
          content: entry.line.text,
          media: entry.line.file.map { addFile($0, at: entry.time) },
          readAt: answer.map { $0 - .seconds(20) } ?? (wasRead ? entry.time + .seconds(45) : nil),
          createdAt: entry.time))
    }
  }

  mutating func addFile(_ file: SeedMedia, at time: Millis) -> MediaID {
    let id = MediaID(newID())
    put(
      MediaRecord(
        id: id, name: file.rawValue, kind: file.kind, format: file.format, size: file.bytes.count,
        createdAt: time, place: .seed(file)))
    return id
  }

  /// The messages of a story with their times, counted back from the last.
  private static func dated(
    _ story: Story, at now: Millis, with chance: inout SplitMix64
  ) -> [(line: Story.Line, time: Millis)] {
    var time = now - .seconds(story.ago * 60)
    var dated: [(line: Story.Line, time: Millis)] = []
    var pause: Duration?
    for line in story.lines.reversed() {
      if case .pause(let days) = line {
        let hours =
          Int.random(in: days, using: &chance) * 24 + Int.random(in: -2...2, using: &chance)
        pause = .seconds(hours * 3600)
        continue
      }
      if let later = dated.last {
        // Two messages of one person come a minute apart, an answer takes some minutes.
        let gap: Duration =
          later.line.isFarmers == line.isFarmers
          ? .seconds(60) : .seconds(Int.random(in: 70...420, using: &chance))
        time = time - (pause ?? gap)
      }
      pause = nil
      dated.append((line, time))
    }
    return dated.reversed()
  }
}

extension Story.Line {
  var isFarmers: Bool {
    switch self {
    case .said(let byFarmer, _), .sent(let byFarmer, _): byFarmer
    case .pause: false
    }
  }

  var text: String? {
    guard case .said(_, let text) = self else { return nil }
    return text
  }

  var file: SeedMedia? {
    guard case .sent(_, let file) = self else { return nil }
    return file
  }

  var kind: MessageKind { file.map { .media($0.kind) } ?? .text }
}
