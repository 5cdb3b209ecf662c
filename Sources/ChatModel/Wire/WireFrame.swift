import JSON

extension WireRecord {
  /// The whole of it for eyes: headers, then the data as JSON, a member a line.
  ///
  /// - Parameters:
  ///   - mask: what takes phone numbers out; nil leaves them in
  ///   - limit: no more lines than these
  package func frameLines(masking mask: WireMask?, atMost limit: Int) -> [String] {
    var lines: [String] = []
    for field in headers {
      lines.append("\(field.name): \(mask?.masked(field.value) ?? field.value)")
    }
    if let session { lines.append("session \(session)") }
    if let namespace { lines.append("namespace \(namespace)") }
    if let packetID { lines.append("acknowledgement \(packetID)") }
    let shown = layer == .sio && !isPacket ? argument : data
    if shown != .null {
      let left = max(1, limit - lines.count)
      lines += (mask?.masked(shown) ?? shown).prettyLines(atMost: left)
    }
    for (place, bytes) in attachments.enumerated() {
      lines.append("attachment \(place): \(bytes.count == 1 ? "1 byte" : "\(bytes.count) bytes")")
    }
    return Array(lines.prefix(limit))
  }

  /// What it says, in one line and without its headers: of a refusal the reason alone.
  ///
  /// - Parameter mask: what takes phone numbers out; nil leaves them in
  package func saidInShort(masking mask: WireMask?) -> String {
    let document = layer == .sio && !isPacket ? argument : data
    let isRefusal = (status ?? 0) >= 400
    let reasons = [document["message"], document["error"]].compactMap { $0 }
    let shown = (isRefusal ? reasons.first { $0 != .null } : nil) ?? document
    if let text = shown.stringValue { return mask?.masked(text) ?? text }
    return shown == .null ? "" : (mask?.masked(shown) ?? shown).encoded
  }

  /// What somebody says in it, for an event that carries a message; nil for others.
  package var spokenWords: String? {
    guard let event else { return nil }
    switch event {
    case "message:send": return argument["content"]?.stringValue
    case "message:new": return (argument["message"] ?? argument)["content"]?.stringValue
    default: return nil
    }
  }

  /// The message that it is about, as far as it names one.
  package var message: MessageID? {
    WireIdentifiers.message(in: argument).map { MessageID($0) }
  }
}

/// A request that is written by hand.
package struct WrittenRequest: Hashable, Sendable {
  package var method: String
  /// Path and query.
  package var target: String
  /// JSON; empty for none.
  package var body: String

  package init(method: String, target: String, body: String) {
    self.method = method
    self.target = target
    self.body = body
  }

  /// A request of a wire, to be made once more; nil for one whose body is no JSON.
  package init?(again record: WireRecord) {
    guard record.layer == .http, record.direction == .outgoing, !record.isPolling,
      record.uploads.isEmpty, let method = record.method, let target = record.target
    else { return nil }
    self.init(
      method: method, target: target, body: record.data == .null ? "" : record.data.pretty)
  }

  /// `POST /path`, as a person writes it.
  package static func line(_ text: String) -> (method: String, target: String)? {
    let words = text.split(separator: " ", omittingEmptySubsequences: true).map(String.init)
    guard words.count == 2, words[1].hasPrefix("/"), !words[0].isEmpty,
      words[0].utf8.allSatisfy({ (0x41...0x5A).contains($0) })
    else { return nil }
    return (words[0], words[1])
  }

  /// The bytes of the body; none for an empty one.
  package var document: [UInt8]? {
    get throws(WrittenJSONFault) {
      let bytes = Array(body.utf8)
      guard !body.allSatisfy(\.isWhitespace) else { return nil }
      return try WrittenJSON.document(bytes).encodedBytes
    }
  }
}
