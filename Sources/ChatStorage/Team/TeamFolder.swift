package import ChatModel
package import Foundation
import JSON
import Sentences

/// A folder that a team shares (NFS, Syncthing, a git checkout): lines that are only ever added, one
/// file for each author, merged when they are read. There is no lock.
///
/// ```
/// meera@chat.example_443.jsonl
/// {"author":{"id":"…","name":"Meera"},"conversation":"…","edited":…,"furrow":1,"id":"…","kind":"note",…}
/// ```
/// A line without a text says that its record is deleted. A file that begins like somebody's, as what
/// synchronising makes of two (`meera@chat.example_443.sync-conflict-….jsonl`), is theirs, too. Lines of
/// a kind that nobody here knows are passed over; so are such as are broken, or in another's file, and
/// a file is named once for those.
package struct TeamFolder: Sendable {
  package let folder: URL
  /// Of this account: others write theirs.
  private let own: URL
  let author: UserID
  private let server: String

  /// Longer files are not read, and of all files together no more than four times that, in bytes.
  private static let largest = 16 << 20
  private static let mostFiles = 1000

  /// - Parameter server: names the server, so that ids of another are not taken for its own.
  package init(_ folder: URL, author: UserID, server: String) {
    self.folder = folder
    self.author = author
    self.server = server
    own = folder.appending(path: Self.stem(of: author, server) + ".jsonl")
  }

  private static func stem(of author: UserID, _ server: String) -> String {
    String(
      "\(author.rawValue)@\(server)".map { letter in
        letter.isASCII && (letter.isLetter || letter.isNumber || "-_.@".contains(letter))
          ? letter : "_"
      }
      .prefix(200))
  }

  // MARK: Reading

  /// One line of somebody, as it stands there.
  package struct Line: Sendable {
    let kind: String
    let author: UserID
    let authorName: String?
    let json: JSONValue
  }

  /// What stands in the folder, of all authors, and what was passed over, in sentences.
  package struct Contents: Sendable {
    package var lines: [Line] = []
    package var problems: [String] = []
    /// The folder is not there: what it holds is not known.
    package var isMissing = false
    fileprivate var size = 0
  }

  /// The files of the folder, by name.
  package func files() -> [URL] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    return names.filter { $0.hasSuffix(".jsonl") && !$0.hasPrefix(".") }.sorted()
      .prefix(Self.mostFiles).map { folder.appending(path: $0) }
  }

  package func read() -> Contents {
    var contents = Contents()
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: folder.path, isDirectory: &isFolder),
      isFolder.boolValue, FileManager.default.isReadableFile(atPath: folder.path)
    else {
      contents.isMissing = true
      contents.problems = [
        said(
          """
          team_dir: \(folder.path) is no folder that can be read; notes stay on this computer.
          """)
      ]
      return contents
    }
    for file in files() { read(file, into: &contents) }
    return contents
  }

  private func read(_ file: URL, into contents: inout Contents) {
    let room = min(Self.largest, 4 * Self.largest - contents.size)
    guard let data = ForeignFile.bytes(of: file, most: room, followsLinks: false) else {
      contents.problems.append(
        said("\(file.path) is no file that can be read, or it is too large; it is passed over."))
      return
    }
    contents.size += data.count
    var broken: Int?
    let lines = data.split(separator: 10, omittingEmptySubsequences: false)
    for (place, bytes) in lines.enumerated() where !bytes.isEmpty {
      if let line = line(bytes, in: file) {
        contents.lines.append(contentsOf: line.json["server"]?.stringValue == server ? [line] : [])
      } else if place < lines.count - 1 {
        // The last one may still be on its way.
        broken = broken ?? place + 1
      }
    }
    if let broken {
      contents.problems.append(
        said("\(file.path):\(broken): no line of furrow; it is passed over."))
    }
  }

  /// nil for what is none, or stands in somebody else's file.
  private func line(_ bytes: Data, in file: URL) -> Line? {
    guard let json = try? JSONValue(parsing: String(decoding: bytes, as: UTF8.self)),
      json["furrow"]?.integerValue != nil, let kind = json["kind"]?.stringValue,
      let author = json["author"]?["id"]?.stringValue.map({ UserID($0) }),
      let server = json["server"]?.stringValue,
      file.lastPathComponent.hasPrefix(Self.stem(of: author, server) + ".")
    else { return nil }
    return Line(
      kind: kind, author: author, authorName: json["author"]?["name"]?.stringValue, json: json)
  }

  // MARK: Writing

  /// Adds a line to the own file: whole, or not at all.
  func add(
    _ kind: String, _ members: [(String, JSONValue?)], authorName: String?
  ) throws(TeamFolderError) {
    let json = JSONValue.object(
      ofKnown: members + [
        ("furrow", 1), ("kind", .string(kind)), ("server", .string(server)),
        (
          "author",
          .object(ofKnown: [
            ("id", .string(author.rawValue)), ("name", authorName.map(JSONValue.string)),
          ])
        ),
      ])
    var line = Data(json.encodedBytes)
    line.append(10)
    var folderFacts = stat()
    guard stat(folder.path, &folderFacts) == 0, folderFacts.st_mode & S_IFMT == S_IFDIR else {
      throw TeamFolderError(words: said("\(folder.path) is no folder"))
    }
    // Who may read the folder may read what is in it; only its author writes.
    let mode = 0o600 | (folderFacts.st_mode & 0o044)
    let flags = O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK
    let descriptor = open(own.path, flags, mode)
    guard descriptor >= 0 else { throw Self.error(own, errno) }
    defer { close(descriptor) }
    _ = fchmod(descriptor, mode)
    var facts = stat()
    var last: UInt8 = 10
    if fstat(descriptor, &facts) == 0, facts.st_size > 0,
      pread(descriptor, &last, 1, facts.st_size - 1) == 1, last != 10
    {
      // A line that was cut short stays one of its own.
      line.insert(10, at: line.startIndex)
    }
    let count = line.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
    guard count == line.count else { throw Self.error(own, count < 0 ? errno : ENOSPC) }
    // Over the network it is there only now, if at all.
    guard fsync(descriptor) == 0 else { throw Self.error(own, errno) }
  }

  private static func error(_ file: URL, _ code: Int32) -> TeamFolderError {
    TeamFolderError(words: "\(file.path): \(String(cString: strerror(code)))")
  }
}

/// Why the folder did not take a line, in a clause.
package struct TeamFolderError: Error, Hashable, Sendable {
  package let words: String
}
