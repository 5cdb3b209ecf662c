// JSON that is sent as it was typed, or not at all: what the reader mends in foreign bytes (row 27 of
// docs/protocol.md) would go out as something else.

package import JSON
import Sentences

/// Why a text that a person wrote cannot be sent.
package struct WrittenJSONFault: Error, Hashable, Sendable {
  /// What follows the name of the text in a sentence: "is not JSON: no comma in line 2, column 5".
  package let clause: String
}

package enum WrittenJSON {
  /// The document of a text, in which every number stands as it was written.
  package static func document(_ bytes: [UInt8]) throws(WrittenJSONFault) -> JSONValue {
    let value: JSONValue
    do throws(MalformedJSON) {
      value = try JSONValue(parsing: bytes, keepingNumbers: true)
    } catch {
      let place = TextPlace(of: error.offset, in: bytes)
      throw WrittenJSONFault(clause: said("is not JSON: \(error.words) at \(place)"))
    }
    if let place = JSONValue.placeOfHalfPair(bytes[...]) {
      throw WrittenJSONFault(
        clause:
          said(
            """
            cannot be sent: half of a surrogate pair stands at \
            \(TextPlace(of: place, in: bytes))
            """))
    }
    guard !JSONValue.isDamaged(bytes[...]) else {
      throw WrittenJSONFault(clause: said("cannot be sent: it is not UTF-8 text"))
    }
    return value
  }

  /// Documents with a comma between two of them; none in a text of blanks.
  package static func documents(_ bytes: [UInt8]) throws(WrittenJSONFault) -> [JSONValue] {
    guard bytes.contains(where: { !space.contains($0) }) else { return [] }
    // A list of documents is the inside of an array.
    if (try? JSONValue(parsing: bytes)) == nil,
      let list = try? document([UInt8(ascii: "[")] + bytes + [UInt8(ascii: "]")]),
      case .array(let elements) = list
    {
      return elements
    }
    return [try document(bytes)]
  }

  /// Where the name of a member stands first, as it is written without escapes.
  ///
  /// - Parameter depth: of how many brackets its object is the innermost.
  static func place(ofMember name: String, depth: Int, in bytes: [UInt8]) -> TextPlace? {
    var open = 0
    var at = 0
    while at < bytes.count {
      switch bytes[at] {
      case UInt8(ascii: "{"), UInt8(ascii: "["): open += 1
      case UInt8(ascii: "}"), UInt8(ascii: "]"): open -= 1
      case UInt8(ascii: "\""):
        let end = endOfText(at, in: bytes)
        let isName = bytes[(end + 1)...].first { !space.contains($0) } == UInt8(ascii: ":")
        if open == depth, isName, bytes[(at + 1)..<end].elementsEqual(name.utf8) {
          return TextPlace(of: at, in: bytes)
        }
        at = end
      default: break
      }
      at += 1
    }
    return nil
  }

  /// The quotation mark that ends a text; the last byte where there is none.
  private static func endOfText(_ start: Int, in bytes: [UInt8]) -> Int {
    var at = start + 1
    while at < bytes.count, bytes[at] != UInt8(ascii: "\"") {
      at += bytes[at] == UInt8(ascii: "\\") ? 2 : 1
    }
    return min(at, bytes.count - 1)
  }

  private static let space: Set<UInt8> = [0x20, 0x09, 0x0A, 0x0D]
}
