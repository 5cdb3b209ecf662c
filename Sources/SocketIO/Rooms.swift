// Who is in which room: the two-way book a server keeps to reach the members of a room and to
// forget a member who left.

/// Rooms by name, with members of any kind.
package struct Rooms<Member: Hashable & Sendable>: Sendable {
  private var membersByRoom: [String: Set<Member>] = [:]
  private var roomsByMember: [Member: Set<String>] = [:]

  package init() {}

  package mutating func join(_ member: Member, room: String) {
    membersByRoom[room, default: []].insert(member)
    roomsByMember[member, default: []].insert(room)
  }

  package mutating func leave(_ member: Member, room: String) {
    membersByRoom[room]?.remove(member)
    if membersByRoom[room]?.isEmpty == true { membersByRoom[room] = nil }
    roomsByMember[member]?.remove(room)
    if roomsByMember[member]?.isEmpty == true { roomsByMember[member] = nil }
  }

  /// Takes a member out of every room.
  package mutating func leaveAll(_ member: Member) {
    for room in roomsByMember[member] ?? [] { leave(member, room: room) }
  }

  /// The members of a room; of several rooms each member once.
  package func members(of rooms: String...) -> Set<Member> {
    rooms.reduce(into: []) { $0.formUnion(membersByRoom[$1] ?? []) }
  }

  package func rooms(of member: Member) -> Set<String> { roomsByMember[member] ?? [] }

  package func contains(_ member: Member, room: String) -> Bool {
    membersByRoom[room]?.contains(member) == true
  }
}
