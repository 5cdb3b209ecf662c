import CPosix
import Desk
import Foundation
import Pictures
import Sentences

/// The program that draws pictures as cells: it stands beside furrow, in `../libexec/furrow` when both
/// are installed, or on the PATH, or there is none.
enum PictureProgram {
  private static let name = "furrow-picture"

  /// Why no picture can be drawn, as a clause; nil where they can.
  static var problem: String? {
    path == nil ? said("there is no \(name) beside furrow or on the PATH") : nil
  }

  static let path: String? = {
    let own = Bundle.main.executableURL?.resolvingSymlinksInPath().deletingLastPathComponent()
    return own.flatMap(installed(near:)) ?? Programs.find(name)
  }()

  /// The one that belongs to a furrow in this folder.
  static func installed(near folder: URL) -> String? {
    let installed = folder.deletingLastPathComponent().appending(path: "libexec/furrow")
    return [folder, installed].map { $0.appending(path: name).path }
      .first(where: FileManager.default.isExecutableFile)
  }

  /// What `furrow doctor` says of it.
  static func finding(_ settings: Settings) -> Finding {
    guard settings.pictures != nil else {
      return Finding("pictures", .ok, said("off in the configuration"))
    }
    guard let path else {
      return Finding(
        "pictures", .warn, said("there is no \(name): the desk draws none"),
        mend: said("Put \(name) beside furrow; `make build` makes both, `make install` does it."))
    }
    return Finding("pictures", .ok, said("drawn by \(path)"))
  }

  /// Draws the picture that an open file holds. The calling thread waits.
  ///
  /// - Parameter seconds: a program that has not answered by then is ended.
  static func draw(
    _ file: Int32, as request: PictureRequest, by program: String, within seconds: Double = 12
  ) throws(PictureProblem) -> DrawnPicture {
    var (reading, writing): (Int32, Int32) = (-1, -1)
    guard cposix_pipe(&reading, &writing) == 0 else { throw .noProgram }
    defer { close(reading) }
    var arguments = ([program] + request.arguments).map { strdup($0) } + [nil]
    defer { for argument in arguments { free(argument) } }
    let child = cposix_start_filter(program, &arguments, file, writing)
    close(writing)
    guard child > 0 else { throw .noProgram }
    let answer = read(reading, atMost: PictureAnswer.longest(for: request), within: seconds)
    if answer == nil { kill(child, SIGKILL) }
    let status = cposix_wait(child)
    guard let answer else { throw .tooMuchWork }
    switch status {
    case 0: return try PictureAnswer.picture(answer, for: request)
    case 128 + SIGXCPU, 128 + SIGKILL: throw .tooMuchWork
    // It fell over what it read.
    case 129...: throw .damaged
    default: throw .noProgram
    }
  }

  /// All that comes; nil when that is more than may come, or takes longer.
  private static func read(_ descriptor: Int32, atMost most: Int, within seconds: Double)
    -> [UInt8]?
  {
    let end = ContinuousClock.now + .seconds(seconds)
    var bytes: [UInt8] = []
    var part = [UInt8](repeating: 0, count: 1 << 16)
    while bytes.count <= most {
      let left = (end - .now) / .milliseconds(1)
      var wanted = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
      let count = left > 0 ? poll(&wanted, 1, Int32(left.rounded(.up))) : 0
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { return nil }
      let taken = Foundation.read(descriptor, &part, part.count)
      if taken == 0 { return bytes }
      if taken < 0, errno == EINTR { continue }
      guard taken > 0 else { return nil }
      bytes += part[..<taken]
    }
    return nil
  }
}

extension PictureProblem {
  /// In a clause, as it stands in the place of the picture.
  var words: String {
    switch self {
    case .empty: said("the file is empty")
    case .fileTooLong: said("the file is larger than \(PictureLimits.fileSize >> 20) MB")
    case .notAPicture: said("it is no picture of a kind that is drawn here")
    case .tooManyPixels(let width, let height):
      said(
        """
        it says it has \(width) × \(height) pixels, more than \
        \(PictureLimits.pixels / 1_000_000) million
        """)
    case .damaged: said("it is damaged or cut off")
    case .tooMuchWork: said("drawing it takes too much time or memory")
    case .noProgram: said("furrow-picture does not answer as it should")
    }
  }
}
