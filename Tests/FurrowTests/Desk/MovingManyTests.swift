import ChatModel
import Foundation
import Testing
import TextGrid

@testable import ChatClient
@testable import Desk

/// A desk of an admin, the client behind it, and a server that goes wrong: many conversations are given
/// to another agent, each tells what became of it, and one step takes back what is still so.
@Suite struct MovingManyTests {
  private enum Fault {
    /// The call is refused.
    case refused(APIError)
    /// It is done, and nobody is told.
    case doneInSilence
    /// It is not done, and nobody is told.
    case lost
    /// Another has given it to somebody else before.
    case takenBefore
  }

  private struct Rig {
    var state = DeskState(size: Size(columns: 120, rows: 40))
    var engine = SyncEngine(SyncConfiguration(idPrefix: "t"))
    var now = Moment(uptime: 100, date: Date(timeIntervalSince1970: 1_763_476_320))
    var server: [ConversationID: Conversation] = [:]
    var faults: [ConversationID: Fault] = [:]
    /// The next so many changes are to come later.
    var heldBack = 0
    /// Nothing gets through.
    var isCutOff = false
    var mostAtOnce = 0

    static let asha = Participant(id: "asha", firstName: "Asha", role: .admin)
    static let ravi = Participant(id: "ravi", firstName: "Ravi", role: .support)
    static let meera = Participant(id: "meera", firstName: "Meera", role: .support)
    static let kiran = Participant(id: "kiran", firstName: "Kiran", role: .support)

    init(_ count: Int) {
      for place in 0..<count {
        let id = ConversationID("c\(1000 + place)")
        let farmer = Participant(
          id: UserID("f\(place)"), firstName: "Farmer \(1000 + place)", role: .user)
        server[id] = Conversation(
          id: id, farmer: .known(farmer), agent: .known(Self.ravi), status: .open,
          lastMessage: .known(message(MessageID("m\(place)"), from: farmer)),
          updatedAt: now.date - Double(place))
      }
      server["other"] = Conversation(
        id: "other", farmer: .known(Participant(id: "f", firstName: "Other", role: .user)),
        agent: .known(Self.meera), status: .open, updatedAt: now.date - 9000)
      let claims = Data(#"{"id":"asha","role":"Admin"}"#.utf8).base64EncodedString()
      client(.start(token: "e30.\(claims.replacing("=", with: "")).sig"))
      client(.live([.connected(.websocket, recovered: false)]))
    }

    func message(_ id: MessageID, from person: Participant) -> Message {
      Message(id: id, sender: .known(person), content: "namaste", createdAt: now.date - 600)
    }

    mutating func desk(_ actions: Action...) {
      for action in actions {
        for case .client(let command) in update(&state, action, now: now.date) {
          client(.command(command))
        }
      }
    }

    mutating func client(_ input: SyncInput) {
      var inputs = [input]
      var asked: Set<RequestID> = []
      while !inputs.isEmpty {
        let input = inputs.removeFirst()
        if case .answered(let id, _) = input { asked.remove(id) }
        for output in engine.handle(input, at: now) {
          switch output {
          case .tell(let event):
            for case .client(let command) in update(&state, .client(event), now: now.date) {
              inputs.append(.command(command))
            }
          case .call(let call, let id):
            switch call {
            case .conversation, .reassign: asked.insert(id)
            default: break
            }
            mostAtOnce = max(mostAtOnce, asked.count)
            inputs.append(.answered(id, answer(call)))
          case .store(let call, let id): inputs.append(.stored(id, Self.answer(call)))
          case .emit(_, let id, _, _): inputs.append(.live([.handedOver(id)]))
          default: break
          }
        }
      }
    }

    private static func answer(_ call: StoreCall) -> StoreAnswer {
      switch call {
      case .load: .loaded([], [], [:])
      case .lead: .leads(true)
      case .outbox: .outbox([])
      default: .done
      }
    }

    private mutating func answer(_ call: APICall) -> APIAnswer {
      if isCutOff { return .failed(.unreachable("no network", mayHaveArrived: false)) }
      switch call {
      case .list:
        return .list(
          Page(elements: server.values.sorted { $0.id < $1.id }), serverTime: now.date)
      case .conversation(let id):
        if case .takenBefore? = faults[id] {
          server[id]?.agent = .known(Self.kiran)
          faults[id] = nil
        }
        return server[id].map(APIAnswer.conversation) ?? .failed(.notFound("Not found"))
      case .reassign(let id, let agent): return reassign(id, to: agent)
      case .statistics: return .statistics(Statistics())
      default: return .done
      }
    }

    private mutating func reassign(_ id: ConversationID, to agent: UserID) -> APIAnswer {
      if heldBack > 0 {
        heldBack -= 1
        return .failed(.heldBack(until: now.date + 30, mayHaveArrived: false))
      }
      let person = [Self.asha, Self.ravi, Self.meera, Self.kiran].first { $0.id == agent }
      switch faults.removeValue(forKey: id) {
      case .refused(let error)?: return .failed(error)
      case .lost?: return .failed(.unreachable("no answer came", mayHaveArrived: true))
      case .doneInSilence?:
        server[id]?.agent = person.map(Referenced.known) ?? .none
        return .failed(.unreachable("no answer came", mayHaveArrived: true))
      case .takenBefore?, nil:
        server[id]?.agent = person.map(Referenced.known) ?? .none
        return .changed(server[id])
      }
    }

    mutating func pass(_ seconds: TimeInterval) {
      now = Moment(uptime: now.uptime + seconds, date: now.date + seconds)
      client(.tick)
      desk(.deadline)
    }

    mutating func type(_ text: String) {
      for character in text {
        pass(1)
        desk(.key(.character(character)))
      }
      pass(1)
    }

    /// Gives the conversations of Ravi to Meera, all that there are.
    mutating func moveAll(_ count: Int) {
      desk(.perform(.viewTeam), .perform(.open), .perform(.markRange), .perform(.bottom))
      desk(.perform(.markRange), .perform(.reassign))
      type("meera")
      desk(.perform(.accept))
      type(String(count))
      desk(.perform(.accept))
    }
  }

  private static let count = 200

  @Test func ofTwoHundredEachTellsWhatBecameOfItAndOneStepTakesBackWhatIsStillSo() throws {
    var rig = Rig(Self.count)
    func id(_ place: Int) -> ConversationID { ConversationID("c\(1000 + place)") }
    for place in stride(from: 3, to: Self.count, by: 10) {
      rig.faults[id(place)] = .refused(.notFound("Support user not found or invalid."))
    }
    for place in stride(from: 5, to: Self.count, by: 20) {
      rig.faults[id(place)] = .refused(.serverFailed(status: 502, "Bad gateway"))
    }
    for place in stride(from: 7, to: Self.count, by: 20) { rig.faults[id(place)] = .doneInSilence }
    for place in stride(from: 17, to: Self.count, by: 20) { rig.faults[id(place)] = .lost }
    for place in stride(from: 9, to: Self.count, by: 20) { rig.faults[id(place)] = .takenBefore }
    rig.heldBack = 4
    rig.moveAll(Self.count)
    for _ in 0..<20 where rig.state.bulk != nil { rig.pass(40) }
    #expect(rig.state.bulk == nil)

    let moved = (0..<Self.count).filter { rig.server[id($0)]?.agent.id == "meera" }
    let stayed = (0..<Self.count).filter { !moved.contains($0) }
    #expect(stayed.count == 20 + 10 + 10 + 10)
    #expect(
      rig.state.statusLine?.text
        == "150 are now with Meera. 50 failed: L says which.")
    let log = rig.state.log.entries.map(\.text)
    for place in stayed {
      let name = "Farmer \(1000 + place)"
      #expect(log.contains { $0.hasPrefix("\(name): not changed, ") }, "\(name)")
    }
    #expect(log.contains("Farmer 1003: not changed, Support user not found or invalid."))
    #expect(log.contains("Farmer 1009: not changed, Kiran has it meanwhile."))
    #expect(log.contains("Farmer 1017: not changed, the server did not take it."))
    #expect(Set(rig.state.list.marks) == Set(stayed.map(id)), "the same key tries them again")

    // Others go on working: of some the farmer writes, some are somebody else's again.
    for place in [0, 10] {
      let farmer = try #require(rig.server[id(place)]?.farmer.value)
      let message = rig.message(MessageID("new\(place)"), from: farmer)
      rig.server[id(place)]?.lastMessage = .known(message)
    }
    for place in [20, 30, 40] { rig.server[id(place)]?.agent = .known(Rig.kiran) }
    // And the server goes on failing: a refusal, changes whose answers are lost, a time to be left alone.
    rig.faults = [
      id(50): .refused(.notAllowed("Not yours to give.")), id(60): .doneInSilence, id(70): .lost,
    ]
    rig.heldBack = 4
    rig.mostAtOnce = 0
    rig.desk(.perform(.takeBack))
    for _ in 0..<20 where rig.state.bulk != nil { rig.pass(40) }
    #expect(rig.mostAtOnce == 4, "as many at once as when they were moved")
    for place in moved {
      let agent = rig.server[id(place)]?.agent.id
      switch place {
      case 0, 10: #expect(agent == "meera", "the farmer has written since")
      case 20, 30, 40: #expect(agent == "kiran", "another has it")
      case 50, 70: #expect(agent == "meera", "the server did not take it")
      default: #expect(agent == "ravi", "\(place)")
      }
    }
    #expect(
      rig.state.statusLine?.text.hasPrefix(
        "Taken back: 143 of 150, not Farmer 1000, Farmer 1010, Farmer 1020 and 4 more.") == true,
      "\(rig.state.statusLine?.text ?? "")")
    let afterwards = rig.state.log.entries.map(\.text)
    #expect(
      afterwards.contains("Farmer 1000 was not taken back: Farmer 1000 has written since."))
    #expect(afterwards.contains("Farmer 1020 was not taken back: it has been changed since."))
    #expect(afterwards.contains("Farmer 1050 was not taken back: Not yours to give."))
    #expect(
      afterwards.contains("Farmer 1070 was not taken back: the server did not take it."))
  }

  @Test func aLostLinkLeavesTheRestOfAStepBackToTheNextOne() {
    var rig = Rig(12)
    rig.moveAll(12)
    #expect(rig.state.bulk == nil)
    rig.isCutOff = true
    rig.desk(.perform(.takeBack))
    #expect(rig.state.bulk == nil)
    #expect(
      rig.state.statusLine?.text
        == "Taken back: 0 of 12, not Farmer 1000, Farmer 1001, Farmer 1002 and 9 more; "
        + "u tries 12 again. L says why.")
    rig.isCutOff = false
    rig.pass(40)
    rig.desk(.perform(.takeBack))
    #expect(rig.state.statusLine?.text == "Taken back: all 12.")
    #expect(rig.server.values.count { $0.agent.id == "ravi" } == 12)
    rig.desk(.perform(.takeBack))
    #expect(rig.server.values.count { $0.agent.id == "ravi" } == 12, "nothing is done anew")
  }

  @Test func whatAnotherMovesWhileTheRestIsUnderWayIsLeftToThem() throws {
    var rig = Rig(12)
    rig.heldBack = 1
    rig.moveAll(12)
    #expect(rig.state.bulk != nil)
    // The list is refreshed, and tells of the other's change, before its turn comes.
    rig.server["c1011"]?.agent = .known(Rig.kiran)
    for _ in 0..<20 where rig.state.bulk != nil { rig.pass(40) }
    #expect(rig.server["c1011"]?.agent.id == "kiran")
    #expect(rig.state.log.entries.map(\.text).contains { $0.contains("Kiran has it meanwhile") })
    #expect(rig.server.values.count { $0.agent.id == "meera" } == 12, "eleven, and Meera's own")
  }
}
