import Foundation
import Testing

@testable import furrow

@Suite(.timeLimit(.minutes(1)))
struct InputFileTests {
  private let folder: TemporaryFolder
  private let path: String

  init() throws {
    folder = try TemporaryFolder()
    path = folder.file("pipe").path
    #expect(mkfifo(path, 0o600) == 0)
  }

  @Test func aPipeWithoutAWriterIsRefused() {
    let told = failure { _ = try InputFile.data(path, patience: 0) }
    #expect(told?.message == "Nobody writes into the pipe \(path): nothing was read from it.")
    #expect(told?.status == .notFound)
  }

  @Test func aPipeThatHasAWriterIsReadToItsEnd() throws {
    // Open for both: the writer is there before its reader.
    let writer = open(path, O_RDWR | O_NONBLOCK)
    #expect(write(writer, "token\n", 6) == 6)
    let descriptor = try #require(try InputFile.open(path, patience: 0))
    defer { close(descriptor) }
    close(writer)
    #expect(Descriptor.read(descriptor, atMost: 100) == Data("token\n".utf8))
  }

  @Test func aWriterThatIsStillSilentIsWaitedFor() throws {
    let writer = open(path, O_RDWR | O_NONBLOCK)
    let descriptor = try #require(try InputFile.open(path, patience: 0))
    defer { close(descriptor) }
    #expect(fcntl(descriptor, F_GETFL) & O_NONBLOCK == 0)
    #expect(write(writer, "late", 4) == 4)
    close(writer)
    #expect(Descriptor.read(descriptor, atMost: 100) == Data("late".utf8))
  }

  @Test func aTokenInAPipeWithoutAWriterDoesNotHang() {
    let told = failure { _ = try SecretFile.contents(of: path) }
    #expect(told?.message.hasPrefix("Nobody writes into the pipe") == true)
  }

  @Test func whatIsMissingIsToldAsMissing() {
    let missing = folder.file("no.json").path
    #expect(
      failure { _ = try LoadOutcome(contentsOf: missing) }?.message
        == "There is no file \(missing).")
  }
}
