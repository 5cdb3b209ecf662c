import Sentences
import TextGrid

/// A sentence of ours that names keys. They are put in when it is read: those that work where the
/// focus is then.
///
/// ```
/// "Lakshmi is now open.  \(key: .takeBack) takes it back"
/// ```
struct Sentence: Hashable, Sendable {
  enum Piece: Hashable, Sendable {
    /// Sanitized already.
    case words(String)
    case key(Command)
  }

  fileprivate(set) var pieces: [Piece] = []

  /// What is said without keys.
  init(_ words: String) { pieces = [.words(words)] }

  var namesKeys: Bool {
    pieces.contains { if case .key = $0 { true } else { false } }
  }
}

extension Sentence: ExpressibleByStringInterpolation {
  init(stringLiteral value: String) {
    pieces = [.words(Language.translation(of: value) ?? value)]
  }

  init(stringInterpolation: StringInterpolation) {
    pieces = stringInterpolation.translated ?? stringInterpolation.pieces
  }

  /// What stays where it stands in English, and is put in order anew in other languages.
  struct StringInterpolation: StringInterpolationProtocol {
    fileprivate var pieces: [Piece] = []
    private var template: Template?
    private var values: [[Piece]] = []

    init(literalCapacity: Int, interpolationCount: Int) {
      template = Language.isEnglish ? nil : Template()
    }

    mutating func appendLiteral(_ literal: String) {
      pieces.append(.words(literal))
      template?.append(literal)
    }

    mutating func appendInterpolation(_ words: String) { append([.words(words)]) }
    mutating func appendInterpolation(_ number: Int) { append([.words(String(number))]) }
    mutating func appendInterpolation(_ sentence: Sentence) { append(sentence.pieces) }
    mutating func appendInterpolation(key command: Command) { append([.key(command)]) }

    private mutating func append(_ value: [Piece]) {
      pieces += value
      guard template != nil else { return }
      template?.appendPlace()
      values.append(value)
    }

    fileprivate var translated: [Piece]? {
      guard let found = template.flatMap({ Language.translation(of: $0.key) }) else { return nil }
      return Template.pieces(of: found).flatMap { piece -> [Piece] in
        switch piece {
        case .text(let text): return [.words(text)]
        case .place(let number): return values.indices.contains(number) ? values[number] : []
        }
      }
    }
  }
}

extension DeskState {
  /// A sentence as it reads where the focus is now.
  func words(of sentence: Sentence) -> String {
    var text = ""
    for piece in sentence.pieces {
      switch piece {
      case .words(let words): text += words
      case .key(let command):
        guard let here = topmost?.component.word(for: command) else {
          text += way(to: command)
          continue
        }
        let beginsSentence = text.isEmpty || text.hasSuffix(SentenceEnd.mark + " ")
        text += beginsSentence ? said("This \(here)") : said("this \(here)")
      }
    }
    return Sanitizer.sentence(text)
  }

  /// How a command is reached from where the keys go: "u", in the composer "Esc, then u"; its name
  /// where it has no key.
  func way(to command: Command) -> String {
    if let word = configuration.commandWords[command] { return word }
    if command.isForEveryPlace, let keys = configuration.keymap.keys(for: command, in: .desk) {
      return keys
    }
    var steps: [String] = []
    for context in nestedContexts {
      if let keys = configuration.keymap.keys(for: command, in: context) {
        return steps.isEmpty ? keys : said("\(steps.joined(separator: " ")), then \(keys)")
      }
      let out: Command = context == .filter ? .accept : .cancel
      if let keys = configuration.keymap.keys(for: out, in: context) { steps.append(keys) }
    }
    return ":" + command.rawValue
  }

  /// Where keys go, and where they go once one has left that.
  private var nestedContexts: [Keymap.Context] {
    let outside: Keymap.Context = isFarmer ? .messages : .list
    var contexts = overlay == nil ? [] : [keyContext]
    switch focus {
    case .list where list.filter?.isEditing == true: contexts += [.filter, .list]
    case .list: contexts.append(.list)
    case .messages: contexts.append(.messages)
    case .details: contexts.append(.details)
    case .wire: contexts += [.wire, outside]
    case .composer: contexts += [.composer, outside]
    }
    return contexts
  }
}
