// Text in a database, whole: SQLite's own text ends at the first U+0000, so what holds one is kept
// as the bytes of its UTF-8.

import Foundation
import GRDB

struct WholeText: DatabaseValueConvertible {
  let text: String

  init(_ text: String) { self.text = text }

  var databaseValue: DatabaseValue {
    text.utf8.contains(0) ? Data(text.utf8).databaseValue : text.databaseValue
  }

  static func fromDatabaseValue(_ value: DatabaseValue) -> WholeText? {
    switch value.storage {
    case .string(let text): WholeText(text)
    case .blob(let bytes): WholeText(String(decoding: bytes, as: UTF8.self))
    default: nil
    }
  }
}
