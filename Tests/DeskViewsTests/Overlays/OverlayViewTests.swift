import Foundation
import Testing
import TextGrid

@testable import Desk
@testable import DeskViews

/// Only the views tell the kinds of overlays apart; one that they forgot would take the keys unseen.
@Suite struct OverlayViewTests {
  private static let sources = (1...4).reduce(URL(filePath: #filePath)) { path, _ in
    path.deletingLastPathComponent()
  }.appending(path: "Sources")

  private static func text(_ path: String) throws -> String {
    try String(contentsOf: sources.appending(path: path), encoding: .utf8)
  }

  /// The types in `Desk/Overlays` that are overlays, by what they say of themselves, each with its file
  /// below that folder.
  static func overlays() throws -> [(name: String, file: String)] {
    let folder = sources.appending(path: "Desk/Overlays")
    let kind = /struct (\w+): (?:OverlayComponent|PickerOverlay|Pager) \{/
    return try FileManager.default.subpathsOfDirectory(atPath: folder.path).sorted()
      .filter { $0.hasSuffix(".swift") }
      .flatMap { file in
        try text("Desk/Overlays/\(file)").matches(of: kind).map { (String($0.1), file) }
      }
  }

  @Test func everyOverlayIsAFileWithAViewOfTheSameName() throws {
    let overlays = try Self.overlays()
    #expect(overlays.count >= 12)
    let frame = try Self.text("DeskViews/Overlays/OverlayFrame.swift")
    for (name, file) in overlays {
      #expect(file.hasSuffix("/\(name).swift"), "\(name) stands in \(file)")
      #expect(try Self.text("DeskViews/Overlays/\(file)").contains(": \(name), on canvas"))
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
