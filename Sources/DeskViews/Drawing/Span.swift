// A piece of a row in one look.

import TextGrid

/// Text with the role that gives it its look.
struct Span: Hashable, Sendable {
  var text: String
  var role: ThemeRole
  /// In which direction it is read.
  var order: TextOrder

  init(_ text: String, _ role: ThemeRole, order: TextOrder = .byItself) {
    self.text = text
    self.role = role
    self.order = order
  }
}

extension TextWidth {
  func width(of spans: [Span]) -> Int { spans.reduce(0) { $0 + width(of: $1.text) } }
}
