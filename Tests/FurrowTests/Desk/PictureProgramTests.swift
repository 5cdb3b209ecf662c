import Foundation
import Pictures
import Testing

@testable import furrow

/// What becomes of a program that draws, and of one that only says so.
struct PictureProgramTests {
  private static let request = PictureRequest(
    columns: 4, rows: 2, symbols: .halves, colors: .indexed)

  private func draw(_ script: String, within seconds: Double = 30) throws -> DrawnPicture {
    let folder = try TemporaryFolder()
    let program = try folder.writeProgram("#!/bin/sh\n\(script)\n", named: "draws")
    let file = open(program.path, O_RDONLY | O_CLOEXEC)
    defer { close(file) }
    return try withExtendedLifetime(folder) {
      try PictureProgram.draw(file, as: Self.request, by: program.path, within: seconds)
    }
  }

  @Test func whatItDrawsIsTaken() throws {
    let cell = #"\040\000\000\000\377\377\377\377\020\000\000\000"#
    let picture = try draw(#"printf 'furrow-picture 1 ok 1 1 9 7\n\#(cell)'"#)
    #expect(picture.width == 9 && picture.height == 7)
    #expect(picture.cells == [DrawnCell(scalar: 0x20, foreground: -1, background: 16)])
  }

  @Test func itGetsTheFileAndTheSizeAndNothingElseOfOurs() throws {
    let script = """
      [ "$*" = "4 2 halves indexed" ] || exit 3
      [ "$(head -c 9)" = '#!/bin/sh' ] || exit 4
      [ -z "$HOME$FURROW_TOKEN" ] || exit 5
      # The shell keeps its script open, and a pipe to read what ls says, for a moment both its ends.
      [ "$(ls /proc/$$/fd | wc -l)" -le 6 ] || exit 6
      printf 'furrow-picture 1 no empty\\n'
      """
    #expect(throws: PictureProblem.empty) { try draw(script) }
  }

  @Test(arguments: [
    ("exec sleep 1000", PictureProblem.tooMuchWork), ("kill -XCPU $$", .tooMuchWork),
    ("kill -SEGV $$", .damaged), ("exit 1", .noProgram), ("exit 0", .noProgram),
    ("printf 'hello\\n'", .noProgram), ("exec cat /dev/zero", .tooMuchWork),
    ("printf 'furrow-picture 1 no too-many-pixels 5 6\\n'", .tooManyPixels(width: 5, height: 6)),
    ("printf 'furrow-picture 1 ok 1 1 9 7\\n\\033[2J'", .noProgram),
  ])
  func whatIsNoAnswerIsAProblemAndTheProgramIsEnded(script: String, problem: PictureProblem) {
    // Only the one that never answers is waited for.
    let patience = script.contains("sleep") ? 0.2 : 30
    #expect(throws: problem) { try draw(script, within: patience) }
  }

  @Test func aProgramThatIsNotThereIsAProblem() {
    #expect(throws: PictureProblem.noProgram) {
      try PictureProgram.draw(0, as: Self.request, by: "/nowhere/furrow-picture")
    }
  }

  @Test func everyProblemHasWords() {
    let problems: [PictureProblem] = [
      .empty, .fileTooLong, .notAPicture, .tooManyPixels(width: 40_000, height: 30_000), .damaged,
      .tooMuchWork, .noProgram,
    ]
    #expect(Set(problems.map(\.words)).count == problems.count)
    #expect(problems.allSatisfy { !$0.words.hasSuffix(".") })
  }
}
