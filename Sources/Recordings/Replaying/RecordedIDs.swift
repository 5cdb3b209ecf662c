package import ChatModel
import JSON

/// Finds what in a recording is an id: it stands where ids stand, or is one of those.
package struct RecordedIDs: Sendable {
  /// Those that the server told, with the number of the record that told each first; of an answer
  /// that of what asked for it, since from there on the id can be waited for.
  package private(set) var told: [String: Int] = [:]
  /// Those that we made up: `tempId`.
  package private(set) var ours: Set<String> = []

  package init(of records: [WireRecord]) {
    for record in records where record.layer == .sio || record.layer == .http {
      let isTold = record.direction == .incoming
      visit(record.data) { name, id in
        if name == "tempId" {
          ours.insert(id)
        } else if isTold, told[id] == nil, Self.isPlausible(id) {
          told[id] = record.answers ?? record.number
        }
      }
    }
    for id in ours { told[id] = nil }
  }

  package func isID(_ text: String) -> Bool { told[text] != nil || ours.contains(text) }

  /// The ids that a record names, in its document and in its path.
  package func named(by record: WireRecord) -> Set<String> {
    var found: Set<String> = []
    visitTexts(record.data) { if told[$0] != nil { found.insert($0) } }
    for step in (record.target ?? "").split(whereSeparator: { "/?&=".contains($0) }) {
      if told[String(step)] != nil { found.insert(String(step)) }
    }
    return found
  }

  private static func isPlausible(_ id: String) -> Bool { !id.isEmpty && id.utf8.count <= 200 }

  private static func isName(_ name: String) -> Bool {
    ["_id", "id"].contains(name) || name.hasSuffix("Id") || name.hasSuffix("ID")
      || ["readBy", "conversation", "assignedTo"].contains(name)
  }

  /// Tells of every text that stands under the name of an id.
  private func visit(_ value: JSONValue, under name: String = "", _ found: (String, String) -> Void)
  {
    switch value {
    case .string(let text): if Self.isName(name) { found(name, text) }
    case .array(let elements): for element in elements { visit(element, under: name, found) }
    case .object(let members):
      for (key, member) in members {
        // Its keys are ids of people (row 13).
        if key == "unreadCount", let counts = member.objectValue {
          for (user, _) in counts { found("userId", user) }
        }
        visit(member, under: key, found)
      }
    case .null, .bool, .integer, .number, .written: break
    }
  }

  private func visitTexts(_ value: JSONValue, _ found: (String) -> Void) {
    switch value {
    case .string(let text): found(text)
    case .array(let elements): for element in elements { visitTexts(element, found) }
    case .object(let members): for (_, member) in members { visitTexts(member, found) }
    case .null, .bool, .integer, .number, .written: break
    }
  }
}
