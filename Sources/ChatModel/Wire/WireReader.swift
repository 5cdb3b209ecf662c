import Foundation
import JSON

/// One line of a recording.
package enum WireLine: Hashable, Sendable {
  case header(WireHeader)
  case record(WireRecord)
  case blank
}

/// Why a line of a recording cannot be read.
package struct WireFault: Error, Hashable, Sendable, CustomStringConvertible {
  /// From 1.
  package let line: Int
  /// In a clause, without a full stop.
  package let reason: String

  package init(line: Int, reason: String) {
    self.line = line
    self.reason = reason
  }

  package var description: String { "line \(line): \(reason)" }
}

/// A recording as far as it could be read.
package struct WireRecording: Hashable, Sendable {
  package internal(set) var header: WireHeader?
  package internal(set) var records: [WireRecord] = []
  /// The line of each record, from 1.
  package internal(set) var lines: [Int] = []
  package internal(set) var faults: [WireFault] = []
}

/// Reads recordings. Members that it does not know are passed over, those that may be missing are
/// taken as not told; a line that is none gets a fault, and reading goes on behind it.
package enum WireReader {
  /// - Parameter number: the line's, from 1.
  package static func line(
    _ text: some StringProtocol, number: Int
  ) throws(WireFault) -> WireLine {
    try line(bytes: Array(text.utf8)[...], number: number)
  }

  /// A whole file. The first line says what it is; a later one of its kind corrects it.
  package static func recording(_ bytes: [UInt8]) -> WireRecording {
    var recording = WireRecording()
    var number = 0
    var rest = bytes[...]
    while !rest.isEmpty {
      number += 1
      let end = rest.firstIndex(of: UInt8(ascii: "\n"))
      var text = rest[..<(end ?? rest.endIndex)]
      rest = end.map { rest[($0 + 1)...] } ?? []
      if text.last == UInt8(ascii: "\r") { text.removeLast() }
      do throws(WireFault) {
        switch try line(bytes: text, number: number) {
        case .header(let header): recording.header = header
        case .blank: break
        case .record(let record):
          if recording.header == nil, recording.records.isEmpty, recording.faults.isEmpty {
            throw WireFault(line: number, reason: "no line {\"furrow\":1,…} stands before it")
          }
          recording.records.append(record)
          recording.lines.append(number)
        }
      } catch {
        recording.faults.append(error)
        // Another version may mean something else by the same names.
        if recording.header == nil, recording.records.isEmpty { return recording }
      }
    }
    if recording.header == nil, recording.faults.isEmpty {
      recording.faults.append(WireFault(line: 1, reason: "it is empty"))
    }
    return recording
  }

  private static func line(
    bytes: ArraySlice<UInt8>, number: Int
  ) throws(WireFault) -> WireLine {
    guard bytes.contains(where: { ![0x20, 0x09, 0x0D].contains($0) }) else { return .blank }
    let value: JSONValue
    do throws(MalformedJSON) {
      value = try JSONValue(parsing: bytes)
    } catch {
      throw WireFault(line: number, reason: "it is not JSON: \(error.reason)")
    }
    guard case .object(let members) = value else {
      throw WireFault(line: number, reason: "it is \(value.typeName), not an object")
    }
    let reader = WireLineReader(members: members, line: number)
    return members["furrow"] == nil ? .record(try reader.record()) : .header(try reader.header())
  }
}

/// Takes one line's members apart.
private struct WireLineReader {
  let members: JSONObject
  let line: Int

  private func fault(_ reason: String) -> WireFault { WireFault(line: line, reason: reason) }

  func header() throws(WireFault) -> WireHeader {
    guard let version = members["furrow"]?.integerValue else {
      throw fault("its \"furrow\" is no version")
    }
    guard version == WireHeader.version else {
      throw fault(
        "it is of version \(version), and this furrow reads version \(WireHeader.version)")
    }
    guard let wall = members["wall"]?.stringValue.flatMap(Timestamp.parse) else {
      throw fault("its \"wall\" is no time")
    }
    let identities = (members["identities"]?.arrayValue ?? []).compactMap { identity in
      identity["name"]?.stringValue.map {
        WireIdentity(
          name: $0, user: identity["user"]?.stringValue, role: identity["role"]?.stringValue)
      }
    }
    return WireHeader(
      wall: wall, program: members["program"]?.stringValue,
      offset: members["offset"]?.integerValue.map(Int64.init),
      within: members["within"]?.integerValue.map(Int64.init), identities: identities)
  }

  func record() throws(WireFault) -> WireRecord {
    let number = try integer("n")
    let at = try integer("at")
    guard number > 0, at >= 0 else { throw fault("its number or its time is below zero") }
    let direction = try word("dir", WireRecord.Direction.self)
    let layer = try word("layer", WireRecord.Layer.self)
    let identity = try text("as")
    let name = try text("name")
    let headers = (members["headers"]?.objectValue).map { object in
      object.compactMap { name, value in value.stringValue.map { WireHeaderField(name, $0) } }
    }
    var attachments: [[UInt8]] = []
    for value in members["attachments"]?.arrayValue ?? [] {
      guard let data = value.stringValue.flatMap({ Data(base64Encoded: $0) }) else {
        throw fault("one of its attachments is not base64")
      }
      attachments.append([UInt8](data))
    }
    return WireRecord(
      number: number, at: Int64(at), identity: identity,
      session: members["session"]?.stringValue, direction: direction, layer: layer, name: name,
      bytes: max(0, members["bytes"]?.integerValue ?? 0),
      answers: members["answers"]?.integerValue, headers: headers ?? [],
      data: members["data"] ?? .null, status: members["status"]?.integerValue,
      isPacket: members["packet"] == .bool(true), packetID: members["id"]?.integerValue,
      namespace: members["namespace"]?.stringValue, attachments: attachments,
      raw: members["raw"]?.stringValue)
  }

  private func integer(_ name: String) throws(WireFault) -> Int {
    guard let value = members[name] else { throw fault("\"\(name)\" is missing") }
    guard let number = value.integerValue else {
      throw fault("\"\(name)\" is \(value.typeName), not a whole number")
    }
    return number
  }

  private func text(_ name: String) throws(WireFault) -> String {
    guard let value = members[name] else { throw fault("\"\(name)\" is missing") }
    guard let text = value.stringValue else {
      throw fault("\"\(name)\" is \(value.typeName), not a text")
    }
    return text
  }

  private func word<Word: RawRepresentable & CaseIterable>(
    _ name: String, _ type: Word.Type
  ) throws(WireFault) -> Word where Word.RawValue == String {
    let text = try text(name)
    guard let word = Word(rawValue: text) else {
      let known = Word.allCases.map(\.rawValue).joined(separator: ", ")
      throw fault("\"\(name)\" is none of \(known)")
    }
    return word
  }
}
