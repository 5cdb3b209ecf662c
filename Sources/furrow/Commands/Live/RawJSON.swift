import ChatModel
import Foundation
import JSON

/// JSON that is sent as it was typed, or not at all: what the reader mends in foreign bytes (row 27)
/// would go out as something else.
enum RawJSON {
  /// - Parameter source: what holds it, which begins the sentence.
  /// - Throws: a usage failure that names the place of what cannot be sent.
  static func document(_ data: Data, in source: String) throws(Failure) -> JSONValue {
    let bytes = Array(data)
    let value: JSONValue
    do {
      value = try JSONValue(parsing: bytes)
    } catch {
      throw Failure(.usage, "\(source) is not JSON: \(Failure.sentence(error.reason))")
    }
    if let place = JSONValue.placeOfHalfPair(bytes[...]) {
      throw Failure(
        .usage, "\(source) cannot be sent: half of a surrogate pair stands at byte \(place).")
    }
    guard !JSONValue.isDamaged(bytes[...]) else {
      throw Failure(.usage, "\(source) cannot be sent: it is not UTF-8 text.")
    }
    if let path = pathOfInfinity(in: value) {
      let place = path.isEmpty ? "the number" : "the number at \(Listing.word(path))"
      throw Failure(.usage, "\(source) cannot be sent: \(place) is too large.")
    }
    return value
  }

  /// Where a number stands that no `Double` holds, as `data[3].size`.
  private static func pathOfInfinity(in value: JSONValue, at path: String = "") -> String? {
    switch value {
    case .number(let number): number.isFinite ? nil : path
    case .array(let elements):
      elements.enumerated().lazy.compactMap { place, element in
        pathOfInfinity(in: element, at: "\(path)[\(place)]")
      }.first
    case .object(let members):
      members.sortedByName.lazy.compactMap { name, member in
        pathOfInfinity(in: member, at: path.isEmpty ? name : "\(path).\(name)")
      }.first
    case .null, .bool, .integer, .string: nil
    }
  }
}
