import ChatModel
import Foundation
import Sentences

/// Fetched files of one account, within a bound that all accounts share: what was not looked at for
/// the longest time goes first.
struct MediaCache: Sendable {
  /// In bytes.
  static let largest = 256 << 20

  /// Of all accounts.
  let root: URL
  /// Of this account; below `root`.
  let folder: URL
  var largest = Self.largest

  /// Where the file of a medium is or will be.
  func place(of media: Media) -> URL {
    folder.appending(path: Self.folderName(media.id)).appending(path: Self.fileName(of: media))
  }

  /// The file, if it is here; it counts as looked at now.
  func find(_ media: Media) -> URL? {
    let file = place(of: media)
    guard FileManager.default.fileExists(atPath: file.path) else { return nil }
    try? FileManager.default.setAttributes([.modificationDate: Date()], ofItemAtPath: file.path)
    return file
  }

  /// Takes a file that was fetched whole, and makes room where it is needed.
  func keep(_ fetched: URL, as media: Media) throws -> URL {
    let file = place(of: media)
    guard chmod(fetched.path, 0o600) == 0, rename(fetched.path, file.path) == 0 else {
      throw Failure(.cannotStore, said("\(file.path) cannot be written."))
    }
    prune(sparing: file)
    return file
  }

  /// A name of its own for a file that is being fetched: another process may fetch the same one.
  func unfinished(_ media: Media) throws(Failure) -> URL {
    let place = place(of: media)
    try Paths.createPrivate(place.deletingLastPathComponent())
    return place.deletingLastPathComponent().appending(path: "\(UUID().uuidString).part")
  }

  private func prune(sparing kept: URL) {
    let keys: Set<URLResourceKey> = [
      .isRegularFileKey, .fileSizeKey, .contentModificationDateKey,
    ]
    guard
      let walk = FileManager.default.enumerator(
        at: root, includingPropertiesForKeys: Array(keys))
    else { return }
    var files: [(url: URL, size: Int, date: Date)] = []
    for case let url as URL in walk {
      guard let facts = try? url.resourceValues(forKeys: keys), facts.isRegularFile == true else {
        continue
      }
      files.append((url, facts.fileSize ?? 0, facts.contentModificationDate ?? .distantPast))
    }
    var total = files.reduce(0) { $0 + $1.size }
    for file in files.sorted(by: { $0.date < $1.date }) where total > largest {
      guard
        file.url.lastPathComponent != kept.lastPathComponent
          || file.url.deletingLastPathComponent().lastPathComponent
            != kept.deletingLastPathComponent().lastPathComponent
      else { continue }
      guard unlink(file.url.path) == 0 else { continue }
      total -= file.size
      // Only when nothing else is in it.
      _ = rmdir(file.url.deletingLastPathComponent().path)
    }
  }

  /// The file under a name that ends as its content does, which is what programs are chosen by; the
  /// sender's name may say otherwise.
  func shown(_ file: URL, endings: [String]) throws(Failure) -> URL {
    let ending = FileName.split(file.lastPathComponent).ending.dropFirst().lowercased()
    guard let usual = endings.first, !endings.contains(ending) else { return file }
    let name = FileName.replacingEnding(of: file.lastPathComponent, with: usual)
    let shown = file.deletingLastPathComponent().appending(path: name)
    unlink(shown.path)
    let isThere =
      link(file.path, shown.path) == 0
      || (try? FileManager.default.copyItem(at: file, to: shown)) != nil
    guard isThere else { throw Failure(.cannotStore, said("\(shown.path) cannot be written.")) }
    return shown
  }

  /// A folder for each id. Of one that is too long for a name a part stands, and a number made of
  /// all of it.
  private static func folderName(_ id: MediaID) -> String {
    let name = ServerAddress.fileName(id.rawValue)
    guard name.utf8.count > FileName.longest else { return name }
    // FNV-1a: the same in every run.
    let hash = name.utf8.reduce(0xCBF2_9CE4_8422_2325 as UInt64) { hash, byte in
      (hash ^ UInt64(byte)) &* 0x100_0000_01B3
    }
    return String(name.prefix(128)) + "-" + String(hash, radix: 16)
  }

  /// The sender's name as a name of ours.
  static func fileName(of media: Media) -> String { FileName.clean(media.name ?? "") }
}
