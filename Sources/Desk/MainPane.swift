import Foundation
import Sentences

/// What fills the middle of the desk. The conversation keeps its place; any other pane stands where
/// the list does, and has no rows of conversations.
package enum MainPane: Hashable, Sendable, CaseIterable {
  /// The list, and what is open of it.
  case conversation
  case statistics
  case team

  /// The one place where the panes are told apart; nil for the conversation, which is the desk.
  var component: (any MainPaneComponent.Type)? {
    switch self {
    case .conversation: nil
    case .statistics: StatisticsPane.self
    case .team: TeamPane.self
    }
  }
}

extension MainPane {
  /// What commands do in it for the help.
  var sentences: [Command: String] { component?.sentences ?? [:] }
}

/// What every pane but the conversation says and does. Its state stands in ``DeskState``, because it
/// outlives its being shown.
protocol MainPaneComponent {
  /// The key that calls it up.
  static var number: Int { get }
  /// One word for the title and for `:view`.
  static var name: String { get }
  static var command: Command { get }
  /// The keys that are in force while it has them.
  static var keyContext: Keymap.Context { get }
  /// It was called up.
  static func appear(on desk: inout DeskState, now: Date)
  /// Does what a command means while it is shown and no overlay is open; false when it is a matter of
  /// the desk.
  static func handle(_ command: Command, on desk: inout DeskState, now: Date) -> Bool
  /// The person wants everything up to date.
  static func refresh(_ desk: inout DeskState, now: Date)
  /// What is worth knowing where it is shown, beside the keys of the whole desk.
  static var hints: [(Command, String)] { get }
  /// What commands do there, where that is not what they do in the rest of their keys' part.
  static var sentences: [Command: String] { get }
}

extension MainPaneComponent {
  static var keyContext: Keymap.Context { .list }
  static var sentences: [Command: String] { [:] }
}

/// What a number calls up: a choice of conversations, or another pane.
package enum NumberedView: Hashable, Sendable {
  case list(ListView)
  case pane(MainPane)
  /// One of views.toml, by its place there.
  case saved(Int)

  /// The number of the first one of views.toml; the second has the next, those behind it none.
  package static let firstSaved = 8

  /// By their numbers.
  package static let all: [NumberedView] =
    (ListView.allCases.map(Self.list)
    + MainPane.allCases.filter { $0.component != nil }.map(Self.pane))
    .sorted { $0.number < $1.number }

  package var number: Int {
    switch self {
    case .list(let view): view.rawValue
    case .saved(let place): place < 2 ? Self.firstSaved + place : 0
    case .pane(let pane): pane.component?.number ?? 0
    }
  }

  /// One word for the title and for `:view`.
  package var name: String {
    switch self {
    case .list(let view): view.name
    case .saved(let place): "saved-\(place + 1)"
    case .pane(let pane): pane.component?.name ?? ""
    }
  }

  /// The name as it stands on the screen: "No agent".
  package var label: String {
    switch self {
    case .list(.mine): said("Mine")
    case .list(.waiting): said("Waiting")
    case .list(.unread): said("Unread")
    case .list(.all): said("All")
    case .list(.unassigned): said("No agent")
    case .saved(let place): said("Saved \(place + 1)")
    case .pane(.statistics): said("Statistics")
    case .pane(.team): said("Team")
    case .pane(.conversation): ""
    }
  }

  /// The command that calls it up.
  var command: Command? {
    switch self {
    case .list(let view): view.command
    case .saved(0): .viewSaved1
    case .saved(1): .viewSaved2
    case .saved: nil
    case .pane(let pane): pane.component?.command
    }
  }
}

extension DeskState {
  /// What was called up last.
  package var view: NumberedView {
    main == .conversation ? listView : .pane(main)
  }

  /// What the list shows, or would show.
  var listView: NumberedView { list.saved.map(NumberedView.saved) ?? .list(list.view) }
}
