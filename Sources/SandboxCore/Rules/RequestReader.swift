// Reads what a client sent, and refuses it by the name of the faulty field.

import ChatModel
import JSON

/// The members of a body or of an event's argument.
struct RequestReader {
  private let members: JSONObject

  init(_ value: JSONValue?) throws(SandboxError) {
    guard case .object(let members)? = value else {
      throw .invalid("The body must be a JSON object")
    }
    self.members = members
  }

  /// The member as it came; nil when absent or null.
  func value(_ field: String) -> JSONValue? {
    guard let value = members[field], value != .null else { return nil }
    return value
  }

  func string(_ field: String) throws(SandboxError) -> String? {
    guard let value = value(field) else { return nil }
    guard case .string(let text) = value else { throw .invalid("\(field) must be a string") }
    return text
  }

  /// A string with something in it.
  func require(_ field: String, for what: String? = nil) throws(SandboxError) -> String {
    guard let text = try string(field)?.trimmed, !text.isEmpty else {
      throw .invalid("\(field) is required" + (what.map { " for \($0)" } ?? ""))
    }
    return text
  }

  func id<Owner>(_ field: String, for what: String? = nil) throws(SandboxError)
    -> Identifier<Owner>
  {
    Identifier(try require(field, for: what))
  }
}

extension String {
  var trimmed: String {
    let isBlank: (Character) -> Bool = { $0.isWhitespace || $0.isNewline }
    guard let start = firstIndex(where: { !isBlank($0) }),
      let end = lastIndex(where: { !isBlank($0) })
    else { return "" }
    return String(self[start...end])
  }
}

extension ConversationStatus {
  init(requested text: String) throws(SandboxError) {
    guard let status = Self.defined.first(where: { $0.rawValue == text }) else {
      let names = Self.defined.map(\.rawValue).joined(separator: ", ")
      throw .invalid("status must be one of \(names)")
    }
    self = status
  }
}

/// A page of a list, as asked for.
struct PageRequest {
  let page: Int
  let limit: Int

  static let largestLimit = 100

  init(_ query: ListQuery, usualLimit: Int) throws(SandboxError) {
    page = try Self.number("page", query.page) ?? 1
    limit = min(try Self.number("limit", query.limit) ?? usualLimit, Self.largestLimit)
  }

  private static func number(_ field: String, _ text: String?) throws(SandboxError) -> Int? {
    guard let text else { return nil }
    guard let number = Int(text), number > 0 else {
      throw .invalid("\(field) must be a positive whole number")
    }
    return number
  }

  /// The places of this page among `total` items.
  func range(of total: Int) -> Range<Int> {
    let (product, overflow) = (page - 1).multipliedReportingOverflow(by: limit)
    let start = overflow ? total : min(product, total)
    return start..<min(total, start + limit)
  }

  func pagination(of total: Int) -> JSONValue {
    let pages = (total + limit - 1) / limit
    return [
      "currentPage": .integer(page),
      "totalPages": .integer(pages),
      "totalItems": .integer(total),
      "itemsPerPage": .integer(limit),
      "hasNextPage": .bool(page < pages),
      "hasPrevPage": .bool(page > 1),
    ]
  }
}
