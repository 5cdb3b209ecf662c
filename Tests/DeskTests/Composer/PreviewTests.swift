import ChatModel
import Foundation
import Testing

@testable import Desk

/// What is known of a file before it is attached.
@Suite struct PreviewTests {
  private func attaching() -> Bench {
    var bench = Bench()
    bench.seed()
    bench.press("Enter Ctrl+X a")
    _ = bench.take()
    return bench
  }

  private var leaf: FileVerdict {
    .fits(
      OutboxFile(
        path: "/tmp/leaf.jpg", name: "leaf.jpg", kind: .image, format: "image/jpeg", size: 9))
  }

  /// The request by which a file is looked at; nil where it is not.
  private func number(of path: String, _ effects: [Effect]) -> Int? {
    for case .inspectFiles([[path]], let request) in effects { return request }
    return nil
  }

  private func preview(_ bench: Bench) -> FilePreview? {
    (bench.state.overlay as? PathPrompt)?.preview
  }

  @Test func theFileThatIsTypedOrChosenIsLookedAt() throws {
    var bench = attaching()
    bench.type("/tmp/l")
    bench.run(.completions(prefix: "/tmp/l", ["/tmp/leaf.jpg", "/tmp/lists/"]))
    _ = bench.take()
    bench.press("Down")
    let request = try #require(number(of: "/tmp/leaf.jpg", bench.take()))
    #expect(preview(bench)?.verdict == nil)
    bench.run(.inspected(request: request, [leaf]))
    #expect(preview(bench)?.verdict == leaf)
    bench.press("Down")
    #expect(preview(bench) == nil, "a folder is no file")
    #expect(bench.take().isEmpty)
  }

  @Test func aLateVerdictIsNotThatOfAnotherFile() throws {
    var bench = attaching()
    bench.type("/tmp/a")
    let first = try #require(number(of: "/tmp/a", bench.take()))
    bench.type("b")
    bench.run(.inspected(request: first, [leaf]))
    #expect(preview(bench)?.path == "/tmp/ab" && preview(bench)?.verdict == nil)
    bench.press("Esc")
    bench.run(.inspected(request: first + 1, [leaf]))
    #expect(bench.state.overlay == nil)
  }

  @Test func whereAFileIsSavedNothingIsLookedAt() {
    var bench = Bench()
    bench.seed()
    bench.press("Enter")
    let photo = Media(id: "p", name: "leaf.jpg", kind: .image, url: "/leaf.jpg")
    bench.timeline([bench.message("m1", media: photo)])
    bench.state.focus = .messages
    bench.press("S")
    bench.type("/tmp/x")
    #expect(!bench.take().contains { if case .inspectFiles = $0 { true } else { false } })
  }
}
