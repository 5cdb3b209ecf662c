import Foundation
import Testing
import TextGrid

@testable import Desk
@testable import DeskViews

/// Only the views tell the kinds of overlays apart; one that they forgot would take the keys unseen.
@Suite struct OverlayViewTests {
  private static let sources = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appending(path: "Sources")

  private static func text(_ path: String) throws -> String {
    try String(contentsOf: sources.appending(path: path), encoding: .utf8)
  }

  /// The types in `Desk/Overlays` that are overlays, by what they say of themselves.
  static func overlays() throws -> [String] {
    let folder = sources.appending(path: "Desk/Overlays")
    let kind = /struct (\w+): (?:OverlayComponent|PickerOverlay|Pager) \{/
    return try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
      .flatMap { try text("Desk/Overlays/\($0)").matches(of: kind).map { String($0.1) } }
  }

  @Test func everyOverlayIsAFileWithAViewOfTheSameName() throws {
    let names = try Self.overlays()
    #expect(names.count >= 12)
    let frame = try Self.text("DeskViews/Overlays/OverlayFrame.swift")
    for name in names {
      #expect(try Self.text("Desk/Overlays/\(name).swift").contains("struct \(name):"))
      #expect(try Self.text("DeskViews/Overlays/\(name).swift").contains(": \(name), on canvas"))
      #expect(frame.contains("case let overlay as \(name):"), "\(name) is not drawn")
    }
  }

  @Test func anOverlayThatIsOpenIsDrawnOverThePanes() {
    for (name, world) in World.all where world.state.overlay != nil {
      let rendered = world.render(100, 30)
      #expect(rendered.target(at: Point(column: 0, row: 0)) == .behindOverlay, "\(name)")
    }
  }
}
