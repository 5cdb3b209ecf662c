package import Foundation

/// One step of the desk: takes what happened, changes the state, and gives back work as values.
package func update(_ state: inout DeskState, _ action: Action, now: Date) -> [Effect] {
  update(&state, CollectionOfOne(action), now: now)
}

/// The same for all that arrived since the last paint; the list is put in order once.
package func update(
  _ state: inout DeskState, _ actions: some Sequence<Action>, now: Date
) -> [Effect] {
  []
}
