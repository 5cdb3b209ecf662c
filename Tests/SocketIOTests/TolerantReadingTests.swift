// What servers write that the protocol's page does not, read as the official client reads it (row 33).

import JSON
import Testing

@testable import SocketIO

@Suite struct TolerantReadingTests {
  private func packet(_ text: String) throws -> ReceivedPacket? {
    var decoder = SocketPacketDecoder()
    return try decoder.decode(.text(Array(text.utf8)[...]))
  }

  @Test(arguments: [
    (#"2[1,"a"]"#, "1"), (#"2[ 42 ,{}]"#, "42"), (#"2[-3]"#, "-3"), (#"2[1.0]"#, "1"),
    (#"2[1.5]"#, "1.5"), (#"2[2e3]"#, "2000"), (#"2["1"]"#, "1"),
  ])
  func anEventsNameMayBeANumber(text: String, name: String) throws {
    guard case .event(let found, _)? = try packet(text)?.content else {
      Issue.record("no event")
      return
    }
    #expect(found == name)
  }

  @Test(arguments: ["2[true]", "2[null]", "2[{}]", "2[1", "2[1 2]", "2[]", "2[1e]"])
  func whatIsNoNameStaysMalformed(text: String) {
    #expect(throws: SocketPacketDecoder.Fault.badPayload) { try packet(text) }
  }

  @Test(
    arguments: [(String, ReceivedPacket.Content)]([
      ("2", .nothing), ("2/custom,", .nothing), ("27", .nothing), ("3", .acknowledgement([])),
      ("312", .acknowledgement([])), ("4", .connectError(.null)), ("0", .connect(nil)),
    ]))
  func aPacketWithoutAPayloadIsAPacket(text: String, content: ReceivedPacket.Content) throws {
    #expect(try packet(text)?.content == content)
  }

  @Test func anEventWithoutAPayloadIsHeardByNobodyAndTheLinkStays() {
    var client = SocketClient(seed: 1)
    client.open()
    #expect(client.receive("42", "425").isEmpty)
    #expect(client.state == .online(.webSocket))
  }

  @Test func anAcknowledgementWithoutAPayloadAnswers() {
    var client = SocketClient(seed: 1)
    client.open()
    _ = client.handle(
      .emit(Emission(id: 9, payload: .event("x"), wantsAcknowledgement: true)),
      at: JoinedHalves.start)
    let answers = client.receive("430").compactMap { output -> Int? in
      if case .acknowledged(let emission, _) = output { emission } else { nil }
    }
    #expect(answers == [9])
  }

  @Test func aRefusalWithoutAPayloadIsARefusal() {
    var client = SocketClient(seed: 1)
    client.open()
    let outputs = client.receive("44")
    #expect(outputs.contains(.refused(namespace: "/", Refusal(message: ""))))
  }

  @Test(arguments: [
    ("25000.0", 25_000), ("2.5e4", 25_000), ("25000.9", 25_000), ("25000", 25_000), ("0.5", 0),
    (#""20000""#, 20_000), (#"" 2e4 ""#, 20_000), (#""20000.5""#, 20_000), ("null", 25_000),
  ])
  func aHandshakesNumbersMayBeWrittenAsFloatsOrStrings(text: String, expected: Int) throws {
    let json =
      #"{"sid":"s","upgrades":[],"pingInterval":\#(text),"pingTimeout":60000.0,"maxPayload":1e6}"#
    let handshake = try #require(EngineHandshake(json: Array(json.utf8)[...]))
    #expect(handshake.pingInterval == .milliseconds(expected))
    #expect(handshake.pingTimeout == .seconds(60))
    #expect(handshake.maxPayload == 1_000_000)
  }

  @Test func whatAHandshakeDoesNotSayIsAsUsual() throws {
    let handshake = try #require(EngineHandshake(json: Array(#"{"sid":"s"}"#.utf8)[...]))
    #expect(handshake.pingInterval == .seconds(25))
    #expect(handshake.pingTimeout == .seconds(60))
    #expect(handshake.maxPayload == 1_000_000)
  }

  @Test(arguments: [
    "1e999", "nan", "0x10", "-1.0", "1e300", "", #""0x10""#, #""""#, #""25 s""#, #""-1""#,
    #""null""#,
    #""\"25000\"""#, "true", "[]",
  ])
  func aHandshakesNumberThatIsNoneOrImpossibleIsRefused(text: String) {
    let json = #"{"sid":"s","upgrades":[],"pingInterval":\#(text),"pingTimeout":60000}"#
    #expect(EngineHandshake(json: Array(json.utf8)[...]) == nil)
  }

  @Test(arguments: [
    ("bAQID", [1, 2, 3]), ("bAQI=", [1, 2]), ("bAQI", [1, 2]), ("bAQ==", [1]), ("bAQ", [1]),
    ("bAQ=", [1]), ("b", []),
  ])
  func base64NeedsNoPadding(text: String, bytes: [UInt8]) throws {
    #expect(try EnginePayload.decode(Array(text.utf8)) == [.binary(bytes[...])])
  }

  @Test(arguments: ["bA", "bAQIDA", "bA*==", "bA=="])
  func whatIsNoBase64StaysMalformed(text: String) {
    #expect(throws: EnginePacket.Fault.badBase64) { try EnginePayload.decode(Array(text.utf8)) }
  }
}
