import ChatClient
import ChatModel
import ChatStorage
import Foundation

/// The stored sign-in of one profile at one server: the token beside its account's data, and a
/// pointer from the profile to the account.
struct SignIn {
  private let server: URL
  private let pointer: URL
  private let media: URL

  init(profile: String, address: ServerAddress, paths: Paths) {
    server = paths.data.appending(path: address.folder)
    pointer = server.appending(path: "\(ServerAddress.fileName(profile)).user")
    media = paths.cache.appending(path: address.folder)
  }

  /// The directory of an account: everything kept, or fetched, for `user` at this server.
  static func account(of user: UserID, at address: ServerAddress, below root: URL) -> URL {
    root.appending(path: address.folder).appending(path: ServerAddress.fileName(user.rawValue))
  }

  /// The account last signed in to; nil when there is none.
  var account: URL? {
    guard let name = try? String(contentsOf: pointer, encoding: .utf8), !name.isEmpty,
      !name.contains("/"), !name.hasPrefix(".")
    else { return nil }
    return server.appending(path: name)
  }

  var token: String? {
    guard let account,
      let text = try? String(contentsOf: account.appending(path: "token"), encoding: .utf8)
    else { return nil }
    let token = text.trimmingCharacters(in: .whitespacesAndNewlines)
    return token.isEmpty ? nil : token
  }

  func store(_ token: String, of user: UserID) throws(Failure) {
    let name = ServerAddress.fileName(user.rawValue)
    try Paths.writePrivate(token + "\n", to: server.appending(path: name).appending(path: "token"))
    try Paths.writePrivate(name, to: pointer)
  }

  /// Forgets the token; with `purge` everything kept for the account goes too, and every profile's
  /// pointer to it.
  func remove(purge: Bool) throws(Failure) {
    do {
      if let account {
        if purge { try self.purge(account) }
        try Self.remove([account.appending(path: "token")])
      }
      try Self.remove([pointer])
    } catch let error as StoreError {
      throw Failure(error)
    } catch {
      throw Failure(.cannotStore, "The sign-in below \(server.path) cannot be removed.")
    }
  }

  private func purge(_ account: URL) throws {
    try SQLiteStore.remove(directory: account.path)
    let name = account.lastPathComponent
    try Self.remove([media.appending(path: name)] + pointers(to: name))
    // Empty now, unless others are signed in there.
    for folder in [server, media] { rmdir(folder.path) }
  }

  private static func remove(_ files: [URL]) throws {
    for file in files where FileManager.default.fileExists(atPath: file.path) {
      try FileManager.default.removeItem(at: file)
    }
  }

  private func pointers(to name: String) -> [URL] {
    let all = (try? FileManager.default.contentsOfDirectory(atPath: server.path)) ?? []
    return all.filter { $0.hasSuffix(".user") }.map { server.appending(path: $0) }
      .filter { (try? String(contentsOf: $0, encoding: .utf8)) == name }
  }
}
