import Foundation

/// Whether somebody is there: in front of the screen, as far as the terminal and the keys tell.
struct Attendance: Hashable, Sendable {
  var terminalFocus = TerminalFocus.unknown
  var lastKeyAt: Date?
  var focusGainedAt: Date?
  /// What the client was last told.
  var isTold: Bool?

  /// Where the terminal does not tell the focus, a key is a sign of life for this long.
  static let signOfLife: TimeInterval = 60

  func isThere(_ now: Date) -> Bool {
    switch terminalFocus {
    case .focused: true
    case .unfocused: false
    case .unknown: lastKeyAt.map { abs(now.timeIntervalSince($0)) < Self.signOfLife } ?? false
    }
  }

  /// The clock was set.
  mutating func moveTimes(by seconds: TimeInterval) {
    lastKeyAt?.addTimeInterval(seconds)
    focusGainedAt?.addTimeInterval(seconds)
  }

  /// Where the focus is not told, the person is taken to have left after a while.
  var deadline: Date? {
    guard terminalFocus == .unknown, isTold == true else { return nil }
    return lastKeyAt?.addingTimeInterval(Self.signOfLife)
  }
}
