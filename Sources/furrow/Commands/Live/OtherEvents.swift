import JSON
import Sentences

/// The events that came while others were waited for, each kind once.
struct OtherEvents {
  private var words: [String] = []
  private var isMore = false
  private static let most = 5

  /// - Parameter wanted: those that were still waited for.
  mutating func note(
    _ name: String, _ data: JSONValue, about conversation: String?, wanted: [Expectation]
  ) {
    let misfit = wanted.lazy.compactMap { $0.misfit(of: name, data, in: conversation) }.first
    let word = misfit ?? name
    guard !words.contains(word) else { return }
    if words.count < Self.most { words.append(word) } else { isMore = true }
  }

  var sentence: String {
    guard !words.isEmpty else { return said("No other event came.") }
    let list = words.joined(separator: "; ")
    return isMore ? said("What came: \(list); and more.") : said("What came: \(list).")
  }
}
