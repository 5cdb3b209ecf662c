import Foundation
import Testing

@testable import furrow

struct NetworkWatchTests {
  /// Whether this process may give the loopback interface another address; a sandbox may forbid it
  /// even to root.
  private static let mayChangeAddresses = address("add") == 0 && address("del") == 0

  private static func address(_ verb: String) -> Int32? {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/sbin/ip")
    process.arguments = ["address", verb, "127.77.77.77/32", "dev", "lo"]
    process.standardError = FileHandle.nullDevice
    guard (try? process.run()) != nil else { return nil }
    process.waitUntilExit()
    return process.terminationStatus
  }

  @Test(.enabled(if: mayChangeAddresses)) func aNewAddressIsTold() async throws {
    let (changes, telling) = AsyncStream.makeStream(of: Void.self)
    let watch = NetworkWatch { telling.yield() }
    defer { withExtendedLifetime(watch) {} }
    try #require(Self.address("add") == 0)
    defer { _ = Self.address("del") }
    var iterator = changes.makeAsyncIterator()
    #expect(await iterator.next() != nil)
  }
}
