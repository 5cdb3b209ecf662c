import ChatModel
import Desk
import Foundation
import TerminalIO
import Testing

@testable import furrow

@Suite struct FileKindTests {
  @Test(arguments: [
    ("\u{89}", nil), ("GIF89a....", ["gif"]), ("OggS....", ["ogg", "oga", "opus", "ogv"]),
    ("RIFF....AVI LIST", ["avi"]), ("....ftypheic", ["heic", "heif"]), ("....ftypavif", ["avif"]),
    ("#!AMR\n", ["amr"]), ("fLaC", ["flac"]), ("BMW is a car", nil), ("GIF is a format", nil),
  ])
  func picturesSoundAndFilmsAreKnownByTheirFirstBytes(_ head: String, _ endings: [String]?) {
    switch FileKind(head: Array(head.utf8)) {
    case .picture(let found), .soundOrFilm(let found): #expect(found == endings)
    case .other: #expect(endings == nil)
    }
  }

  @Test(arguments: [
    ("<!DOCTYPE html><p>", "a web page"), ("  \n<HTML>", "a web page"),
    ("<svg xmlns=''>", "an SVG drawing, which may hold a program"), ("%PDF-1.7", "a PDF document"),
    ("PK\u{3}\u{4}..", "a ZIP archive or an office document"), ("\u{7F}ELF", "a program"),
    ("MZ..", "a program for Windows"), ("#!/bin/sh", "a script"), ("<?xml ?>", "an XML document"),
    ("नमस्ते", "a text"), ("", "an empty file"), ("\u{1}\u{2}", "of no known type"),
  ])
  func anythingElseIsNamed(_ head: String, _ words: String) {
    #expect(FileKind(head: Array(head.utf8)) == .other(words))
  }

  @Test func anyBytesAreTaken() {
    for length in 0..<40 {
      for byte in UInt8.min...UInt8.max {
        _ = FileKind(head: [UInt8](repeating: byte, count: length))
      }
    }
  }

  @Test func whatIsNoMediaIsGivenToNoProgramWhateverItIsCalled() async throws {
    let folder = try TemporaryFolder()
    let cache = MediaCache(root: folder.url, folder: folder.url)
    let media = Media(id: "f1", name: "leaf.jpg", kind: .image)
    let part = try cache.unfinished(media)
    try Data("<html><script>".utf8).write(to: part)
    _ = try cache.keep(part, as: media)
    let inbox = Inbox<AccountAction>()
    let effects = EffectRunner(
      inbox: AccountInbox(inbox: inbox, account: AccountID(index: 0)), cache: cache)
    for give in [effects.open, effects.playOutside] {
      give(media, PagedServer([], newestFirst: true))
      #expect(await next(inbox)?.action == .isNoMedia(media, "a web page"))
    }
  }

  /// The next action that comes; the inbox wakes who waits for its descriptor.
  private func next(_ inbox: Inbox<AccountAction>) async -> AccountAction? {
    await withCheckedContinuation { continuation in
      DispatchQueue.global().async {
        var ready = pollfd(fd: inbox.descriptor, events: Int16(POLLIN), revents: 0)
        _ = poll(&ready, 1, 300_000)
        continuation.resume(returning: inbox.drain().first)
      }
    }
  }
}
