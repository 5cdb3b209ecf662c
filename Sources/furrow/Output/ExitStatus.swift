import ArgumentParser

/// What the process says to scripts when it ends; the numbers are those of sysexits(3) where one fits.
enum ExitStatus: Int32, Sendable {
  case done = 0
  case checkFailed = 1
  case usage = 64
  /// The server rejected the data.
  case rejected = 65
  /// Not at the server; or a file that was named, for whatever purpose, cannot be read.
  case notFound = 66
  /// No token, or one that is malformed, expired or refused.
  case notSignedIn = 67
  /// Unreachable, failing, or not this API.
  case unavailable = 69
  case internalError = 70
  /// The disk is full or read-only.
  case cannotStore = 74
  /// Queued or unsure; the outbox keeps it.
  case keptForLater = 75
  case notAllowed = 77
  case badConfiguration = 78

  var code: ExitCode { ExitCode(rawValue) }
}
