import ChatModel
import Foundation
import GRDB

/// A text as a column holds it. SQLite's own texts end at U+0000: one that holds it is kept as its
/// bytes, in the same column, and read like any other.
protocol KeptText {
  var column: DatabaseValue { get }
}

extension String: KeptText {
  var column: DatabaseValue { utf8.contains(0) ? Data(utf8).databaseValue : databaseValue }
}

extension Identifier: KeptText {
  var column: DatabaseValue { rawValue.column }
}

extension Optional where Wrapped: KeptText {
  var column: DatabaseValue { map(\.column) ?? .null }
}

/// Columns of a file that may be damaged: what is not of the wanted type is nil and never a trap,
/// whatever the table declares.
extension Row {
  func text(_ index: Int) -> String? { String.fromDatabaseValue(self[index]) }

  func integer(_ index: Int) -> Int? { Int.fromDatabaseValue(self[index]) }

  /// nil for what is no number, or counts nothing.
  func number(_ index: Int) -> Double? {
    Double.fromDatabaseValue(self[index]).flatMap { $0.isFinite ? $0 : nil }
  }

  func flag(_ index: Int) -> Bool? { Bool.fromDatabaseValue(self[index]) }

  /// Seconds since the reference date; nil when nobody lives to see it.
  func date(_ index: Int) -> Date? {
    guard let seconds = Double.fromDatabaseValue(self[index]), abs(seconds) < 1e11 else {
      return nil
    }
    return Date(timeIntervalSinceReferenceDate: seconds)
  }
}
