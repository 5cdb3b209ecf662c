import Foundation
import GRDB

/// Columns of a file that may be damaged: what is not of the wanted type is nil and never a trap,
/// whatever the table declares.
extension Row {
  func text(_ index: Int) -> String? { String.fromDatabaseValue(self[index]) }

  func integer(_ index: Int) -> Int? { Int.fromDatabaseValue(self[index]) }

  func flag(_ index: Int) -> Bool? { Bool.fromDatabaseValue(self[index]) }

  /// Seconds since the reference date; nil when nobody lives to see it.
  func date(_ index: Int) -> Date? {
    guard let seconds = Double.fromDatabaseValue(self[index]), abs(seconds) < 1e11 else {
      return nil
    }
    return Date(timeIntervalSinceReferenceDate: seconds)
  }
}
