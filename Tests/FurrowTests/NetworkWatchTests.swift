import Foundation
import Testing

@testable import furrow

struct NetworkWatchTests {
  /// Whether this process may give the loopback interface another address.
  private static let mayChangeAddresses =
    getuid() == 0 && FileManager.default.isExecutableFile(atPath: "/usr/sbin/ip")

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
    // A sandbox may forbid it even to root.
    guard Self.address("add") == 0 else { return }
    defer { _ = Self.address("del") }
    var iterator = changes.makeAsyncIterator()
    #expect(await iterator.next() != nil)
  }
}
