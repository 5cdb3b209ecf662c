// Servers that people rely on are left alone by whatever fills, bends or tries them.

import Foundation
import Sentences
import Transport

extension Settings {
  /// The one place where that is refused, whichever way led to the server: a profile that is marked
  /// `production`, or `--url` and whatever else names the server of one.
  ///
  /// - Throws: a usage failure that names the work and the profile.
  func refuseProduction(_ work: String) throws(Failure) {
    guard let production else { return }
    throw Failure(
      .usage, said("\(production): `\(work)` is not for servers that people rely on."))
  }

  /// - Parameters:
  ///   - url: the server in force.
  ///   - marked: the profile in force, where that is marked.
  static func production(
    of url: String?, _ marked: String?, in file: ConfigFile
  ) -> String? {
    if let marked { return said("Profile \(marked) is marked production") }
    guard let url, let address = try? ServerAddress(url) else { return nil }
    let profiles = ["default"] + file.profiles.keys.sorted()
    let twin = profiles.first { profile in
      let entries = file.entries(of: profile)
      guard entries["production"]?.text == "true", let text = entries["url"]?.text else {
        return false
      }
      return (try? ServerAddress(text))?.isSameListener(as: address) ?? false
    }
    return twin.map {
      said("\(address.name) is the server of the profile \($0), which is marked production")
    }
  }
}

extension ServerAddress {
  /// Whether both are one listener, whatever it is called and whichever API of it is meant. All names of
  /// this computer are one: what stands behind a tunnel is at home here.
  func isSameListener(as other: ServerAddress) -> Bool {
    guard let here = try? WebAddress(origin.absoluteString).origin,
      let there = try? WebAddress(other.origin.absoluteString).origin
    else { return false }
    return here.port == there.port
      && (here.host == there.host || here.isLoopback && there.isLoopback)
  }
}
