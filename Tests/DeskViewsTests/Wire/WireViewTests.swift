import ChatModel
import Faults
import Foundation
import FrameText
import Testing

@testable import Desk
@testable import DeskViews

/// What the wire and the top row say of the server's clock and of what goes wrong by intent.
@Suite struct WireViewTests {
  private func words(_ offset: Int64?, within: Int64?) -> String? {
    WireHeader(wall: Date(timeIntervalSince1970: 0), offset: offset, within: within)
      .offsetWords(saysError: true)
  }

  @Test func aClockThatMayBeRightIsNotCalledWrong() {
    #expect(words(393_168, within: 502_577) == nil)
    #expect(words(-400_000, within: 400_000) == nil)
    #expect(words(nil, within: nil) == nil)
    #expect(words(2_340_000, within: 410_000) == "+2.3 s ±0.5")
    #expect(words(-90_000_000, within: 500_000) == "-90.0 s ±0.5")
    #expect(words(300_000, within: nil) == "+0.3 s")
  }

  @Test func theTopRowAndTheStripsSayThatPeopleRelyOnTheServer() {
    var world = World.conversation
    func row(_ columns: Int) -> Substring {
      world.render(columns, 45).frame.plainText.split(separator: "\n")[0]
    }
    for columns in [40, 80, 160, 200] { #expect(!row(columns).contains("PROD")) }
    world.state.configuration.production = "Profile prod is marked production"
    for columns in [40, 60, 80, 100] { #expect(row(columns).contains("PROD"), "\(row(columns))") }
    for columns in [120, 160, 200] { #expect(row(columns).contains("PRODUCTION")) }
    var beside = World.wire
    beside.state.identities[1].isProduction = true
    #expect(beside.render(160, 45).frame.plainText.contains("meera  PRODUCTION"))
  }

  @Test func aTextThatNamesNoFaultIsNotSaidToMatchNothing() {
    var world = World.conversation
    var picker = FaultPicker(world.state.faults)
    picker.edit(on: &world.state) { $0.insert("drop=b", as: .typing) }
    let screen = world.with(picker).render(80, 24).frame.plainText
    #expect(!screen.contains("Fewer letters") && screen.contains("drop=b"), "\(screen)")
  }

  @Test func theTopRowNamesTheFaultsAsFarAsThereIsRoom() throws {
    var world = World.conversation
    world.state.faults = try FaultPlan(
      reading: "drop=10%,only=message:sent+message:new,way=out,seed=7")
    let whole = "FAULT drop 10% only message:new+message:sent way out seed 7"
    func row(_ columns: Int) -> Substring {
      world.render(columns, 45).frame.plainText.split(separator: "\n")[0]
    }
    #expect(row(200).contains(whole))
    #expect(row(80).contains("FAULT drop 10% …"))
    for columns in [80, 100, 120, 140, 160] {
      let row = row(columns)
      #expect(row.contains("FAULT"))
      guard !row.contains(whole), let start = row.range(of: "FAULT ") else { continue }
      let shown = row[start.lowerBound...].prefix { $0 != "│" && $0 != "…" }
      #expect(whole.hasPrefix(shown.trimmingCharacters(in: .whitespaces)), "\(columns): \(row)")
      if shown.count > 8 { #expect(row.contains("…"), "\(columns): \(row)") }
    }
  }
}
