// Who is in which room.

import JSON
import Testing

@testable import SocketIO

@Suite struct RoomsTests {
  @Test func membersJoinLeaveAndAreForgotten() {
    var rooms = Rooms<Int>()
    rooms.join(1, room: "a")
    rooms.join(1, room: "a")
    rooms.join(2, room: "a")
    rooms.join(2, room: "b")
    #expect(rooms.members(of: "a") == [1, 2])
    #expect(rooms.members(of: "a", "b", "c") == [1, 2])
    #expect(rooms.rooms(of: 2) == ["a", "b"])
    #expect(rooms.contains(1, room: "a"))

    rooms.leave(1, room: "a")
    rooms.leave(1, room: "nowhere")
    #expect(rooms.members(of: "a") == [2])
    rooms.leaveAll(2)
    #expect(rooms.members(of: "a", "b").isEmpty)
    #expect(rooms.rooms(of: 2).isEmpty)
    #expect(!rooms.contains(2, room: "b"))
  }
}
