import ChatModel
import JSON

/// A text as it is compared: what stays, and between it what has another name in each recording.
struct ComparedText: Hashable, Sendable {
  /// One more than there are names.
  private(set) var words: [String] = [""]
  private(set) var names: [String] = []

  fileprivate init(_ text: String) { words = [text] }

  fileprivate init(named name: String) {
    words = ["", ""]
    names = [name]
  }

  fileprivate init(parts: [WireMask.Part]) {
    for part in parts {
      if part.isNumber {
        names.append(part.text)
        words.append("")
      } else {
        words[words.count - 1] += part.text
      }
    }
  }

  /// The text without its names.
  var shape: String { words.joined(separator: "\u{1}") }
}

/// Tells what in the texts of one recording has another name in another one.
struct ComparedTexts: Sendable {
  private let ids: RecordedIDs?

  /// - Parameter ids: those of the recording; nil: every text stands for itself.
  init(_ ids: RecordedIDs?) { self.ids = ids }

  /// - Parameter name: the member that the text is, or that its list is.
  func text(_ text: String, under name: String) -> ComparedText {
    guard let ids else { return ComparedText(text) }
    if Timestamp.parse(text) != nil { return ComparedText("(time)") }
    if ids.isID(text) || isPlace(text, under: name) { return ComparedText(named: text) }
    return ComparedText(parts: WireMask.parts(of: text, isPhone: WireMask.isPhone(name)))
  }

  func isID(_ text: String) -> Bool { ids?.isID(text) ?? false }

  /// The address of a file: another server has it under its own name.
  private func isPlace(_ text: String, under name: String) -> Bool {
    let name = name.lowercased()
    return (name.hasSuffix("url") || ["image", "path", "avatar", "thumbnail"].contains(name))
      && (text.hasPrefix("http://") || text.hasPrefix("https://") || text.hasPrefix("/"))
  }

  /// What each element of a list says.
  ///
  /// - Parameter named: as what each name counts; nil: names do not count.
  func marks(
    _ elements: [JSONValue], under name: String, named: ((String) -> String)? = nil
  ) -> [Int] {
    elements.map { element in
      var hasher = Hasher()
      hash(element, under: name, named: named, into: &hasher)
      return hasher.finalize()
    }
  }

  /// What a document says.
  ///
  /// - Parameter named: as what each name counts; nil: names do not count.
  func hash(
    _ value: JSONValue, under name: String = "", named: ((String) -> String)? = nil,
    into hasher: inout Hasher
  ) {
    switch value {
    case .string(let text):
      let text = self.text(text, under: name)
      hasher.combine(text.shape)
      if let named { hasher.combine(text.names.map(named)) }
    case .array(let elements):
      hasher.combine(elements.count)
      for element in elements { hash(element, under: name, named: named, into: &hasher) }
    case .object(let members):
      hasher.combine(members.count)
      for (key, member) in members.sortedByName where !isID(key) {
        hasher.combine(key)
        hash(member, under: key, named: named, into: &hasher)
      }
    case .null, .bool, .integer, .number, .written: hasher.combine(value)
    }
  }
}
