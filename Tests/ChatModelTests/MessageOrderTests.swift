import ChatModel
import Foundation
import Testing

/// The one order of messages that both sides of the client's events are built on.
@Suite struct MessageOrderTests {
  private func place(_ seconds: Double, _ id: MessageID) -> MessagePlace {
    MessagePlace(time: Date(timeIntervalSince1970: seconds), id: id)
  }

  private func places(_ numbers: some Sequence<Int>) -> [MessagePlace] {
    numbers.map { place(Double($0 / 3), MessageID("m\(1000 + $0)")) }
  }

  @Test func equalTimesAreOrderedByID() {
    var order = MessageOrder()
    order.insert([place(1, "b"), place(1, "a"), place(0, "c")])
    #expect(order.map(\.id) == ["c", "a", "b"])
  }

  @Test(arguments: [1, 2, 7, 40, 99])
  func batchesOfAnySizeInAnyOrderGiveTheSameOrder(_ size: Int) {
    let all = places(0..<100)
    for _ in 0..<20 {
      var order = MessageOrder()
      var rest = all.shuffled()[...]
      while !rest.isEmpty {
        order.insert(Array(rest.prefix(size)))
        rest = rest.dropFirst(size)
      }
      #expect(Array(order) == all)
    }
  }

  @Test func aPlaceIsFoundWhereItStandsAndNowhereElse() {
    var order = MessageOrder()
    let all = places(0..<50)
    order.insert(all.filter { $0.id != "m1017" })
    for (index, place) in order.enumerated() { #expect(order.index(of: place) == index) }
    #expect(order.index(of: all[17]) == nil)
    #expect(order.index(of: place(0, "z")) == nil)
    #expect(order.index(of: place(99, "z")) == nil)
  }

  @Test func placesAreTakenOutOneByOneOrByTheirIDs() {
    var order = MessageOrder()
    let all = places(0..<9)
    order.insert(all)
    order.remove(all[4])
    order.remove(all[4])
    order.remove(["m1000", "m1008", "unknown"])
    #expect(Array(order) == places([1, 2, 3, 5, 6, 7]))
  }
}
