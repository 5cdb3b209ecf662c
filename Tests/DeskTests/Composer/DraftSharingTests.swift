import ChatModel
import Foundation
import SplitMix
import Testing
import TextGrid

@testable import Desk

/// Several desks of one person share their drafts: each sees what became of them, and none loses what
/// was written in it.
@Suite struct DraftSharingTests {
  /// Lakshmi's conversation is open, and this is written there and on the disk.
  private func bench(writing text: String) -> Bench {
    var bench = Bench()
    bench.seed()
    bench.client(
      .conversations([bench.summary("lakshmi", waits: 47)]))
    bench.run(.key(.character("w")))
    bench.wait(2)
    #expect(bench.state.openID == "lakshmi")
    bench.type(text)
    bench.wait(5)
    _ = bench.take()
    return bench
  }

  private func draft(_ bench: Bench, _ text: String) -> Draft {
    Draft(text: text, editedAt: bench.now)
  }

  private func text(_ bench: Bench) -> String? { bench.state.composer?.editor.text }

  /// Another desk has sent this.
  private func send(_ text: String, _ bench: inout Bench) {
    bench.client(.outbox([bench.entry("other", text, .handedOver)]))
  }

  @Test func whatIsSentElsewhereGoesHereAndCanBeBroughtBack() {
    var bench = bench(writing: "please wait")
    send("please wait", &bench)
    bench.client(.draft("lakshmi", nil))
    #expect(text(bench)?.isEmpty == true)
    #expect(bench.said?.contains("another window") == true)
    bench.run(.key(.control("_")))
    #expect(text(bench) == "please wait")
  }

  @Test func whatIsNotOnTheDiskYetStays() {
    var bench = bench(writing: "please wait")
    bench.type(" a")
    bench.type(" little")
    bench.client(.draft("lakshmi", nil))
    #expect(text(bench) == "please wait a little")
  }

  @Test func anothersTextIsNotPutInPlaceOfMineAndMineIsKeptWhenItGoes() {
    var bench = bench(writing: "please wait")
    bench.client(.draft("lakshmi", draft(bench, "another text")))
    #expect(text(bench) == "please wait")
    bench.client(.draft("lakshmi", nil))
    #expect(text(bench) == "please wait")
    let saved = bench.take().compactMap { effect -> String? in
      if case .client(.saveDraft("lakshmi", let draft)) = effect { draft.text } else { nil }
    }
    #expect(saved == ["please wait"])
  }

  @Test func whereEverythingWentTheNextDraftOfAnotherDeskIsSeen() {
    var bench = bench(writing: "please wait")
    send("please wait", &bench)
    bench.client(.draft("lakshmi", nil))
    bench.client(.draft("lakshmi", draft(bench, "the next")))
    bench.client(.draft("lakshmi", draft(bench, "the next one")))
    // It is being written there.
    #expect(text(bench)?.isEmpty == true)
    bench.wait(DeskState.draftRest + 1)
    #expect(text(bench) == "the next one")
    bench.client(.draft("lakshmi", nil))
    #expect(text(bench)?.isEmpty == true)
  }

  @Test func whatNobodySentStaysAndGoesToTheDiskAgain() {
    var bench = bench(writing: "please wait")
    bench.client(.draft("lakshmi", nil))
    #expect(text(bench) == "please wait")
    #expect(bench.take().contains { if case .client(.saveDraft) = $0 { true } else { false } })
    // That it was sent comes to be known later.
    send("please wait", &bench)
    #expect(text(bench)?.isEmpty == true)
    bench.type("and more")
    send("something else", &bench)
    #expect(text(bench) == "and more")
  }

  @Test func whatHasJustBeenSentElsewhereIsNotShown() {
    var bench = bench(writing: "x")
    bench.press("Backspace")
    bench.wait(12)
    let sent = draft(bench, "on my way")
    send("on my way", &bench)
    bench.client(.draft("lakshmi", sent))
    bench.wait(60)
    #expect(text(bench)?.isEmpty == true)
    // Once the message is in the history, too.
    bench.client(.draft("lakshmi", draft(bench, "again")))
    bench.timeline([bench.message("m9", from: Bench.me.rawValue, ago: 0, "again")])
    bench.wait(60)
    #expect(text(bench)?.isEmpty == true)
  }

  @Test func whatWasFoundHereAndSentElsewhereIsTakenFromBeforeWhatIsTyped() {
    var bench = bench(writing: "x")
    bench.press("Backspace")
    bench.wait(12)
    let found = draft(bench, "on my way")
    bench.client(.draft("lakshmi", found))
    bench.wait(12)
    #expect(text(bench) == "on my way")
    bench.press("End")
    bench.type(" now")
    send("on my way", &bench)
    #expect(text(bench) == " now")
  }

  /// Two desks over one disk, each with its own client.
  private struct Pair {
    var benches: [Bench]
    /// What each client takes to be on the disk.
    var known: [Draft?] = [nil, nil]
    var draft: Draft?
    var outbox: [OutboxEntry] = []
    var isRung = [false, false]
    var requests: [[Int]] = [[], []]
    var sent: [String] = []

    mutating func collect(_ desk: Int) {
      for effect in benches[desk].take() {
        switch effect {
        case .client(.saveDraft("lakshmi", let new)):
          let kept = new.isEmpty ? nil : new
          guard known[desk] != kept else { continue }
          known[desk] = kept
          draft = kept
          isRung[1 - desk] = true
        case .client(.send("lakshmi", let text, _, let request)):
          sent.append(text)
          let entry = benches[desk].entry("e\(outbox.count)", text, .handedOver)
          outbox.append(entry)
          benches[desk].client(.outbox([entry]))
          requests[desk].append(request)
          isRung[1 - desk] = true
        default: break
        }
      }
    }

    /// The client reads what the other has rung for.
    mutating func read(_ desk: Int) {
      guard isRung[desk] else { return }
      isRung[desk] = false
      benches[desk].client(.outbox(outbox))
      if known[desk] != draft {
        known[desk] = draft
        benches[desk].client(.draft("lakshmi", draft))
      }
      collect(desk)
    }

    mutating func accept(_ desk: Int) {
      while !requests[desk].isEmpty {
        benches[desk].client(.accepted(request: requests[desk].removeFirst(), []))
      }
      collect(desk)
    }

    mutating func press(_ key: Key, _ desk: Int) {
      benches[desk].run(.key(key))
      collect(desk)
    }

    mutating func wait(_ seconds: TimeInterval) {
      for desk in 0...1 {
        benches[desk].wait(seconds)
        collect(desk)
      }
    }

    func text(_ desk: Int) -> String { benches[desk].state.composer?.editor.text ?? "" }
  }

  @Test(arguments: 0..<120 as Range<UInt64>)
  func linesOfTwoDesksAreNeitherJoinedNorDoubledNorLost(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    let start = bench(writing: "")
    var pair = Pair(benches: [start, start])
    var lines = [(1...6).map { "A\($0) hello" }, (1...6).map { "B\($0) hello" }]
    let all = lines[0] + lines[1]
    var typed = ["", ""]
    let takesTurns = seed.isMultiple(of: 2)
    var turn = 0
    while !(lines[0].isEmpty && lines[1].isEmpty) {
      let desk = takesTurns ? turn : Int.random(in: 0...1, using: &random)
      switch Int.random(in: 0...9, using: &random) {
      case 0: pair.read(Int.random(in: 0...1, using: &random))
      case 1: pair.accept(Int.random(in: 0...1, using: &random))
      case 2: pair.wait(.random(in: 0...0.6, using: &random))
      default:
        guard let line = lines[desk].first else {
          turn = 1 - desk
          continue
        }
        if typed[desk].count < line.count {
          let letter = line[line.index(line.startIndex, offsetBy: typed[desk].count)]
          pair.press(.character(letter), desk)
          typed[desk].append(letter)
          continue
        }
        pair.accept(desk)
        if pair.text(desk) != line {
          Issue.record("desk \(desk) has “\(pair.text(desk))” for “\(line)”")
          return
        }
        pair.press(.enter, desk)
        #expect(pair.sent.last == line)
        lines[desk].removeFirst()
        typed[desk] = ""
        turn = 1 - desk
      }
      pair.wait(.random(in: 0.01...0.06, using: &random))
    }
    for _ in 0..<6 {
      for desk in 0...1 {
        pair.accept(desk)
        pair.read(desk)
      }
      pair.wait(10)
    }
    #expect(pair.sent.sorted() == all.sorted())
    #expect(pair.text(0).isEmpty && pair.text(1).isEmpty)
  }
}
