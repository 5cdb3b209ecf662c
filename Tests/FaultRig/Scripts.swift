import ChatClient
import ChatModel

/// Another process of the same account, a `furrow send` or `furrow outbox` in a script: it never
/// leads, knows only the disk, and rings when it has changed something there.
extension World {
  func planScripts() {
    for _ in 0..<weather.scripts {
      plan(in: random.seconds(0...weather.duration)) { world in
        guard let id = world.random.one(of: world.server.conversations) else { return }
        world.scriptActs(in: id)
      }
    }
  }

  static func isScripts(_ id: OutboxID) -> Bool { id.rawValue.hasPrefix("script-") }

  private func scriptActs(in id: ConversationID) {
    switch random.number(0...9) {
    case 0...5: for _ in 0..<random.number(1...2) { scriptSends(in: id) }
    case 6...8: scriptRetries()
    default: scriptDrops()
    }
    // The leader hears of it a moment later; one that dies before finds it on the disk.
    later(in: random.seconds(0.001...0.05)) { $0.give(.changedElsewhere(.outbox)) }
  }

  private func scriptSends(in id: ConversationID) {
    ledger.sends += 1
    let entry = OutboxEntry(
      id: OutboxID("script-\(ledger.sends)"), conversationID: id, body: .text(words()),
      createdAt: clientDate)
    let answer = disk.perform(.accept([entry]))
    say("⌨ a script sends \(entry.id) in \(id): \(answer)")
  }

  /// Of anything, and not of what it last saw as failed: the disk must know better.
  private func scriptRetries() {
    guard let entry = random.one(of: disk.outbox) else { return }
    say("⌨ a script wants \(entry.id) sent again, which is \(entry.state)")
    if entry.state == .unsure { ledger.retriedUnsure[entry.id, default: 0] += 1 }
    if entry.retried != nil { ledger.outOfOrder.insert(entry.id) }
    _ = disk.perform(.retry([entry.id]))
  }

  private func scriptDrops() {
    let chosen = disk.outbox.filter { entry in
      switch entry.state {
      case .failed, .unsure: true
      default: false
      }
    }
    guard let entry = random.one(of: chosen) else { return }
    say("⌨ a script drops \(entry.id)")
    ledger.wantedDropped.insert(entry.id)
    ledger.outOfOrder.insert(entry.id)
    _ = disk.perform(.drop([entry.id]))
  }
}
