package import ChatModel

/// A recording, as far as it could be read.
package struct Recording: Sendable {
  /// The file's name, for sentences.
  package let name: String
  package let header: WireHeader
  package let records: [WireRecord]
  /// What each of them has to do with those before it.
  package let relations: [WireRelation]
  /// The lines that could not be read.
  package let faults: [RecordingFault]
  /// Their lines in the file, from 1.
  private let lines: [Int]

  /// A line that is none becomes a fault, and reading goes on behind it.
  ///
  /// - Parameter name: where `bytes` come from.
  /// - Throws: what is wrong with the first line, without which the others mean nothing.
  package init(_ bytes: [UInt8], named name: String) throws(RecordingFault) {
    let read = WireReader.recording(bytes)
    guard let header = read.header else {
      let reason = read.faults.first?.reason ?? "its first line is none"
      throw RecordingFault(
        file: name, line: 1, reason: "this is no recording of furrow: \(reason)")
    }
    // A line without an end that is none was cut while it was written.
    let cut = bytes.last == UInt8(ascii: "\n") ? nil : Self.lastLine(of: bytes)
    let faults = read.faults.map { fault in
      RecordingFault(
        file: name, line: fault.line,
        reason: fault.line == cut
          ? "the recording breaks off in the middle of this line" : fault.reason)
    }
    self.init(
      header: header, records: read.records, lines: read.lines, faults: faults, named: name)
  }

  /// - Parameter lines: of each record; nil: the header stands in the first line, and one record
  ///   in each that follows.
  package init(
    header: WireHeader, records: [WireRecord], lines: [Int]? = nil, faults: [RecordingFault] = [],
    named name: String
  ) {
    self.name = name
    self.faults = faults
    self.header = header
    self.records = records
    var correlation = WireCorrelation()
    relations = records.map { correlation.relate($0) }
    self.lines = lines ?? records.indices.map { $0 + 2 }
  }

  /// The line of the record at that place.
  package func line(at place: Int) -> Int { lines[place] }

  /// The line of the record of that number; nil when there is none.
  package func line(of number: Int) -> Int? {
    records.firstIndex { $0.number == number }.map { lines[$0] }
  }

  /// The last line; that of the header when there is no other.
  package var lastLine: Int { lines.last ?? 1 }

  private static func lastLine(of bytes: [UInt8]) -> Int {
    bytes.count { $0 == UInt8(ascii: "\n") } + 1
  }
}

/// What is wrong with a recording.
package struct RecordingFault: Error, Hashable, Sendable, CustomStringConvertible {
  package let file: String
  package let line: Int
  /// A clause.
  package let reason: String

  package var description: String { "\(file):\(line): \(reason)" }
}
