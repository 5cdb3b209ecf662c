import Foundation

/// How a conversation is written down, by name.
package enum TranscriptFormat: String, Hashable, Sendable, CaseIterable {
  case html, text, markdown, json

  /// What the name of such a file ends with, without the dot.
  package var ending: String {
    switch self {
    case .text: "txt"
    case .markdown: "md"
    case .json: "json"
    case .html: "html"
    }
  }

  /// What a file's name stands for; nil where it does not end like one of these.
  package init?(path: String) {
    let ending = URL(filePath: path).pathExtension.lowercased()
    let others = ["text": Self.text, "markdown": .markdown, "htm": .html]
    guard let format = Self.allCases.first(where: { $0.ending == ending }) ?? others[ending] else {
      return nil
    }
    self = format
  }
}
