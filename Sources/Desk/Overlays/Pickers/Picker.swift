import Foundation
import Sentences

/// A list of choices that is filtered as one types.
package struct Picker<Choice: Hashable & Sendable>: Hashable, Sendable {
  /// "GIVE Lakshmi R. TO", "THEME", "COMMAND".
  package let title: String
  package internal(set) var query: TextEditor
  /// Everything that can be chosen.
  package private(set) var items: [Item]
  /// The items that match, best first, as places in `items`.
  package private(set) var matches: [Int]
  /// A place in `matches`.
  package private(set) var selection: Int
  /// Said below the list: what a text that matches nothing would do, or why nothing matches.
  package private(set) var hint: String?
  /// What is said below the list stands for that nothing matches.
  package internal(set) var explainsWhatIsTyped = false
  /// A text that matches nothing is a choice of its own.
  private let takesAnyText: Bool
  /// The items' words where letters with gaps find them; nil where words have to stand in them.
  private var fuzzy: [FuzzyText]?
  /// The cursor was moved; before that it stands on the best item, whichever that becomes.
  private var isMoved = false

  /// Something that can be chosen; its words are sanitized.
  package struct Item: Hashable, Sendable {
    package let choice: Choice
    package let label: String
    package let detail: String
    /// The key that does the same without the picker.
    package let keys: String
    /// A word of what is shown beside the label, under which it is found, too.
    let alias: String
    /// An id that is not shown: found whole, and by a part that can only be meant for one.
    let id: String
    /// Whoever types just this means it.
    let exact: String?
    fileprivate let names: [FoldedText]
    private let foldedID: FoldedText

    package init(
      _ choice: Choice, label: String, detail: String = "", keys: String = "", alias: String = "",
      id: String = "", exact: String? = nil
    ) {
      self.choice = choice
      self.label = label
      self.detail = detail
      self.keys = keys
      self.alias = alias
      self.id = id
      self.exact = exact
      names = [FoldedText(label), FoldedText(alias)]
      foldedID = FoldedText(id)
    }

    /// Digits of a load or of a phone are not looked for in ids: a part has six hexadecimal ones.
    fileprivate func isNamed(by word: Word) -> Bool {
      word.folded == foldedID || word.mayBePartOfID && foldedID.contains(word.folded)
    }

    /// So many characters can be meant for a part of an id.
    fileprivate static var leastOfId: Int { 6 }

    /// A word that is looked for.
    fileprivate struct Word {
      let folded: FoldedText
      let mayBePartOfID: Bool

      init(_ text: Substring) {
        folded = FoldedText(String(text))
        mayBePartOfID = text.count >= leastOfId && text.allSatisfy(\.isHexDigit)
      }
    }
  }

  package init(
    title: String, items: [Item], selecting choice: Choice? = nil, takesAnyText: Bool = false,
    isFuzzy: Bool = false
  ) {
    self.title = title
    self.items = items
    self.takesAnyText = takesAnyText
    if isFuzzy { fuzzy = Self.fuzzy(items) }
    query = TextEditor()
    matches = Array(items.indices)
    selection = choice.flatMap { choice in items.firstIndex { $0.choice == choice } } ?? 0
  }

  /// The item under the cursor; nil when nothing matches.
  package var selected: Item? {
    matches.indices.contains(selection) ? items[matches[selection]] : nil
  }

  /// The text itself, where it may be chosen and matches nothing: an id, which a mistyped name is
  /// not as long as names are known, nor a few digits where ids are long.
  package var typedChoice: String? {
    let words = query.text.split(whereSeparator: \.isWhitespace)
    guard takesAnyText, matches.isEmpty, words.count == 1, let word = words.first,
      items.isEmpty
        || word.contains(where: \.isNumber)
          && word.count >= min(Item.leastOfId, items.map(\.id.count).min() ?? 0)
    else { return nil }
    return String(word)
  }

  mutating func move(_ steps: Int) {
    guard !matches.isEmpty else { return }
    selection = min(max(0, selection + steps), matches.count - 1)
    isMoved = true
  }

  mutating func select(_ place: Int) {
    guard matches.indices.contains(place) else { return }
    selection = place
    isMoved = true
  }

  /// Other items under the same query; a cursor that was moved stays on its item.
  mutating func replace(_ new: [Item]) {
    let choice = isMoved ? selected?.choice : nil
    let wasMoved = isMoved
    items = new
    if fuzzy != nil { fuzzy = Self.fuzzy(new) }
    filter()
    isMoved = wasMoved
    if let choice, let place = matches.firstIndex(where: { items[$0].choice == choice }) {
      selection = place
    }
  }

  private static func fuzzy(_ items: [Item]) -> [FuzzyText] {
    items.map { FuzzyText("\($0.label) \($0.alias)") }
  }

  /// Says below the list why nothing matches.
  mutating func explain(_ words: String) { hint = words }

  /// Every word of the query has to stand in the label or the alias, or be meant for the id; what
  /// begins with it comes first.
  mutating func filter() {
    let texts = query.text.lowercased().split(whereSeparator: \.isWhitespace)
    let (words, joined) = (texts.map(Item.Word.init), texts.joined(separator: " "))
    let whole = FoldedText(joined)
    selection = 0
    isMoved = false
    hint = nil
    guard !words.isEmpty else {
      matches = Array(items.indices)
      return
    }
    let query = FuzzyText.Query(query.text)
    let ranked = items.indices.compactMap { index -> (rank: Int, index: Int)? in
      let item = items[index]
      if let fuzzy {
        if item.exact == joined { return (.min, index) }
        if let score = fuzzy[index].score(query) { return (-score, index) }
        return words.allSatisfy(item.isNamed) ? (0, index) : nil
      }
      let isMatch = words.allSatisfy { word in
        item.names.contains { $0.contains(word.folded) } || item.isNamed(by: word)
      }
      guard isMatch else { return nil }
      if item.names.contains(whole) || item.exact == joined { return (0, index) }
      return (item.names.contains { $0.begins(with: whole) } ? 1 : 2, index)
    }
    matches = ranked.sorted { ($0.rank, $0.index) < ($1.rank, $1.index) }.map(\.index)
    if matches.isEmpty {
      hint = typedChoice.map { said("Enter takes the id \($0)") } ?? said("Nothing is called so.")
    }
  }
}

/// An overlay that is a picker.
protocol PickerOverlay: OverlayComponent {
  associatedtype Choice: Hashable & Sendable
  var picker: Picker<Choice> { get set }
  /// Takes what stands under the cursor.
  mutating func accept(on desk: inout DeskState, now: Date) -> OverlayOutcome
  /// Something else stands under the cursor.
  func cursorMoved(on desk: inout DeskState)
}

extension PickerOverlay {
  var keyContext: Keymap.Context { .picker }

  func hints(on desk: DeskState) -> [(Command, String)] {
    [(.accept, said("choose")), (.cancel, said("close"))]
  }

  func cursorMoved(on desk: inout DeskState) {}

  mutating func handle(_ command: Command, on desk: inout DeskState, now: Date) -> OverlayOutcome {
    handleInPicker(command, on: &desk, now: now)
  }

  /// What every picker does.
  mutating func handleInPicker(
    _ command: Command, on desk: inout DeskState, now: Date
  ) -> OverlayOutcome {
    let page = max(1, desk.metrics.overlayRows - 1)
    switch command {
    case .up: picker.move(-1)
    case .down, .complete: picker.move(1)
    case .pageUp: picker.move(-page)
    case .pageDown: picker.move(page)
    case .accept: return accept(on: &desk, now: now)
    default: return handleInField(command, on: &desk)
    }
    cursorMoved(on: &desk)
    return .stays
  }

  mutating func edit(on desk: inout DeskState, _ change: (inout TextEditor) -> Void) {
    let text = picker.query.text
    change(&picker.query)
    if picker.query.text != text { picker.filter() }
    cursorMoved(on: &desk)
  }

  mutating func click(row: Int, on desk: inout DeskState, now: Date) -> OverlayOutcome {
    picker.select(row)
    return accept(on: &desk, now: now)
  }
}
