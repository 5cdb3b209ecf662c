// The worlds a sandbox begins with.

import ChatModel
import SplitMix

extension World {
  /// A new world; the same seed, sequence of ids and time give the same one.
  /// - Parameter personID: the id of the nth account, where ids of people are settled otherwise.
  init(
    seed: Seed, ids: IDSource, at now: Millis, personID: (Int, String) -> UserID? = { _, _ in nil }
  ) {
    self.init(ids: ids)
    switch seed {
    case .empty:
      for (first, last, role) in [
        ("Asha", "Rao", Role.admin), ("Meera", "Iyer", .support), ("Lakshmi", "R.", .user),
      ] {
        addPerson(first, last, role, id: personID(people.count, first.lowercased()), at: now)
      }
    case .demo:
      addPerson("Asha", "Rao", .admin, id: personID(0, "asha"), at: now)
      var staff: [String: UserID] = [:]
      for (account, first, last) in DemoCast.agents {
        staff[account] = addPerson(
          first, last, .support, account: account, lastSeen: now,
          id: personID(people.count, account), at: now)
      }
      addPerson("Nila", "Bose", .user, id: personID(people.count, "nila"), at: now)
      var chance = SplitMix64(seed: 1)
      for story in Story.all {
        let id = personID(people.count, story.account)
        tell(story, staff: staff, at: now, with: &chance, farmerID: id)
      }
    }
  }

  /// People sign in as `meera@furrow.example` with the password `meera-demo`.
  @discardableResult
  private mutating func addPerson(
    _ firstName: String, _ lastName: String, _ role: Role, account: String? = nil,
    lastSeen: Millis? = nil, id: UserID?, at now: Millis
  ) -> UserID {
    let account = account ?? firstName.lowercased()
    let id = id ?? UserID(newID(at: now))
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
    _ story: Story, staff: [String: UserID], at now: Millis, with chance: inout SplitMix64,
    farmerID: UserID?
  ) {
    let lines = Self.dated(story, at: now, with: &chance)
    let farmer = addPerson(
      story.firstName, story.lastName, .user, account: story.account,
      lastSeen: lines.last { $0.line.isFarmers }?.time, id: farmerID, at: now)
    let agent = story.agent.flatMap { staff[$0] }
    var unread = [farmer: 0]
    if let agent { unread[agent] = 0 }
    let begun = (lines.first?.time ?? now) - .seconds(60)
    let id = ConversationID(newID(at: now))
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
          id: MessageID(newID(at: now)), conversation: id,
          sender: entry.line.isFarmers ? farmer : agent ?? farmer, kind: entry.line.kind,
          content: entry.line.text,
          media: entry.line.file.map {
            addFile($0, at: entry.time, by: entry.line.isFarmers ? farmer : agent ?? farmer)
          },
          readAt: answer.map { $0 - .seconds(20) } ?? (wasRead ? entry.time + .seconds(45) : nil),
          createdAt: entry.time))
    }
  }

  /// - Parameter owner: who alone may send it; nil for everybody.
  mutating func addFile(_ file: SeedMedia, at time: Millis, by owner: UserID? = nil) -> MediaID {
    let id = MediaID(newID(at: time))
    put(
      MediaRecord(
        id: id, name: file.rawValue, kind: file.kind, format: file.format, size: file.bytes.count,
        createdAt: time, place: .seed(file), owner: owner, stem: newFileName(at: time)))
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
