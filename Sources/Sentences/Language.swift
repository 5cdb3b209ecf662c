import Synchronization

/// The language in force: English, or one that has a catalogue. It is chosen once, when the program
/// starts (``choose(_:)``).
package enum Language {
  package static let english = "en"
  /// Every language that can be chosen, English first.
  package static var all: [String] { [english] + Catalogue.codes }

  /// Whether any other language than English was ever chosen: until then nothing else is looked at.
  private static let isForeign = Atomic<Bool>(false)
  private static let chosen = Mutex<(code: String, catalogue: Catalogue?)>((english, nil))

  private struct Override: Sendable {
    let code: String
    let catalogue: Catalogue?
  }
  @TaskLocal private static var override: Override?

  /// nil where sentences are those of the source.
  static var current: Catalogue? {
    guard isForeign.load(ordering: .relaxed) else { return nil }
    if let override { return override.catalogue }
    return chosen.withLock { $0.catalogue }
  }

  /// The code of the language in force, such as "hi".
  package static var code: String {
    guard isForeign.load(ordering: .relaxed) else { return english }
    return override?.code ?? chosen.withLock { $0.code }
  }

  /// Whether sentences are those of the source.
  package static var isEnglish: Bool { current == nil }

  /// A sentence of the language in force, with its places unfilled, by its English text; nil where there
  /// is none, and in English.
  package static func translation(of key: String) -> String? { current?.translation(of: key) }

  /// Every sentence from now on is in this language; one that does not exist is English.
  package static func choose(_ code: String) {
    let catalogue = code == english ? nil : Catalogue.carried(code)
    chosen.withLock { $0 = (catalogue == nil ? english : code, catalogue) }
    if catalogue != nil { isForeign.store(true, ordering: .relaxed) }
  }

  /// Does something in another language than the rest of the program: for tests.
  package static func speaking<R>(_ code: String, _ work: () throws -> R) rethrows -> R {
    try speaking(code, code == english ? nil : Catalogue.carried(code), work)
  }

  /// The same with a catalogue of one's own.
  package static func speaking<R>(
    _ code: String, _ catalogue: Catalogue?, _ work: () throws -> R
  ) rethrows -> R {
    isForeign.store(true, ordering: .relaxed)
    return try $override.withValue(Override(code: code, catalogue: catalogue), operation: work)
  }
}
