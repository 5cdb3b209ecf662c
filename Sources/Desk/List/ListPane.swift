package import ChatModel
package import Foundation

/// The list of conversations: which, in what order, and where the cursor stands.
package struct ListPane: Hashable, Sendable {
  package internal(set) var view: ListView
  /// The rows from top to bottom, filtered. Put in order once for each batch of changes, and not at
  /// all while the cursor has just been moved.
  package internal(set) var order: [ConversationID]
  package internal(set) var cursor: ConversationID?
  /// The first row that is shown. ``window(rows:)`` corrects it where the room has changed.
  package internal(set) var top: Int
  package internal(set) var filter: Filter?
  /// nil: the conversations of everybody.
  package internal(set) var narrowing: Narrowing? {
    didSet { if narrowing != oldValue { ranking.needsRebuild = true } }
  }
  /// How many conversations of all the filter finds, while it finds none in this view.
  package internal(set) var foundInAll = 0
  /// The view of views.toml that is shown, by its place there; nil while it is one of the others.
  package internal(set) var saved: Int?
  package internal(set) var savedCounts: [Int: Int] = [:]
  /// How many conversations each view holds, whatever is filtered.
  package internal(set) var counts: [ListView: Int]
  /// Who waits longest of those in the view of the waiting.
  package internal(set) var longestWaiting: ConversationID?
  /// Unread messages of all my conversations.
  package internal(set) var unreadTotal: Int
  /// The list has been compared with the server in this session.
  package internal(set) var isComplete: Bool
  /// When it last was, by the local clock.
  package internal(set) var comparedAt: Date?
  /// So many seconds after it was read a plan may rest on it.
  private static let freshness: TimeInterval = 3

  /// Whether it was read just now.
  func isFresh(_ now: Date) -> Bool {
    comparedAt.map { (0...Self.freshness).contains(now.timeIntervalSince($0)) } ?? false
  }

  /// Since the start no list has come from anywhere.
  package internal(set) var isLoading: Bool

  /// Rows that are marked, for a change of many at once.
  package internal(set) var marks: Set<ConversationID> = []
  /// Where a range of marks began.
  var rangeFrom: ConversationID?

  /// When the cursor was last moved: for some seconds no row moves under it.
  var cursorMovedAt: Date?
  var ranking = Ranking()
  /// Conversations that have come or moved up and are not folded in yet.
  var heldBack: Set<ConversationID> = []
  /// The rows differ from the ranking.
  var isBehind = false

  /// How long rows stay where they are after the cursor moved.
  static let cursorCalm: TimeInterval = 5

  /// When what is held back may be shown.
  var deadline: Date? { isBehind ? cursorMovedAt?.addingTimeInterval(Self.cursorCalm) : nil }

  /// Words that rows have to contain.
  package struct Filter: Hashable, Sendable {
    package internal(set) var editor: TextEditor
    /// Keys go to the filter; otherwise it only applies.
    package internal(set) var isEditing: Bool
    /// The view in which it found nothing, when it is shown in that of all instead.
    var cameFrom: NumberedView?
  }

  init(view: ListView = .mine) {
    self.view = view
    order = []
    top = 0
    counts = [:]
    unreadTotal = 0
    isComplete = false
    isLoading = true
  }

  /// Conversations that would come or move up, held back for the sake of the cursor.
  package var arrived: Int { heldBack.count }

  /// The place of the cursor among the rows.
  package var cursorIndex: Int? {
    guard let cursor else { return nil }
    // Nearly always it is among the rows that are shown.
    let near = order.dropFirst(max(0, top)).prefix(Self.rowsNearTop)
    return near.firstIndex(of: cursor) ?? order.firstIndex(of: cursor)
  }

  private static let rowsNearTop = 100

  /// Moves the cursor to a row, as near as there is one; for a while no row moves under it.
  ///
  /// - Parameter room: how many rows are shown.
  mutating func moveCursor(to place: Int, room: Int, now: Date) {
    guard !order.isEmpty else { return }
    cursor = order[min(max(0, place), order.count - 1)]
    cursorMovedAt = now
    top = window(rows: room).lowerBound
  }

  /// Puts the cursor on a conversation if it is among the rows.
  mutating func moveCursor(to id: ConversationID, room: Int) {
    guard order.contains(id) else { return }
    cursor = id
    top = window(rows: room).lowerBound
  }

  /// Shows the rows as they are ranked. The cursor stays on its conversation and on its line.
  ///
  /// - Parameter openID: the open conversation, on which the cursor stays even before it was moved.
  mutating func foldIn(openID: ConversationID?) {
    let oldIndex = cursorIndex
    switch ranking.takeChanges() {
    case .everything: order = ranking.sorted.map(\.id)
    case .steps(let steps):
      for step in steps {
        switch step {
        case .out(let place): order.remove(at: place)
        case .in(let id, let place): order.insert(id, at: place)
        }
      }
    }
    heldBack = []
    isBehind = false
    // Until the cursor is used it stays on top, with whoever waits longest.
    if cursorMovedAt == nil, cursor != openID {
      cursor = order.first
      top = 0
    } else if let index = cursorIndex {
      top = max(0, top + index - (oldIndex ?? index))
    } else {
      putCursor(near: oldIndex)
    }
  }

  /// Takes out rows; a cursor that stood on one goes to the row that takes its place.
  mutating func dropRows(where isGone: (ConversationID) -> Bool) {
    let index = cursorIndex
    order.removeAll(where: isGone)
    ranking.noteOtherOrder()
    if let cursor, isGone(cursor) { putCursor(near: index) }
  }

  private mutating func putCursor(near index: Int?) {
    let place = min(index ?? 0, order.count - 1)
    cursor = order.indices.contains(place) ? order[place] : nil
  }

  /// The rows to show in room for `rows`, with the cursor among them.
  package func window(rows: Int) -> Range<Int> {
    guard rows > 0, !order.isEmpty else { return 0..<0 }
    var first = min(max(0, top), max(0, order.count - rows))
    if let index = cursorIndex { first = min(max(first, index - rows + 1), index) }
    return first..<min(order.count, first + rows)
  }
}
