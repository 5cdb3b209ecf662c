// Which computer a text means.

import Testing

@testable import Transport

struct HostAddressesTests {
  @Test(arguments: [
    "localhost", "Localhost.", "desk.localhost", "127.0.0.1", "127.8.9.1", "0.0.0.0", "[::1]", "::",
    "[::ffff:127.0.0.1]", "::ffff:0.0.0.0", "::1%lo",
  ])
  func thisComputerIsKnownByEveryTextOfIt(host: String) {
    #expect(HostAddresses(of: host, .written).isThisComputer)
  }

  @Test(arguments: ["192.0.2.1", "[2001:db8::1]", "128.0.0.1", "", "::2", "a.example"])
  func anotherComputerIsNotThisOne(host: String) {
    #expect(!HostAddresses(of: host, .written).isThisComputer)
  }

  @Test func oneAddressInTwoFormsIsOne() {
    let plain = HostAddresses(of: "192.0.2.1", .written)
    #expect(plain.meets(HostAddresses(of: "[::ffff:192.0.2.1]", .written)))
    #expect(plain.meets(HostAddresses(of: "::ffff:c000:201", .written)))
    #expect(!plain.meets(HostAddresses(of: "192.0.2.2", .written)))
    #expect(!HostAddresses(of: "a", .written).meets(HostAddresses(of: "a", .written)))
  }
}
