// Servers that people rely on are left alone by whatever fills, bends or tries them.

import Foundation
import Sentences
import Transport

/// What the configuration says of servers that people rely on.
struct ProductionMarks: Sendable {
  /// The profile in force, where that is marked.
  private let own: String?
  /// The host that the profile in force says is none, in so many words.
  private let vouched: String?
  /// The servers of all that are marked.
  private let servers: [(profile: String, address: ServerAddress)]

  /// Nothing is marked.
  init() { (own, vouched, servers) = (nil, nil, []) }

  /// - Parameters:
  ///   - name: the profile in force.
  ///   - isMarked: whether it is marked.
  init(_ file: ConfigFile, of name: String, isMarked: Bool) {
    own = isMarked ? name : nil
    let entries = file.entries(of: name)
    vouched =
      entries["production"]?.text == "false"
      ? entries["url"].flatMap { try? ServerAddress($0.text).listener?.host } : nil
    servers = (["default"] + file.profiles.keys.sorted()).compactMap { profile in
      let entries = file.entries(of: profile)
      guard entries["production"]?.text == "true", let text = entries["url"]?.text,
        let address = try? ServerAddress(text)
      else { return nil }
      return (profile, address)
    }
  }

  /// That people rely on this server, in a clause; nil where nothing says so.
  fileprivate func clause(on url: String?, _ way: HostAddresses.Way) -> String? {
    if let own { return said("Profile \(own) is marked production") }
    guard let url, let address = try? ServerAddress(url) else { return nil }
    return servers.first { address.isSameListener(as: $0.address, way, vouched: vouched) }.map {
      said("\(address.name) is the server of the profile \($0.profile), which is marked production")
    }
  }
}

extension Settings {
  /// That people rely on the server in force, in a clause; nil where nothing says so.
  ///
  /// - Parameter lookingUp: names are looked up, which may take seconds.
  func productionClause(lookingUp: Bool = true) -> String? {
    production.clause(on: url, lookingUp ? .resolved : .written)
  }

  /// The one place where that is refused, whichever way led to the server: a profile that is marked
  /// `production`, or `--url` and whatever else names the server of one.
  ///
  /// - Throws: a usage failure that names the work and the profile.
  func refuseProduction(_ work: String) throws(Failure) {
    guard let clause = productionClause() else { return }
    throw Failure(
      .usage, said("\(clause): `\(work)` is not for servers that people rely on."))
  }
}

extension ServerAddress {
  /// Where it listens, as the parser that connects reads it.
  fileprivate var listener: Origin? { try? WebAddress(origin.absoluteString).origin }

  /// Whether both are one listener, whatever it is called and whichever API of it is meant. All names of
  /// this computer are one: what stands behind a tunnel is at home here. Elsewhere names are one where
  /// they lead to one address, but for a host that a profile vouches for: behind one address may stand
  /// several.
  fileprivate func isSameListener(
    as other: ServerAddress, _ way: HostAddresses.Way, vouched: String?
  ) -> Bool {
    guard let here = listener, let there = other.listener, here.port == there.port else {
      return false
    }
    if HostAddresses.bare(here.host) == HostAddresses.bare(there.host) { return true }
    let hosts = [here, there].map { HostAddresses(of: $0.host, way) }
    if hosts.allSatisfy(\.isThisComputer) { return true }
    return hosts[0].meets(hosts[1]) && here.host != vouched
  }

  /// Whether it is at this computer, by whatever name.
  var isThisComputer: Bool {
    listener.map { HostAddresses(of: $0.host, .resolved).isThisComputer } ?? false
  }
}
