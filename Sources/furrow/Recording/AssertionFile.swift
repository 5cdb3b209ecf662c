import Foundation
import JSON
import Recordings
import Sentences
import TOMLKit
import TOMLText

/// A file of assertions, in TOML.
enum AssertionFile {
  /// Longer ones are none, in bytes.
  private static let largest = 1 << 20

  /// - Throws: what is wrong with it, with file, line and column.
  static func assertions(in path: String) throws(Failure) -> [Assertion] {
    try assertions(written: try text(of: path), in: path)
  }

  /// - Parameter path: where the text stands, or will.
  static func assertions(written text: String, in path: String) throws(Failure) -> [Assertion] {
    let document = try json(of: try ConfigFile.versioned(text, path: path), path)
    let places = TOMLPlaces(text)
    func place(_ keys: [String]) -> String {
      places.place(of: keys).map { "\(path):\($0)" } ?? "\(path):1:1"
    }
    do throws(AssertionReading.Fault) {
      return try AssertionReading.assertions(
        in: document, place: place,
        file: { (name: String) throws(AssertionReading.Fault) -> JSONValue in
          try schema(name, beside: path)
        })
    } catch {
      throw Failure(
        .badConfiguration, "\(place(error.path)): \(Failure.sentence(error.reason))")
    }
  }

  private static func text(of path: String) throws(Failure) -> String {
    guard let data = try InputFile.data(path, atMost: largest + 1) else {
      throw Failure(.notFound, said("The assertions in \(path) cannot be read."))
    }
    guard data.count <= largest, let text = String(data: data, encoding: .utf8) else {
      throw Failure(.badConfiguration, said("\(path) is no UTF-8 text of up to a megabyte."))
    }
    return text
  }

  private static func json(of table: TOMLTable, _ path: String) throws(Failure) -> JSONValue {
    guard let value = try? JSONValue(parsing: Array(table.convert(to: .json).utf8)) else {
      throw Failure(.badConfiguration, said("\(path) holds what no JSON document can."))
    }
    return value
  }

  /// A shape in a file of its own, beside the assertions.
  private static func schema(
    _ name: String, beside path: String
  ) throws(AssertionReading.Fault) -> JSONValue {
    let file =
      name.hasPrefix("/")
      ? URL(filePath: name)
      : URL(filePath: path).deletingLastPathComponent().appending(path: name)
    guard let data = try? InputFile.data(file.path, atMost: largest) else {
      throw AssertionReading.Fault(
        path: ["shape"], reason: said("the schema \(file.path) cannot be read"))
    }
    do {
      return try JSONValue(parsing: [UInt8](data))
    } catch {
      throw AssertionReading.Fault(
        path: ["shape"], reason: said("the schema \(file.path) is not JSON: \(error.reason)"))
    }
  }
}
