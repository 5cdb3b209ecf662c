import ChatModel
import Foundation
import JSON
import Sentences

/// What came of a load: how many messages, and how long each took from when it was to go out.
struct LoadOutcome: Equatable {
  var users = 0
  /// Messages a second, as they were to go out.
  var rate = 0.0
  var seconds = 0.0
  var sent = 0
  var failed = 0
  /// Neither confirmed nor refused when it ended.
  var unfinished = 0
  /// Of what was confirmed, and how long what was not has been waited for.
  var times = LatencyHistogram()
  /// Of the first failures, in the server's words.
  var reasons: [String] = []

  /// As many reasons are kept.
  static let mostReasons = 5

  mutating func fail(_ reason: String) {
    failed += 1
    if reasons.count < Self.mostReasons, !reasons.contains(reason) { reasons.append(reason) }
  }

  /// The load of another machine at the same time.
  mutating func add(_ other: Self) {
    users += other.users
    rate += other.rate
    seconds = max(seconds, other.seconds)
    sent += other.sent
    failed += other.failed
    unfinished += other.unfinished
    times.add(other.times)
    for reason in other.reasons where reasons.count < Self.mostReasons && !reasons.contains(reason)
    {
      reasons.append(reason)
    }
  }

  // MARK: For people

  static let percentiles: [(name: String, share: Double)] = [
    ("p50", 0.5), ("p90", 0.9), ("p95", 0.95), ("p99", 0.99), ("p99.9", 0.999),
  ]

  /// No message has a time: a measure would be no number.
  var hasNoTimes: Bool { times.count == 0 }

  /// Each measure by its name, in microseconds.
  var measures: [(name: String, microseconds: Int)] {
    Self.percentiles.map { ($0.name, times.percentile($0.share)) }
      + [("max", times.largest), ("mean", times.mean)]
  }

  /// - Parameter baseline: an earlier one, which stands beside.
  func lines(beside baseline: Self?) -> [String] {
    var lines = [
      said(
        """
        \(users) people, \(Self.number(rate)) messages a second for \(Self.number(seconds)) s: \
        \(sent) sent, \(failed) failed, \(unfinished) unfinished
        """)
    ]
    lines += reasons.map { said("  failed: \($0)") }
    for (name, time) in measures {
      var line = "  " + name.padding(toLength: 6, withPad: " ", startingAt: 0)
      line += hasNoTimes ? "-" : Self.words(time)
      if let baseline, !baseline.hasNoTimes, !hasNoTimes,
        let before = baseline.measures.first(where: { $0.name == name })?.microseconds
      {
        line += said("  (before \(Self.words(before))\(Self.change(time, before)))")
      }
      lines.append(line)
    }
    return lines
  }

  private static func change(_ now: Int, _ before: Int) -> String {
    guard before > 0 else { return "" }
    let percent = Int((Double(now - before) / Double(before) * 100).rounded())
    return percent < 0 ? said(", \(-percent) % less") : said(", \(percent) % more")
  }

  /// A time to three digits: more of them tell nothing.
  static func words(_ microseconds: Int) -> String {
    var step = 1
    while microseconds / step >= 1000 { step *= 10 }
    return TimeLength.text(.microseconds((microseconds + step / 2) / step * step))
  }

  static func number(_ value: Double) -> String {
    value == value.rounded() && value < 1e15 ? "\(Int(value))" : "\(value)"
  }

  // MARK: In files

  private static let version = 1

  var json: JSONValue {
    .object(
      ofKnown: [
        ("furrow", "load"), ("version", .integer(Self.version)), ("users", .integer(users)),
        ("rate", .number(rate)), ("seconds", .number(seconds)), ("sent", .integer(sent)),
        ("failed", .integer(failed)), ("unfinished", .integer(unfinished)),
        ("reasons", .array(reasons.map(JSONValue.string))),
        (
          "measures",
          .object(
            JSONObject(
              measures.map {
                ("\($0.name)", hasNoTimes ? .null : JSONValue.integer($0.microseconds))
              }))
        ),
        ("histogram", times.json),
      ])
  }

  func write(to file: ExportFile) throws(Failure) {
    try file.write(json.encoded + "\n")
    try file.finish()
  }
}

extension LoadOutcome {
  /// - Throws: a sentence that names the file and what is wrong with it.
  init(contentsOf path: String) throws(Failure) {
    guard
      let data = try InputFile.data(Paths.expandingTilde(path), atMost: Self.longestFile + 1)
    else {
      throw Failure(
        .notFound,
        errno == ENOENT
          ? said("There is no file \(path).")
          : said("The file \(path) cannot be read: \(String(cString: strerror(errno)))."))
    }
    guard data.count <= Self.longestFile else {
      throw Failure(
        .rejected, said("\(path) is not what `furrow load --save` writes: it is too long."))
    }
    guard let json = try? JSONValue(parsing: data), json["furrow"] == "load" else {
      throw Failure(.rejected, said("\(path) is not what `furrow load --save` writes."))
    }
    guard json["version"]?.integerValue == Self.version else {
      throw Failure(
        .rejected,
        said(
          """
          \(path) is of version \(json["version"]?.encoded ?? "none"); this furrow reads \
          \(Self.version).
          """))
    }
    func count(_ name: String) -> Int? { json[name]?.integerValue.flatMap { $0 >= 0 ? $0 : nil } }
    func number(_ name: String) -> Double? {
      switch json[name] {
      case .integer(let value): Double(value)
      case .number(let value) where value.isFinite: value
      default: nil
      }
    }
    guard let users = count("users"), let sent = count("sent"), let failed = count("failed"),
      let unfinished = count("unfinished"), let rate = number("rate"),
      let seconds = number("seconds"), let times = LatencyHistogram(json: json["histogram"])
    else { throw Failure(.rejected, said("\(path) is damaged: a number of it is missing.")) }
    self.init(
      users: users, rate: rate, seconds: seconds, sent: sent, failed: failed,
      unfinished: unfinished, times: times,
      reasons: (json["reasons"]?.arrayValue ?? []).compactMap(\.stringValue))
  }

  /// In bytes.
  static let longestFile = 4 << 20
}
