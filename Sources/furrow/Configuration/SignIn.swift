import ChatClient
import ChatModel
import ChatStorage
import Foundation
import Sentences

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

  /// The stored token; nil when there is none.
  ///
  /// - Throws: `notSignedIn` when others can read it.
  var token: String? {
    get throws(Failure) {
      guard let account else { return nil }
      let token = try SecretFile.contents(of: account.appending(path: "token").path)
      return token?.isEmpty == true ? nil : token
    }
  }

  /// Whether a token is stored, a good one or not.
  var isStored: Bool {
    account.map { access($0.appending(path: "token").path, F_OK) == 0 } ?? false
  }

  func store(_ token: String, of user: UserID) throws(Failure) {
    let name = ServerAddress.fileName(user.rawValue)
    try Paths.writePrivate(token + "\n", to: server.appending(path: name).appending(path: "token"))
    try Paths.writePrivate(name, to: pointer)
  }

  /// Forgets the token. With `purge` everything kept for an account goes too, and every profile's
  /// pointer to it: for `user`'s, else for the one last signed in to.
  ///
  /// - Throws: `notSignedIn` where it is not known whose data are meant, and there are some.
  func remove(purge: Bool, of user: UserID? = nil) throws(Failure) {
    let signedIn = account
    let meant = user.map { server.appending(path: ServerAddress.fileName($0.rawValue)) } ?? signedIn
    if purge, meant == nil, !accounts.isEmpty {
      throw Failure(
        .notSignedIn,
        said(
          """
          It is not known whose data to remove; these are kept: \
          \(accounts.joined(separator: ", ")). Give that person's token with --token-file; it \
          may have expired.
          """))
    }
    do {
      if purge, let meant { try self.purge(meant) }
      if let signedIn { try Self.remove([signedIn.appending(path: "token")]) }
    } catch let error as StoreError {
      throw Failure(error)
    } catch {
      throw Failure(.cannotStore, said("The sign-in below \(server.path) cannot be removed."))
    }
  }

  private func purge(_ account: URL) throws {
    try SQLiteStore.remove(directory: account.path)
    let name = account.lastPathComponent
    try Self.remove([media.appending(path: name)] + pointers(to: name))
    // Empty now, unless others are signed in there.
    for folder in [server, media] { rmdir(folder.path) }
  }

  /// Who has data here.
  private var accounts: [String] {
    let all = (try? FileManager.default.contentsOfDirectory(atPath: server.path)) ?? []
    return all.sorted().filter { name in
      var isDirectory: ObjCBool = false
      let path = server.appending(path: name).path
      return FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory)
        && isDirectory.boolValue
    }
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
