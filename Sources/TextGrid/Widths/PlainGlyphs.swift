// What stands for the desk's own signs where a terminal, its font or its locale has ASCII alone.

extension Unicode.Scalar {
  /// The ASCII character that is drawn instead, also one column wide; nil for all others.
  var plainForm: Unicode.Scalar? { value < 0xA0 ? nil : Self.plainForms[value] }

  private static let plainForms: [UInt32: Unicode.Scalar] = {
    let groups: [(String, Unicode.Scalar)] = [
      ("│▌▐▏▕║╎╵╷", "|"), ("─━╴╶═—–", "-"), ("┌┐└┘├┤┬┴┼╭╮╯╰", "+"), ("▒▓█■▀▄", "#"), ("░", "."),
      ("…", "~"), ("✓", "v"), ("✗✘×", "x"), ("•●◆", "*"), ("◌○", "o"), ("↑▲", "^"), ("↓▼", "v"),
      ("→›»▶", ">"), ("←‹«◀", "<"), ("≥", ">"), ("≤", "<"), ("·", "."), ("“”„", "\""),
      ("‘’‚", "'"), ("−‐‑", "-"), ("␛", "^"),
    ]
    var forms: [UInt32: Unicode.Scalar] = [:]
    for (signs, form) in groups { for sign in signs.unicodeScalars { forms[sign.value] = form } }
    return forms
  }()
}
