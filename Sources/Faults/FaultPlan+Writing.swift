import ChatModel
import Sentences

// The written form: `delay=300ms,drop=10%,seed=7`. Of a word that stands twice the last one counts.

extension FaultPlan {
  /// - Throws: the first part that means nothing, by its words.
  package init(reading text: String) throws(FaultWordError) {
    self.init()
    try add(reading: text)
  }

  /// The same, on top of what is there.
  package mutating func add(reading text: String) throws(FaultWordError) {
    for part in text.split(separator: ",", omittingEmptySubsequences: false) {
      let part = part.trimmed
      let name = part.prefix { $0 != "=" }
      guard let word = FaultWord(rawValue: name.trimmed) else {
        let known = FaultWord.allCases.map(\.rawValue).joined(separator: ", ")
        throw FaultWordError(
          description: part.isEmpty
            ? said("\"\(text)\" has an empty part; faults are \(known).")
            : said("\"\(part)\" is no fault; there are \(known)."))
      }
      let value = name.endIndex < part.endIndex ? part[name.endIndex...].dropFirst().trimmed : nil
      guard set(word, to: value) else {
        throw FaultWordError(
          description: said("\"\(part)\" is no fault: \(word.rawValue) takes \(word.wanted)."))
      }
    }
  }

  /// Every word that is in force, as ``init(reading:)`` takes it; empty for an empty plan.
  package var written: String {
    guard !isEmpty else { return "" }
    return FaultWord.allCases.compactMap { word in
      value(of: word).map { $0.isEmpty ? word.rawValue : "\(word.rawValue)=\($0)" }
    }.joined(separator: ",")
  }

  /// A sentence for each name that no event of the API has, and that `only` waits for; and one where
  /// `only` or `way` narrow nothing.
  ///
  /// - Parameter others: events that are known besides.
  package func remarks(besides others: Set<String> = []) -> [String] {
    guard losesEvents else {
      return only.isEmpty && way == nil
        ? []
        : [
          said(
            """
            only= and way= narrow drop, duplicate, reorder and truncate alone: without one of \
            these they change nothing.
            """)
        ]
    }
    return only.subtracting(ServerEvent.names).subtracting(ClientEmission.names)
      .subtracting(others).subtracting(["ack"]).sorted().map { name in
        said(
          """
          The API has no event “\(name)”: a fault with this name in \
          only= bends nothing but an own event that is called so.
          """)
      }
  }

  /// For the status line: `delay 300 ms  drop 10%  seed 7`; empty for an empty plan.
  package var words: String { parts.joined(separator: " ") }

  /// The same fault by fault: `delay 300 ms`, `drop 10%`, `seed 7`.
  package var parts: [String] {
    guard !isEmpty else { return [] }
    return FaultWord.allCases.compactMap { word -> String? in
      guard let value = value(of: word), counts(word) else { return nil }
      return ([word.rawValue.replacing("-", with: " ")] + Self.shown(value, of: word))
        .joined(separator: " ")
    }
  }

  /// Whether anything would be otherwise without this word.
  private func counts(_ word: FaultWord) -> Bool {
    switch word {
    case .seed: losesEvents || delay != nil
    case .only, .way: losesEvents
    default: true
    }
  }

  private static func shown(_ value: String, of word: FaultWord) -> [String] {
    guard !value.isEmpty else { return [] }
    switch word {
    case .delay:
      return [value.split(separator: "-").map(shownLength).joined(separator: " to ")]
    case .clock:
      let isBehind = value.hasPrefix("-")
      return [(isBehind ? "-" : "+") + shownLength(isBehind ? value.dropFirst() : value[...])]
    case .cut, .stall, .expire: return [shownLength(value[...])]
    case .bandwidth: return [(FileSize.reading(value).map(FileSize.text) ?? value) + "/s"]
    case .uploadLimit: return [FileSize.reading(value).map(FileSize.text) ?? value]
    default: return [value]
    }
  }

  private static func shownLength(_ text: Substring) -> String {
    TimeLength.reading(text).map(TimeLength.text) ?? String(text)
  }

  /// What stands behind the `=` of a word that is in force, empty where nothing does; nil for a word
  /// that is not in force.
  package func value(of word: FaultWord) -> String? {
    switch word {
    case .delay:
      delay.map { range in
        let (least, most) = (range.lowerBound, range.upperBound)
        return TimeLength.written(least) + (most > least ? "-" + TimeLength.written(most) : "")
      }
    case .drop: Self.written(drop)
    case .duplicate: Self.written(duplicate)
    case .reorder: Self.written(reorder)
    case .truncate: Self.written(truncate)
    case .only: only.isEmpty ? nil : only.sorted().joined(separator: "+")
    case .way: way?.rawValue
    case .cut: cut.map(Self.written)
    case .stall: stall.map(Self.written)
    case .polling: pollsOnly ? "" : nil
    case .expire: expiry.map { $0 == .zero ? "" : TimeLength.written($0) }
    case .fail: failures.isEmpty ? nil : failures.map(String.init).joined(separator: "+")
    case .bandwidth: bandwidth.map(FileSize.written)
    case .clock:
      clock == .zero
        ? nil
        : (clock < .zero ? "-" : "") + TimeLength.written(clock < .zero ? .zero - clock : clock)
    case .uploadStop: if case .stops(let share) = upload { Self.written(share) } else { nil }
    case .uploadType: upload == .wrongType ? "" : nil
    case .uploadLimit: if case .limited(let size) = upload { FileSize.written(size) } else { nil }
    case .seed: String(seed)
    }
  }

  /// Takes a word back.
  package mutating func clear(_ word: FaultWord) {
    let nothing = FaultPlan()
    switch word {
    case .delay: delay = nil
    case .drop: drop = 0
    case .duplicate: duplicate = 0
    case .reorder: reorder = 0
    case .truncate: truncate = 0
    case .only: only = []
    case .way: way = nil
    case .cut: cut = nil
    case .stall: stall = nil
    case .polling: pollsOnly = false
    case .expire: expiry = nil
    case .fail: failures = []
    case .bandwidth: bandwidth = nil
    case .clock: clock = .zero
    case .uploadStop, .uploadType, .uploadLimit: upload = nil
    case .seed: seed = nothing.seed
    }
  }

  /// - Parameter value: what stands behind the `=`; nil where there is none.
  /// - Returns: whether it means something.
  package mutating func set(_ word: FaultWord, to value: String?) -> Bool {
    switch word {
    case .delay: fill(value.flatMap(Self.range), \.delay)
    case .drop: put(value.flatMap(Self.share), \.drop)
    case .duplicate: put(value.flatMap(Self.share), \.duplicate)
    case .reorder: put(value.flatMap(Self.share), \.reorder)
    case .truncate: put(value.flatMap(Self.share), \.truncate)
    case .only: put(value.flatMap(Self.names), \.only)
    case .way: fill(value.flatMap(Way.init(rawValue:)), \.way)
    case .cut: fill(Self.moment(value), \.cut)
    case .stall: fill(Self.moment(value), \.stall)
    case .polling: put(value == nil ? true : nil, \.pollsOnly)
    case .expire: fill(value.map { TimeLength.reading($0) } ?? .zero, \.expiry)
    case .fail: put(value.flatMap(Self.statuses), \.failures)
    case .bandwidth:
      fill(
        value.flatMap { FileSize.reading($0) }.flatMap { Self.rates ~= $0 ? $0 : nil }, \.bandwidth)
    case .clock: put(value.flatMap(Self.skew), \.clock)
    case .uploadStop:
      fill(
        (value.map(Self.share) ?? 0.5).flatMap { 0.01...0.99 ~= $0 ? .stops(at: $0) : nil },
        \.upload)
    case .uploadType: fill(value == nil ? .wrongType : nil, \.upload)
    case .uploadLimit: fill(value.flatMap { FileSize.reading($0) }.map { .limited($0) }, \.upload)
    case .seed: put(value.flatMap(UInt64.init), \.seed)
    }
  }

  private static let rates = 1...1_000_000_000

  private mutating func put<Value>(_ value: Value?, _ place: WritableKeyPath<Self, Value>) -> Bool {
    guard let value else { return false }
    self[keyPath: place] = value
    return true
  }

  private mutating func fill<Value>(
    _ value: Value?, _ place: WritableKeyPath<Self, Value?>
  ) -> Bool {
    guard let value else { return false }
    self[keyPath: place] = value
    return true
  }

  private static func range(_ text: String) -> ClosedRange<Duration>? {
    let ends = text.split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false)
      .map { TimeLength.reading($0.trimmed) }
    guard let first = ends[0], let last = ends[ends.count - 1], first <= last else { return nil }
    return first...last
  }

  private static func share(_ text: String) -> Double? {
    guard text.hasSuffix("%"), let percent = Double(text.dropLast()), 0...100 ~= percent else {
      return nil
    }
    return percent / 100
  }

  private static func written(_ share: Double) -> String? {
    guard share > 0 else { return nil }
    let percent = (share * 10_000).rounded() / 100
    return (percent == percent.rounded() ? "\(Int(percent))" : "\(percent)") + "%"
  }

  private static func names(_ text: String) -> Set<String>? {
    let names = text.split(separator: "+", omittingEmptySubsequences: false).map(\.trimmed)
    return names.contains("") ? nil : Set(names)
  }

  private static func moment(_ text: String?) -> Moment? {
    guard let text, text != "once" else { return .once }
    if let count = Int(text) { return 1...1_000_000 ~= count ? .events(count) : nil }
    return TimeLength.reading(text).map(Moment.later)
  }

  private static func written(_ moment: Moment) -> String {
    switch moment {
    case .once: "once"
    case .events(let count): String(count)
    case .later(let time): TimeLength.written(time)
    }
  }

  private static func statuses(_ text: String) -> [Int]? {
    let numbers = text.split(separator: "+", omittingEmptySubsequences: false).map {
      Int($0.trimmed)
    }
    let statuses = numbers.compactMap { $0.flatMap { 400...599 ~= $0 ? $0 : nil } }
    return statuses.count == numbers.count && statuses.count <= 100 ? statuses : nil
  }

  private static func skew(_ text: String) -> Duration? {
    let isBehind = text.hasPrefix("-")
    let digits = isBehind || text.hasPrefix("+") ? text.dropFirst() : text[...]
    return TimeLength.reading(digits).map { isBehind ? .zero - $0 : $0 }
  }
}

extension StringProtocol {
  fileprivate var trimmed: String {
    String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
  }
}
