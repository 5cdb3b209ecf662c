import ChatModel
import Foundation
import SplitMix
import Testing

@testable import ChatClient

/// Files: judged here first, uploaded once, sent one message a file, the text last.
@Suite struct FileTests {
  private static let mine = OpeningTests.mine
  private static let png: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
  private static let ogg = Array("OggS".utf8)

  private func bench(online: Bool = true) -> Bench {
    var bench = OpeningTests.bench(online: online)
    for name in ["a.png", "b.png", "c.png", "d.png", "e.png", "f.png"] {
      bench.files["/p/\(name)"] = FileInspection.Facts(size: 100, head: Self.png)
    }
    bench.files["/p/voice.ogg"] = FileInspection.Facts(size: 100, head: Self.ogg)
    return bench
  }

  private func send(_ files: [String], _ text: String = "") -> ClientCommand {
    .send(Self.mine, text: text, files: files.map { "/p/\($0)" }, request: 1)
  }

  private func uploads(_ bench: Bench) -> [[String]] {
    bench.calls.compactMap { call in
      if case .upload(let files, _) = call { files.map(\.name) } else { nil }
    }
  }

  private func rejection(_ bench: Bench) -> String? {
    bench.events.compactMap {
      if case .rejected(_, let reason) = $0 { reason } else { nil }
    }.first
  }

  @Test func filesGoUpByKindAndLeaveInOrderWithTheTextLast() {
    var bench = bench()
    bench.perform(send(["a.png", "voice.ogg", "b.png"], "look"))
    #expect(uploads(bench) == [["a.png", "b.png"], ["voice.ogg"]])
    let kinds = bench.server.received.map { message -> String in
      switch message.content {
      case .text(let text): text
      case .media(_, let kind): kind.rawValue
      }
    }
    #expect(kinds == ["image", "audio", "image", "look"])
    #expect(bench.entries.allSatisfy { !$0.isPending })
    #expect(Set(bench.server.received.map(\.content)).count == 4)
  }

  @Test func aFileThatWasChangedAfterItWasAcceptedIsNotWhatIsSent() throws {
    let date = Bench.start
    let facts = FileInspection.Facts(size: 100, head: Self.png, changedAt: date)
    let file = try OutboxFile(FileInspection(path: "/p/a.png", result: .success(facts)))
    #expect(file.changedAt == date)
    func change(_ facts: FileInspection.Facts) -> String? {
      file.change(since: FileInspection(path: "/p/a.png", result: .success(facts)))?.reason
    }
    #expect(change(facts) == nil)
    let words =
      "a.png was changed after it was accepted, and was not uploaded: attach it again."
    #expect(change(FileInspection.Facts(size: 99, head: Self.png, changedAt: date)) == words)
    let later = date.addingTimeInterval(1)
    #expect(change(FileInspection.Facts(size: 100, head: Self.png, changedAt: later)) == words)
  }

  @Test func theDiskKnowsTheMediaBeforeItIsSent() {
    var bench = bench()
    bench.holdsEmissions = { if case .send = $0 { true } else { false } }
    bench.perform(send(["a.png", "b.png"]))
    let kept = bench.disk.outbox.compactMap { entry -> MediaID? in
      if case .file(let file) = entry.body { file.mediaID } else { nil }
    }
    #expect(kept.count == 2)
  }

  @Test func anUploadIsNotRepeatedAfterACrash() {
    var first = bench()
    first.holdsEmissions = { if case .send = $0 { true } else { false } }
    first.perform(send(["a.png", "b.png"]))
    var second = Bench(prefix: "u")
    second.server = first.server
    second.disk = first.disk
    second.begin()
    second.advance(60)
    #expect(uploads(second).isEmpty)
    #expect(second.server.received.count == 2)
  }

  @Test func progressIsToldAndEndsInTheMessage() {
    var bench = bench()
    bench.holdsCalls = { if case .upload = $0 { true } else { false } }
    bench.perform(send(["a.png"]))
    #expect(bench.states == [.uploading(0)])
    guard let id = bench.heldCalls.first?.1 else {
      Issue.record("nothing is uploaded")
      return
    }
    bench.input(.uploaded(id, 0.62))
    #expect(bench.states == [.uploading(0.62)])
    bench.release()
    #expect(bench.entries.allSatisfy { !$0.isPending })
  }

  /// Another process of the account rings whenever it has changed the outbox.
  @Test func aRingDuringAnUploadBeginsNoOther() {
    var bench = bench()
    bench.holdsCalls = { if case .upload = $0 { true } else { false } }
    bench.perform(send(["a.png"]))
    bench.disk.outbox.append(
      OutboxEntry(
        id: "other-1", conversationID: Self.mine, body: .text("hello"), createdAt: bench.now.date))
    bench.input(.changedElsewhere(.outbox))
    bench.advance(5)
    #expect(uploads(bench) == [["a.png"]])
    bench.release()
    bench.advance(60)
    #expect(bench.server.received.count == 2)
    #expect(bench.entries.allSatisfy { !$0.isPending })
  }

  @Test func aCancelledUploadFails() {
    var bench = bench()
    bench.holdsCalls = { if case .upload = $0 { true } else { false } }
    bench.perform(send(["a.png"]))
    bench.perform(.cancelUploads(Self.mine))
    guard let id = bench.heldCalls.first?.1 else {
      Issue.record("nothing is uploaded")
      return
    }
    #expect(bench.otherOutputs.contains(.cancel(id)))
    bench.input(.answered(id, .failed(.cancelled)))
    #expect(bench.states == [.failed("the upload was cancelled")])
  }

  @Test func anUploadThatDidNotGetThroughIsTriedAgain() {
    var bench = bench()
    bench.server.failsEverything = .unreachable("no route", mayHaveArrived: true)
    bench.perform(send(["a.png"]))
    #expect(bench.states == [.queued])
    bench.server.failsEverything = nil
    bench.advance(3)
    #expect(bench.server.received.count == 1)
  }

  @Test func aFileThatSpoilsAnUploadFailsAlone() {
    var bench = bench()
    bench.holdsCalls = { if case .upload = $0 { true } else { false } }
    bench.perform(send(["a.png", "b.png"], "look"))
    guard let id = bench.heldCalls.first?.1 else {
      Issue.record("nothing is uploaded")
      return
    }
    bench.heldCalls = []
    bench.input(.answered(id, .failed(.rejected(status: 415, "bad type"))))
    guard let (call, second) = bench.heldCalls.first, case .upload(let files, _) = call else {
      Issue.record("not uploaded again")
      return
    }
    #expect(files.map(\.name) == ["a.png"])
    bench.heldCalls = []
    bench.holdsCalls = { _ in false }
    bench.input(.answered(second, .failed(.rejected(status: 415, "bad type"))))
    #expect(bench.states.first == .failed("bad type"))
    #expect(bench.entries.dropFirst().allSatisfy { !$0.isPending })
  }

  // Row 21.
  @Test func refusalsNameTheFileAndTheLimit() {
    var bench = bench()
    bench.files["/p/big.png"] = FileInspection.Facts(size: 10 * 1024 * 1024 + 1, head: Self.png)
    bench.files["/p/doc.pdf"] = FileInspection.Facts(size: 9, head: Array("%PDF-1.7".utf8))
    bench.files["/p/fake.png"] = FileInspection.Facts(size: 9, head: Self.ogg)
    bench.files["/p/empty.png"] = FileInspection.Facts(size: 0, head: [])
    for (name, reason) in [
      ("big.png", "big.png is larger than 10 MB, the most a file may have."),
      (
        "doc.pdf",
        "doc.pdf is none of the types that can be sent (PNG, JPEG, WEBP; MP4, MPEG, MOV; MP3, "
          + "WAV, OGG, M4A)."
      ),
      ("fake.png", "fake.png is audio/ogg by its content, not what its name says."),
      ("empty.png", "empty.png is empty."),
      ("gone.png", "gone.png cannot be read: there is no such file."),
    ] {
      bench.forget()
      bench.perform(send([name]))
      #expect(rejection(bench) == reason)
    }
    bench.forget()
    bench.perform(send(["a.png", "b.png", "c.png", "d.png", "e.png", "f.png"]))
    #expect(rejection(bench) == "At most 5 files of a kind can be sent at once; image: 6.")
    #expect(bench.server.received.isEmpty)
  }

  @Test func aTextTypedWhileFilesAreJudgedStaysBehindThem() {
    var bench = bench(online: false)
    bench.holdsStore = { if case .accept = $0 { true } else { false } }
    bench.perform(send(["a.png"], "first"))
    bench.perform(.send(Self.mine, text: "second", files: [], request: 2))
    bench.release()
    bench.connect()
    let texts = bench.server.received.compactMap { message -> String? in
      if case .text(let text) = message.content { text } else { nil }
    }
    #expect(texts == ["first", "second"])
  }

  @Test func anAnswerThatNamesItsFilesIsMatchedByName() {
    var bench = bench()
    bench.holdsCalls = { if case .upload = $0 { true } else { false } }
    bench.perform(send(["a.png", "b.png"]))
    guard let id = bench.heldCalls.first?.1 else {
      Issue.record("nothing is uploaded")
      return
    }
    bench.input(
      .answered(
        id, .uploaded([Media(id: "id-b", name: "b.png"), Media(id: "id-a", name: "a.png")])))
    #expect(
      bench.server.received.map(\.content) == [.media("id-a", .image), .media("id-b", .image)])
  }

  // MARK: Types

  @Test(
    arguments: [
      ("x.PNG", png, "image/png"), ("x.jpg", [0xFF, 0xD8, 0xFF, 0xE0], "image/jpeg"),
      ("x.webp", Array("RIFF0000WEBP".utf8), "image/webp"),
      ("x.wav", Array("RIFF0000WAVE".utf8), "audio/wav"),
      ("x.mp3", [0xFF, 0xFB, 0x90, 0x64], "audio/mpeg"), ("x.mp3", Array("ID3".utf8), "audio/mpeg"),
      ("x.m4a", Array("0000ftypM4A ".utf8), "audio/mp4"),
      ("x.m4a", Array("0000ftypmp42".utf8), "audio/mp4"),
      ("x.mp4", Array("0000ftypisom".utf8), "video/mp4"),
      ("x.mov", Array("0000ftypqt  ".utf8), "video/quicktime"),
      ("x.mpeg", [0, 0, 1, 0xBA], "video/mpeg"), ("x.ogg", ogg, "audio/ogg"),
    ] as [(String, [UInt8], String)])
  func aTypeIsKnownByContentAndName(_ name: String, _ head: [UInt8], _ format: String) throws {
    #expect(try MediaSniffer.judge(name: name, size: 9, head: head).format == format)
  }

  @Test(
    arguments: [
      ("x", png), ("x.heic", Array("0000ftypheic".utf8)), ("x.mp4", Array("0000ftypheic".utf8)),
      ("x.mp3", [0xFF, 0xFF, 0xFF, 0xFF]), ("x.mp3", [0xFF]), ("x.exe", png), ("x.png", []),
    ] as [(String, [UInt8])])
  func whatIsNotOfAnAllowedTypeIsRefused(_ name: String, _ head: [UInt8]) {
    #expect(throws: MediaSniffer.Refusal.self) {
      try MediaSniffer.judge(name: name, size: 9, head: head)
    }
  }

  @Test func noBytesWhateverTrapTheJudge() {
    var random = SplitMix64(seed: 7)
    for _ in 0..<5000 {
      let head = (0..<Int.random(in: 0...16, using: &random)).map { _ in
        UInt8.random(in: 0...255, using: &random)
      }
      _ = MediaSniffer.kind(of: head)
    }
  }
}
