import JSON
import Sentences

/// What is said with mpv over its JSON IPC, as a value: bytes come in, bytes and news go out.
///
/// ```
/// observe duration, pause ─▶            get_property time-pos, each second ─▶
///   ◀─ property-change, end-file            ◀─ {"request_id": …, "data": 1.02}
/// ```
struct MPVTalk {
  enum News: Hashable {
    /// Something of ``position``, ``length`` or ``isPaused`` is new.
    case changed
    case ended
    /// In a clause; foreign words in it are raw.
    case failed(String)
  }

  private(set) var position = 0.0
  private(set) var length: Double?
  private(set) var isPaused = false
  /// When the question was asked that has no answer yet, by the caller's clock.
  private(set) var askedAt: Double?

  /// It has gone elsewhere: the position that is known is no longer true.
  private(set) var hasMoved = false

  private var number = 2
  private var asked = 0
  private var rest: [UInt8] = []

  /// A line of its own is never longer.
  static let longestLine = 1 << 16

  // MARK: Out

  static let opening =
    line("observe_property", 1, "duration", id: 1) + line("observe_property", 2, "pause", id: 2)

  static let togglePause = line("cycle", "pause", id: 0)
  static let quit = line("quit", id: 0)

  static func seek(_ seconds: Double) -> [UInt8] { line("seek", .number(seconds), id: 0) }

  /// Asks where it is, unless an earlier question stands; also shows whether it still lives.
  mutating func ask(at now: Double) -> [UInt8] {
    guard askedAt == nil else { return [] }
    number += 1
    asked = number
    askedAt = now
    hasMoved = false
    return Self.line("get_property", "time-pos", id: number)
  }

  private static func line(_ command: JSONValue..., id: Int) -> [UInt8] {
    let call: JSONValue = ["command": .array(command), "request_id": .integer(id)]
    return call.encodedBytes + [0x0A]
  }

  // MARK: In

  /// What bytes tell; nothing follows an end.
  mutating func take(_ bytes: some Sequence<UInt8>) -> [News] {
    rest += bytes
    var news: [News] = []
    while let end = rest.firstIndex(of: 0x0A) {
      let line = rest[..<end]
      rest.removeSubrange(...end)
      guard let told = read(line) else { return news + [Self.rubbish] }
      guard let told = told.first else { continue }
      news.append(told)
      if told != .changed { return news }
    }
    return rest.count > Self.longestLine ? news + [Self.rubbish] : news
  }

  private static var rubbish: News { .failed(said("it answers what it may not")) }

  /// nil for what is no line of mpv's.
  private mutating func read(_ line: ArraySlice<UInt8>) -> [News]? {
    guard line.count <= Self.longestLine, let value = try? JSONValue(parsing: line),
      value.objectValue != nil
    else { return nil }
    switch value["event"]?.stringValue {
    case "property-change"?: return note(value["name"]?.stringValue, value["data"])
    case "end-file"?:
      guard value["reason"]?.stringValue == "error" else { return [.ended] }
      return [
        .failed(value["file_error"]?.stringValue ?? said("it is damaged or of an unknown kind"))
      ]
    case "shutdown"?: return [.ended]
    case "playback-restart"?:
      hasMoved = true
      return []
    case .some: return []
    case nil: return note(answer: value)
    }
  }

  private mutating func note(_ name: String?, _ data: JSONValue?) -> [News] {
    switch (name, data) {
    case ("duration"?, let data?):
      let told = Self.seconds(data)
      guard told != length else { return [] }
      length = told
    case ("pause"?, .bool(let told)?):
      guard told != isPaused else { return [] }
      isPaused = told
    default: return []
    }
    return [.changed]
  }

  private mutating func note(answer: JSONValue) -> [News]? {
    guard let id = answer["request_id"]?.integerValue else { return nil }
    guard id == asked else { return [] }
    askedAt = nil
    // Before it has opened the file, it is nowhere.
    guard let told = answer["data"].flatMap(Self.seconds), told != position else { return [] }
    position = told
    return [.changed]
  }

  private static func seconds(_ value: JSONValue) -> Double? {
    let told: Double
    switch value {
    case .integer(let number): told = Double(number)
    case .number(let number): told = number
    default: return nil
    }
    return told.isFinite && told >= 0 && told < 1e7 ? told : nil
  }
}
