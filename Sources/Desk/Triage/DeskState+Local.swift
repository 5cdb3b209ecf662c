// What only this computer knows: written here at once, and told to whoever keeps it.

import ChatModel
import Foundation
import Sentences

extension DeskState {
  /// Writes a record, here at once. What a letter wrote goes to the disk when it was no part of a word.
  mutating func keep(_ change: LocalChange) {
    guard local.records[change.key] != change.record else { return }
    local.set(change.key, change.record)
    follow(change.key)
    emit(.client(.keep(change)))
    if configuration.sharesNotes, case .note(let id) = change.key {
      let note: ConversationNote? = if case .note(let note)? = change.record { note } else { nil }
      if note == nil { team.set(change.key, nil) }
      emit(.shareNote(note, id, as: ownName))
    }
  }

  /// What a letter wrote is not meant: it is as it was before.
  mutating func dropKept(_ effects: [Effect], for before: LocalData) {
    for case .client(.keep(let change)) in effects {
      local.set(change.key, before.records[change.key])
      follow(change.key)
    }
  }

  /// What the disk had, or another process of the account wrote.
  mutating func note(_ changes: [LocalChange]) {
    for change in changes {
      local.set(change.key, change.record)
      follow(change.key)
    }
  }

  private mutating func follow(_ key: LocalKey) {
    switch key {
    case .note:
      syncNotes()
      keepPlace()
    case .snooze(let id), .unread(let id): list.ranking.dirty.insert(id)
    case .mute: longWaits.noteSilence()
    case .agent(let id):
      guard case .agent(let person)? = local.records[key], !agents.contains(where: { $0.id == id })
      else { return }
      agents.append(Agent(participant: person))
    case .noteDraft, .position, .latin, .spelling, .word: break
    }
  }

  /// Where what is written here stays.
  package var keepingPlace: String {
    configuration.sharesNotes ? said("goes to your team's folder, too") : localPlace
  }

  /// The same of what no team shares.
  var localPlace: String {
    configuration.keepsOutbox ? said("stays on this computer") : said("goes when this desk does")
  }

  // MARK: Taking back

  /// Changes local records in a way that `u` takes back.
  ///
  /// - Parameter words: what was done, as it stands behind "Taken back:".
  mutating func keep(
    _ changes: [LocalChange], undoneBy before: [LocalChange], _ words: String,
    about id: ConversationID
  ) {
    for change in changes { keep(change) }
    undo.note(.local(LocalStep(id: id, before: before, after: changes, words: words)))
  }

  mutating func takeBack(_ step: LocalStep, now: Date) {
    let changed = Set(step.after.filter { local.records[$0.key] != $0.record }.map(\.key))
    guard changed.count < step.after.count else {
      return say(
        .warning, said("Not taken back, it has been changed since: \(step.words)."), about: step.id,
        now: now)
    }
    guard !changed.isEmpty else {
      for change in step.before { keep(change) }
      return confirm(said("Taken back: \(step.words)."), about: step.id, now: now)
    }
    // Of many that were changed at once, what is still as it was left.
    let own = Set(step.after.map(\.key)).subtracting(changed)
    for change in step.before where own.contains(change.key) { keep(change) }
    let others = changed.compactMap(\.conversationID).sorted()
    say(
      .warning,
      said(
        """
        Taken back: \(own.count) of \(step.after.count). Changed since, and left so: \
        \(names(of: others)).
        """), now: now)
  }
}

/// A change of local records, and what was there before.
struct LocalStep: Hashable, Sendable {
  let id: ConversationID
  let before: [LocalChange]
  let after: [LocalChange]
  /// Sanitized.
  let words: String
}
