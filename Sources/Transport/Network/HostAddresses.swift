// Which computer a name or address means: many texts lead to one.

import Glibc

/// The addresses behind the host of a URL.
package struct HostAddresses: Sendable, Hashable {
  /// How the addresses are found.
  package enum Way: Sendable {
    /// Only what the text itself says; asks nobody and is there at once.
    case written
    /// Asks the system's resolver too, which may take seconds.
    case resolved
  }

  /// Four bytes each, or sixteen; an IPv4 address in IPv6's form is the IPv4 one.
  private let bytes: Set<[UInt8]>

  /// Empty where the host means nothing here.
  package init(of host: String, _ way: Way) {
    let name = Self.bare(host)
    if name == "localhost" || name.hasSuffix(".localhost") {
      bytes = [[127, 0, 0, 1]]
      return
    }
    var hints = addrinfo()
    hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
    hints.ai_flags = way == .written ? AI_NUMERICHOST : 0
    var list: UnsafeMutablePointer<addrinfo>?
    guard !name.isEmpty, getaddrinfo(name, nil, &hints, &list) == 0 else {
      bytes = []
      return
    }
    defer { freeaddrinfo(list) }
    bytes = Set(
      sequence(first: list) { $0?.pointee.ai_next }.prefix { $0 != nil }
        .compactMap { Self.bytes(of: $0?.pointee.ai_addr) })
  }

  /// A host as it is compared: in lower case, without the dot that may end a name and the brackets and
  /// the zone that an IPv6 address may have.
  package static func bare(_ host: String) -> String {
    var name = host.lowercased()[...]
    if name.hasPrefix("["), name.hasSuffix("]") { name = name.dropFirst().dropLast() }
    if name.contains(":") { name = name.prefix { $0 != "%" } }
    while name.hasSuffix(".") { name = name.dropLast() }
    return String(name)
  }

  package func meets(_ other: HostAddresses) -> Bool { !bytes.isDisjoint(with: other.bytes) }

  /// Whether one of them is this very computer: its loopback, "any address", or one of its interfaces.
  package var isThisComputer: Bool {
    guard !bytes.isEmpty else { return false }
    return bytes.contains(where: Self.leadsHome) || !bytes.isDisjoint(with: Self.ofInterfaces)
  }

  /// Whether all of them are this computer's loopback: `127.0.0.0/8`, `::1`.
  package var isLoopback: Bool { !bytes.isEmpty && bytes.allSatisfy(Self.isLoopback) }

  private static func leadsHome(_ bytes: [UInt8]) -> Bool {
    isLoopback(bytes) || bytes.allSatisfy { $0 == 0 }
  }

  private static func isLoopback(_ bytes: [UInt8]) -> Bool {
    bytes.count == 4 ? bytes[0] == 127 : bytes.dropLast().allSatisfy { $0 == 0 } && bytes.last == 1
  }

  private static var ofInterfaces: Set<[UInt8]> {
    var list: UnsafeMutablePointer<ifaddrs>?
    guard getifaddrs(&list) == 0 else { return [] }
    defer { freeifaddrs(list) }
    return Set(
      sequence(first: list) { $0?.pointee.ifa_next }.prefix { $0 != nil }
        .compactMap { Self.bytes(of: $0?.pointee.ifa_addr) })
  }

  private static func bytes(of address: UnsafeMutablePointer<sockaddr>?) -> [UInt8]? {
    guard let address else { return nil }
    switch Int32(address.pointee.sa_family) {
    case AF_INET:
      return address.withMemoryRebound(to: sockaddr_in.self, capacity: 1) { address in
        withUnsafeBytes(of: address.pointee.sin_addr) { Array($0) }
      }
    case AF_INET6:
      let bytes = address.withMemoryRebound(to: sockaddr_in6.self, capacity: 1) { address in
        withUnsafeBytes(of: address.pointee.sin6_addr) { Array($0) }
      }
      let isMapped = bytes.prefix(10).allSatisfy { $0 == 0 } && bytes[10...11] == [255, 255]
      return isMapped ? Array(bytes.suffix(4)) : bytes
    default: return nil
    }
  }
}
