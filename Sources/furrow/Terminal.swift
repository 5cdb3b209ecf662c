import CPosix
import Foundation
import Sentences

/// Questions to a person outside the desk.
enum Terminal {
  /// The columns of the terminal that stdout is; nil where it is none.
  static var columnsOfOutput: Int? {
    var (columns, rows): (Int32, Int32) = (0, 0)
    guard isatty(STDOUT_FILENO) == 1, cposix_window_size(STDOUT_FILENO, &columns, &rows) == 0,
      columns > 0
    else { return nil }
    return Int(columns)
  }

  /// Asks for a secret on the terminal without showing what is typed; without a terminal it is
  /// one line of standard input.
  static func secret(_ prompt: String) throws(Failure) -> String {
    guard isatty(STDIN_FILENO) == 1 else {
      guard let line = StandardStreams.readLine(), !line.isEmpty else {
        throw Failure(.notSignedIn, said("No token or password came on standard input."))
      }
      return line
    }
    // getpass(3) restores the terminal on every way out, signals included.
    guard let typed = getpass(prompt) else {
      throw Failure(.notSignedIn, said("Nothing was typed."))
    }
    let secret = String(cString: typed).trimmingCharacters(in: .whitespacesAndNewlines)
    guard !secret.isEmpty else { throw Failure(.notSignedIn, said("Nothing was typed.")) }
    return secret
  }
}
