import ChatClient
import ChatModel
import Foundation

/// In the end the whole of a history is gone through in its windows: each must be a stretch of what the
/// server has, and the way must lead from the newest to the start and back.
extension World {
  func walk(_ id: ConversationID) {
    for isBack in [true, false] {
      var steps = 0
      while let end = isBack ? screen.extents[id]?.older : screen.extents[id]?.newer, end != .none {
        steps += 1
        guard steps < 200 else {
          return find(.stuck, "\(id) does not come to its \(isBack ? "start" : "newest")")
        }
        give(.command(isBack ? .loadOlder(id) : .loadNewer(id)))
        run(for: 20)
        judgeWindow(id)
      }
      if isBack, let first = server.history(id).first, shown(id).first != first.id {
        find(.outOfStep, "\(id) begins with \(shown(id).first?.rawValue ?? "nothing")")
      }
      if !isBack, shown(id).last != server.history(id).last?.id {
        find(.outOfStep, "\(id) ends with \(shown(id).last?.rawValue ?? "nothing")")
      }
    }
    let history = server.history(id)
    for target in [0, history.count / 2, history.count - 1] where history.indices.contains(target) {
      let date = history[target].time
      // Of equal times the first counts.
      guard let wanted = history.first(where: { $0.time >= date }) else { continue }
      give(.command(.jump(id, to: .date(date))))
      run(for: 60)
      judgeWindow(id)
      if !shown(id).contains(wanted.id) {
        find(.outOfStep, "\(id) does not show \(wanted.id), which is the first at its date")
      }
    }
    give(.command(.jump(id, to: .start)))
    run(for: 60)
    judgeWindow(id)
    if let first = history.first, !shown(id).contains(first.id) {
      find(.outOfStep, "\(id) does not show \(first.id), its start")
    }
    give(.command(.jump(id, to: .newest)))
    run(for: 20)
    if let last = history.last, !shown(id).contains(last.id) {
      find(.outOfStep, "\(id) does not show \(last.id), its newest")
    }
  }

  /// Without those that were deleted: what is read from the disk may not know it yet (row 20).
  private func shown(_ id: ConversationID) -> [MessageID] {
    (screen.timelines[id] ?? [:]).values.sorted().map(\.id).filter {
      !server.deleted.contains($0)
    }
  }

  /// Between the first and the last that are shown nothing is missing.
  private func judgeWindow(_ id: ConversationID) {
    let shown = shown(id)
    let history = server.history(id).map(\.id)
    if let window, shown.count > window + window / 8 {
      find(.runaway, "\(id) holds \(shown.count) messages")
    }
    guard let first = shown.first, let last = shown.last,
      let low = history.firstIndex(of: first), let high = history.firstIndex(of: last), low <= high
    else { return }
    let lacking = Set(history[low...high]).subtracting(shown)
    if !lacking.isEmpty {
      find(.outOfStep, "\(id) has a hole between \(first) and \(last): \(lacking.sorted())")
    }
  }
}
