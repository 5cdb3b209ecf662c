import Foundation
import Sentences

/// A file that holds a secret on a line: a token or a password.
enum SecretFile {
  /// In bytes; a token goes in a header and is shorter.
  static let longest = 64 << 10

  /// What the file holds, without blanks around it; nil when it cannot be read as text. A pipe is
  /// read to its end, where somebody writes into it.
  ///
  /// - Parameter isOurs: it is refused when others can read it.
  /// - Throws: `notSignedIn` when it is refused, `notFound` for a pipe without a writer.
  static func contents(of path: String, isOurs: Bool = true) throws(Failure) -> String? {
    guard let descriptor = try InputFile.open(path) else { return nil }
    defer { close(descriptor) }
    if isOurs { try judge(descriptor, path) }
    guard let data = Descriptor.read(descriptor, atMost: longest + 1), data.count <= longest else {
      return nil
    }
    return String(data: data, encoding: .utf8)?.trimmingCharacters(in: .whitespacesAndNewlines)
  }

  /// Only our own file is judged: of one that the system gives us, as a service's secret is, its
  /// owner has decided who reads it, and we could not mend that.
  private static func judge(_ descriptor: Int32, _ path: String) throws(Failure) {
    var facts = stat()
    guard fstat(descriptor, &facts) == 0, facts.st_mode & S_IFMT == S_IFREG,
      facts.st_uid == geteuid(), facts.st_mode & 0o077 != 0
    else { return }
    throw Failure(
      .notSignedIn,
      said(
        """
        Others on this computer can get at the secret in \(path), so it is not used. Close it \
        to them: chmod 600 \(quoted(path))
        """))
  }

  /// `path` as a shell takes it.
  private static func quoted(_ path: String) -> String {
    let isPlain = path.utf8.allSatisfy { byte in
      Character(UnicodeScalar(byte)).isLetter || Character(UnicodeScalar(byte)).isNumber
        || "/._-~+".utf8.contains(byte)
    }
    return isPlain ? path : "'" + path.replacing("'", with: "'\\''") + "'"
  }
}
