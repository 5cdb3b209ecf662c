// From a key to a command: the keymap of where one is, sequences, and letters that are text.

import ChatModel
import Foundation
import Sentences
import TextGrid

extension DeskState {
  /// Where keys go now.
  package var keyContext: Keymap.Context {
    if let topmost { return topmost.component.keyContext }
    switch focus {
    case .list:
      return list.filter?.isEditing == true ? .filter : main.component?.keyContext ?? .list
    case .messages: return .messages
    case .details: return .details
    case .wire: return .wire
    case .composer: return .composer
    }
  }

  mutating func press(_ pressed: Key, now: Date) {
    input.isQuiet = !configuration.guardsTyping || input.typing.isQuiet(at: now)
    if pressed != .enter { input.doubt = nil }
    // A letter that ends a sequence like Ctrl+X a is none that is typed.
    let isLetter = pressed.typed != nil && pendingKeys.first.map { $0.typed != nil } ?? true
    if isLetter { returnToDraft() }
    let key = translated(pressed)
    if !configuration.guardsTyping {
      act(on: key, now: now)
    } else if isLetter, let letter = pressed.typed {
      pressLetter(letter, key, now: now)
    } else if !judge(key, now: now) {
      act(on: key, now: now)
    }
  }

  /// The key that was pressed, where letters are commands and another layout is on. What is bound as
  /// it is typed means that.
  func translated(_ key: Key) -> Key {
    let context = keyContext
    let isText = context.isText && pendingKeys.isEmpty && key.modifiers.isEmpty
    guard !isText, let meant = configuration.langmap.translated(key),
      match(key, in: context) == .none
    else { return key }
    return meant
  }

  /// Does what the key means, in the sequence that it belongs to.
  func match(_ key: Key, in context: Keymap.Context) -> Keymap.Match {
    configuration.keymap.match(pendingKeys + [key], in: context)
  }

  /// The same where keys of the whole desk are known for what they are: one that begins with no
  /// letter is taken whole, so that its end is no text, and is obeyed if it is for every place.
  private func matchAnywhere(_ key: Key, in context: Keymap.Context) -> Keymap.Match {
    let here = match(key, in: context)
    guard here == .none, (pendingKeys.first ?? key).typed == nil else { return here }
    switch match(key, in: .desk) {
    case .command(let command) where !command.isForEveryPlace: return .none
    case let match: return match
    }
  }

  mutating func act(on key: Key, now: Date) {
    let context = keyContext
    switch matchAnywhere(key, in: context) {
    case .prefix: pendingKeys.append(key)
    case .command(let command):
      pendingKeys = []
      perform(command, now: now)
    case .none:
      let keys = pendingKeys + [key]
      pendingKeys = []
      if keys.count == 1, topmost?.component.letters != nil {
        chooseInOverlay(by: key, now: now)
      } else if keys.count == 1, let typed = key.typed, context.isText {
        insert(String(typed), as: .typing, now: now)
      } else if key != .escape {
        sayUnbound(keys, now: now)
      }
    }
  }

  mutating func sayUnbound(_ keys: [Key], now: Date) {
    if let views = viewsInstead(of: keys) {
      refuse(views, now: now)
    } else {
      refuse("\(Key.describe(keys)) does nothing here; \(key: .help) shows the keys.", now: now)
    }
  }

  /// For a digit that calls up nothing: which ones do.
  private func viewsInstead(of keys: [Key]) -> String? {
    guard keys.count == 1, let digit = keys[0].typed, digit.isNumber, overlay == nil, !isFarmer
    else { return nil }
    return noView(String(digit))
  }

  func noView(_ digit: String) -> String {
    let known = views.compactMap { view in
      view.command.map { "\(key($0, in: .list)) \(spokenName(of: view))" }
    }
    return said("No view \(digit): \(known.joined(separator: ", ")).")
  }

  /// Text that comes while a draft is shown before it goes belongs to the draft: nothing is sent.
  mutating func returnToDraft() {
    guard topmost?.component.yieldsToText(on: self) == true else { return }
    pendingKeys = []
    dropOverlay()
    focus = .composer
  }

  /// Puts typed or pasted text where the cursor stands.
  mutating func insert(_ text: String, as change: TextEditor.Change, now: Date) {
    if overlay != nil {
      editOverlay { $0.insert(text, as: change) }
    } else if focus == .composer {
      insertInReply(text, as: change, now: now)
    } else {
      editFilter(now: now) { $0.insert(text, as: change) }
    }
  }
}

extension Keymap.Context {
  /// A letter that means nothing there closes it, with nothing done.
  var isLeftByText: Bool { self == .menu || isAnswered }

  /// A letter says yes here, which waits: what follows may show that it was none.
  var isAnswered: Bool { self == .confirm || self == .plan }

  /// Letters that are bound to nothing are text here.
  var isText: Bool {
    switch self {
    case .composer, .filter, .picker, .prompt, .note, .replies, .event: true
    default: false
    }
  }
}
