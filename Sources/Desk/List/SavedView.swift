package import ChatModel
package import Foundation
import Sentences
import TextGrid

/// A choice of conversations that a person has described in views.toml. All that is said has to hold.
package struct SavedView: Hashable, Sendable {
  /// One word or several, as `:view` and the list's title name it.
  package var name: String
  /// None: any.
  package var statuses: [ConversationStatus] = []
  /// nil: anybody, or nobody.
  package var assignee: Assignee?
  /// Since something was last said, in seconds.
  package var olderThan: TimeInterval?
  package var newerThan: TimeInterval?
  /// The farmer waits at least so long, in seconds.
  package var waits: TimeInterval?
  /// Each has to stand in the name, the number, the agent, the status or the last words.
  package var words: [String] = []
  package var sort = Sort.waiting

  package enum Assignee: Hashable, Sendable {
    case me, nobody
    /// A name, or an id.
    case named(String)
  }

  package enum Sort: String, Hashable, Sendable, CaseIterable {
    /// Who waits longest first, as in the views that are always there.
    case waiting
    /// By when something was last said.
    case newest, oldest
  }

  /// More than so many are not taken.
  package static let most = 30

  package init(name: String) { self.name = name }

  /// What belongs to it changes as time passes.
  var dependsOnTime: Bool { olderThan != nil || newerThan != nil || waits != nil }
}

extension DeskState {
  /// Whether a conversation belongs to a saved view.
  mutating func holds(_ view: SavedView, _ summary: ConversationSummary, now: Date) -> Bool {
    let conversation = summary.conversation
    if !view.statuses.isEmpty {
      guard let status = conversation.status, view.statuses.contains(status) else { return false }
    }
    switch view.assignee {
    case nil: break
    case .me?: guard summary.isMine else { return false }
    case .nobody?: guard conversation.agent == .none else { return false }
    case .named(let name)?:
      guard let id = conversation.agent.id else { return false }
      let person = personName(conversation.agent.value, id: id).lowercased()
      guard id.rawValue == name || person.contains(name.lowercased()) else { return false }
    }
    let age = serverTime(now).timeIntervalSince(summary.lastActivity)
    if let least = view.olderThan, age < least { return false }
    if let most = view.newerThan, age > most { return false }
    if let least = view.waits {
      guard local.snooze(of: summary.id) == nil, let waited = waited(summary, now: now),
        waited >= least
      else { return false }
    }
    let needle = view.words.flatMap(Self.needle)
    return needle.isEmpty || contains(summary, all: needle)
  }

  /// The saved view that is shown; nil while it is none.
  var shownSaved: SavedView? {
    list.saved.flatMap { savedViews.indices.contains($0) ? savedViews[$0] : nil }
  }

  // MARK: What numbers call up

  /// All views, those that are always there first.
  package var views: [NumberedView] {
    NumberedView.all + savedViews.indices.map(NumberedView.saved)
  }

  /// One word for the title and for `:view`; sanitized.
  package func name(of view: NumberedView) -> String {
    guard case .saved(let place) = view else { return view.name }
    return savedViews.indices.contains(place) ? savedViews[place].name : view.name
  }

  /// The name in a sentence: in English as it is typed, else as it stands on the screen.
  package func spokenName(of view: NumberedView) -> String {
    Language.isEnglish ? name(of: view) : label(of: view)
  }

  /// The name as it stands on the screen.
  package func label(of view: NumberedView) -> String {
    if case .saved = view { name(of: view) } else { view.label }
  }

  /// Of how many conversations a view consists; nil for other panes.
  package func count(of view: NumberedView) -> Int? {
    switch view {
    case .list(let view): list.counts[view] ?? 0
    case .saved(let place): list.savedCounts[place] ?? 0
    case .pane: nil
    }
  }

  mutating func showSaved(_ place: Int, now: Date) {
    guard savedViews.indices.contains(place) else {
      return refuse(
        noView("\(NumberedView.firstSaved + place)") + said(" views.toml describes more."), now: now
      )
    }
    show(.saved(place), now: now)
  }

  /// views.toml was read again.
  mutating func note(_ views: [SavedView], problems: [String], now: Date) {
    for problem in problems { say(.warning, Sanitizer.oneLine(problem), now: now) }
    guard views != savedViews else { return }
    let shown = shownSaved?.name
    savedViews = views
    list.ranking.needsRebuild = true
    if list.saved != nil {
      list.saved = views.firstIndex { $0.name == shown }
      if list.saved == nil { list.view = .all }
    }
    guard problems.isEmpty else { return }
    hint(
      said(
        views.count, one: "Read again: views.toml, 1 view.",
        more: "Read again: views.toml, \(views.count) views."), now: now)
  }

  /// Ages change: who belongs to what is looked at again each minute.
  private static let lookAgain: TimeInterval = 60

  mutating func lookAtAges(now: Date) {
    guard dependsOnAges else { return list.ranking.agesLookedAt = nil }
    guard let due = ageDeadline else { return list.ranking.agesLookedAt = now }
    guard due <= now else { return }
    list.ranking.agesLookedAt = now
    // Rows come and go as with any other news: not under a cursor that was moved a moment ago.
    list.ranking.dirty.formUnion(conversations.keys)
  }

  private var dependsOnAges: Bool {
    savedViews.contains(where: \.dependsOnTime) || filterWords.dependsOnTime
  }

  var ageDeadline: Date? {
    guard dependsOnAges else { return nil }
    return list.ranking.agesLookedAt.map { $0.addingTimeInterval(Self.lookAgain) }
  }
}
