import Testing

@testable import Pictures

struct PictureAnswerTests {
  private let request = PictureRequest(columns: 4, rows: 2, symbols: .halves, colors: .indexed)
  private let picture = DrawnPicture(
    columns: 2, rows: 1, width: 640, height: 480,
    cells: [
      DrawnCell(scalar: 0x2580, foreground: 16, background: 255),
      DrawnCell(scalar: 0x20, foreground: -1, background: -1),
    ])

  @Test func anAnswerIsReadAsItWasWritten() throws {
    #expect(
      try PictureAnswer.picture(PictureAnswer.bytes(.success(picture)), for: request) == picture)
    let problems: [PictureProblem] = [
      .empty, .fileTooLong, .notAPicture, .tooManyPixels(width: 9, height: 8), .damaged,
    ]
    for problem in problems {
      #expect(throws: problem) {
        try PictureAnswer.picture(PictureAnswer.bytes(.failure(problem)), for: request)
      }
    }
  }

  @Test func aRequestIsReadAsItWasWritten() {
    #expect(PictureRequest(arguments: request.arguments) == request)
    #expect(PictureRequest(arguments: ["4", "2", "halves"]) == nil)
    #expect(PictureRequest(arguments: ["4", "0", "halves", "direct"]) == nil)
  }

  @Test func anAnswerThatHoldsWhatWasNotAskedForIsNone() {
    func refuses(_ picture: DrawnPicture) -> Bool {
      (try? PictureAnswer.picture(PictureAnswer.bytes(.success(picture)), for: request)) == nil
    }
    func with(_ cell: DrawnCell) -> DrawnPicture {
      DrawnPicture(columns: 1, rows: 1, width: 1, height: 1, cells: [cell])
    }
    let good = DrawnCell(scalar: 0x2584, foreground: 16, background: -1)
    #expect(!refuses(with(good)))
    for scalar in [0, 0x1B, 0x07, 0x9B, 0x41, 0x202E, 0x1FB00, 0xD800, 0x110000, UInt32.max] {
      var cell = good
      cell.scalar = UInt32(scalar)
      #expect(refuses(with(cell)))
    }
    for color in [15, 256, -2, Int32.min, Int32.max] as [Int32] {
      var cell = good
      cell.background = color
      #expect(refuses(with(cell)))
    }
    #expect(
      refuses(
        DrawnPicture(
          columns: 5, rows: 1, width: 1, height: 1, cells: Array(repeating: good, count: 5))))
    #expect(refuses(DrawnPicture(columns: 2, rows: 1, width: 1, height: 1, cells: [good])))
  }

  @Test func everyPartOfAnAnswerAndEveryOddLineIsRefused() {
    let whole = PictureAnswer.bytes(.success(picture))
    for count in 0..<whole.count {
      #expect((try? PictureAnswer.picture(Array(whole[..<count]), for: request)) == nil)
    }
    #expect((try? PictureAnswer.picture(whole + [0], for: request)) == nil)
    for line in [
      "", "\n", "furrow-picture 2 ok 1 1 1 1\n", "furrow-picture 1 ok 99999999999999999999 1 1 1\n",
      "furrow-picture 1 ok -1 -1 1 1\n", "furrow-picture 1 no \u{1B}[2J\n",
      "furrow-picture 1 no too-many-pixels\n", String(repeating: "x", count: 5000),
    ] {
      #expect(throws: PictureProblem.noProgram) {
        try PictureAnswer.picture(Array(line.utf8), for: request)
      }
    }
  }

  @Test func aPictureKeepsItsShapeInCellsThatAreTwiceAsHighAsWide() {
    let room = PictureRequest(columns: 24, rows: 8, symbols: .halves, colors: .indexed)
    #expect(room.fit(width: 400, height: 300) == (21, 8))
    #expect(room.fit(width: 300, height: 400) == (12, 8))
    #expect(room.fit(width: 4000, height: 100) == (24, 1))
    #expect(room.fit(width: 1, height: 5000) == (1, 8))
    for width in [1, 7, 500, 60_000] {
      for height in [1, 7, 500, 60_000] {
        let (columns, rows) = room.fit(width: width, height: height)
        #expect((1...24).contains(columns) && (1...8).contains(rows))
      }
    }
  }
}
