/// The help as the argument parser writes it, with the options that every command has behind those
/// that make the command.
enum HelpText {
  /// The title of what every command has.
  static let globalTitle = "Global options"

  static func arranged(_ text: String) -> String {
    let text = withNameOfServe(text)
    let title = globalTitle.uppercased() + ":\n"
    var sections = text.split(separator: "\n\n", omittingEmptySubsequences: false).map(String.init)
    guard let place = sections.firstIndex(where: { $0.hasPrefix(title) }),
      let own = sections.lastIndex(where: { $0.hasPrefix("OPTIONS:\n") }), own > place
    else { return text }
    let moved = sections.remove(at: place)
    sections.insert(moved, at: own)
    return sections.map { $0.hasSuffix("\n") ? String($0.dropLast()) : $0 }
      .joined(separator: "\n\n") + "\n"
  }

  /// People type `furrow serve`: the name of the command that it stands for says nothing to them.
  private static func withNameOfServe(_ text: String) -> String {
    text.replacing("furrow serve run --help", with: "furrow serve --help")
  }
}
