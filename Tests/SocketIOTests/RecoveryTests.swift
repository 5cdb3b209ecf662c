// Connection state recovery: the client says where it stopped, and learns whether that helped.

import JSON
import Testing

@testable import SocketIO

@Suite struct RecoveryTests {
  @Test func pidAndOffsetGoWithTheNextConnect() {
    var halves = JoinedHalves(.webSocketOnly)
    halves.admit = { _, _ in .accept(pid: "p1") }
    halves.join(auth: #" {"token":"t"}"#)
    halves.tellServer(
      .emit(namespace: "/", .event("a", [.json("1"), .json(#""off1""#)]), acknowledgement: nil),
      .emit(namespace: "/", .event("b", [.json(#""off\"2""#)]), acknowledgement: nil),
      .emit(namespace: "/", .event("c", [.json("3")]), acknowledgement: nil))
    halves.cut()
    halves.pass(.seconds(2))
    #expect(halves.auths.last == #"{"offset":"off\"2","pid":"p1","token":"t"}"#)
    #expect(halves.connections.map(\.recovered) == [false, true])
    #expect(halves.connections.map(\.pid) == ["p1", "p1"])
  }

  @Test func anotherPidMeansThatNothingWasRecovered() {
    var halves = JoinedHalves(.webSocketOnly)
    halves.admit = { _, _ in .accept(pid: "p1") }
    halves.join(auth: "{ }")
    halves.tellServer(
      .emit(namespace: "/", .event("a", [.json(#""off1""#)]), acknowledgement: nil))
    halves.cut()
    halves.admit = { _, _ in .accept(pid: "p2") }
    halves.pass(.seconds(2))
    #expect(halves.auths.last == #"{"offset":"off1","pid":"p1"}"#)
    #expect(halves.connections.last?.recovered == false)
    halves.cut()
    halves.pass(.seconds(2))
    #expect(halves.auths.last == #"{"pid":"p2"}"#, "the old offset means nothing to the new state")
  }

  @Test func withoutAPidNothingIsAdded() {
    var halves = JoinedHalves(.webSocketOnly)
    halves.join()
    halves.tellServer(
      .emit(namespace: "/", .event("a", [.json(#""off1""#)]), acknowledgement: nil))
    halves.cut()
    halves.pass(.seconds(2))
    #expect(halves.auths == [nil, nil])
  }
}
