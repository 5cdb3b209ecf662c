/// Why a picture is not drawn.
package enum PictureProblem: Error, Hashable, Sendable {
  /// A file of no bytes.
  case empty
  /// More bytes than ``PictureLimits/fileSize``.
  case fileTooLong
  /// Begins as none of the formats that are drawn.
  case notAPicture
  /// More pixels than ``PictureLimits/pixels``, by its own words.
  case tooManyPixels(width: Int, height: Int)
  /// Its decoder does not get to its end: it is cut off, changed, or not what its beginning says.
  case damaged
  /// Nothing was answered in time, within the memory and the time on the processor that it may have.
  case tooMuchWork
  /// There is no program that draws pictures, or it cannot be started, or answers what it may not.
  case noProgram

  /// What it is called between the two programs.
  package var code: String {
    switch self {
    case .empty: "empty"
    case .fileTooLong: "file-too-long"
    case .notAPicture: "not-a-picture"
    case .tooManyPixels(let width, let height): "too-many-pixels \(width) \(height)"
    case .damaged: "damaged"
    case .tooMuchWork: "too-much-work"
    case .noProgram: "no-program"
    }
  }

  init?(code: String) {
    let words = code.split(separator: " ")
    let numbers = words.dropFirst().compactMap { Int($0) }
    switch words.first {
    case "empty": self = .empty
    case "file-too-long": self = .fileTooLong
    case "not-a-picture": self = .notAPicture
    case "too-many-pixels" where numbers.count == 2:
      self = .tooManyPixels(width: max(0, numbers[0]), height: max(0, numbers[1]))
    case "damaged": self = .damaged
    case "too-much-work": self = .tooMuchWork
    default: return nil
    }
  }
}

/// How much a picture may be, and cost.
package enum PictureLimits {
  /// In bytes.
  package static let fileSize = 64 << 20
  /// Of width times height.
  package static let pixels = 50_000_000
  /// Of one side.
  package static let side = 60_000
  /// What drawing one may take, in bytes of address space: four a pixel, and what a decoder needs
  /// for a JPEG that comes in several passes, six.
  package static let memory = 832 << 20
  /// On the processor.
  package static let seconds = 6

  /// Of a cell, in pixels.
  package static let cellSides = 2...64
  /// In the pixels of the screen, of a picture that is shown in them; half of that for kitty.
  package static let screenPixels = 2_000_000
  /// Of a picture as sixels.
  package static let sixelBytes = 8 << 20

  package static let columns = 1...500
  package static let rows = 1...200
}
