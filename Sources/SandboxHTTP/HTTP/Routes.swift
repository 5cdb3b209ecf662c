// Which call of the API a request means: a pure reading of method, path, query and body.

import ChatModel
import Foundation
import JSON
import SandboxCore

enum Route: Equatable {
  /// `/socket.io/`: the live link.
  case live
  /// `POST {base}/chat/media`: its body is a form, read as it arrives.
  case upload
  /// `/uploads/chat/{name}`
  case media(name: String)
  /// Any other call; `needsBody` when its JSON body is part of it.
  case call(needsBody: Bool)
  /// `/control/fault`: what goes wrong by intent, for this computer alone.
  case control
  /// `POST {base}/users/login`: the one call without a token.
  case signIn
  case none

  static let base = "/api/v1"
  /// In bytes: no path that means something is longer, and a longer one is not taken apart.
  private static let longestPath = 2048
  private static let signInPath = "\(base)/users/login"

  private static func withoutTrailingSlash(_ path: String) -> String {
    path.utf8.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path
  }

  /// The kind of a request, before its body came. HEAD asks as GET does.
  init(method: String, path: String) {
    guard path.utf8.count <= Self.longestPath else {
      self = .none
      return
    }
    let path = Self.withoutTrailingSlash(path)
    if path == "/socket.io" {
      self = .live
    } else if path == "/control/fault" {
      self = .control
    } else if path.hasPrefix("/uploads/chat/"), method == "GET" {
      let name = path.dropFirst("/uploads/chat/".count)
      self = .media(name: name.removingPercentEncoding ?? String(name))
    } else if path == "\(Self.base)/chat/media", method == "POST" {
      self = .upload
    } else if path == Self.signInPath, method == "POST" {
      self = .signIn
    } else if Self.call(method: method, path: path, query: "", body: .null) != nil {
      self = .call(needsBody: ["POST", "PATCH"].contains(method))
    } else {
      self = .none
    }
  }

  /// The call that a request means; nil when the API has no such call.
  static func call(method: String, path: String, query: String, body: JSONValue) -> SandboxCall? {
    let path = withoutTrailingSlash(path)
    if method == "POST", path == signInPath { return .signIn(body) }
    guard path.hasPrefix("\(base)/chat/") else { return nil }
    let parts = path.dropFirst("\(base)/chat/".count)
      // No call has more than three; what follows is one that none has.
      .split(separator: "/", maxSplits: 3, omittingEmptySubsequences: false)
      .map { $0.removingPercentEncoding ?? String($0) }
    guard !parts.contains("") else { return nil }
    switch (method, parts.count, parts[0]) {
    case ("POST", 1, "conversations"): return .createConversation
    case ("GET", 1, "conversations"): return .conversations(list(query))
    case ("GET", 2, "conversations"): return .conversation(ConversationID(parts[1]))
    case ("DELETE", 2, "conversations"): return .deleteConversation(ConversationID(parts[1]))
    case ("PATCH", 3, "conversations") where parts[2] == "read":
      return .markRead(ConversationID(parts[1]))
    case ("PATCH", 3, "conversations") where parts[2] == "status":
      return .setStatus(ConversationID(parts[1]), body)
    case ("POST", 1, "messages"): return .sendMessage(body)
    case ("GET", 2, "messages"): return .messages(ConversationID(parts[1]), list(query))
    case ("DELETE", 2, "messages"): return .deleteMessage(MessageID(parts[1]))
    case ("PATCH", 3, "messages") where parts[2] == "read":
      return .markMessageRead(MessageID(parts[1]))
    case ("GET", 2, "support") where parts[1] == "conversations":
      return .allConversations(list(query))
    case ("POST", 2, "support") where parts[1] == "reassign": return .reassign(body)
    case ("GET", 2, "support") where parts[1] == "stats": return .statistics
    default: return nil
    }
  }

  private static func list(_ query: String) -> ListQuery {
    var list = ListQuery()
    for pair in query.split(separator: "&") {
      guard let end = pair.utf8.firstIndex(of: UInt8(ascii: "=")) else { continue }
      // Only what is known is decoded: there may be thousands of others.
      let place: WritableKeyPath<ListQuery, String?>
      switch pair[..<end] {
      case "page": place = \.page
      case "limit": place = \.limit
      case "status": place = \.status
      case "assignedTo": place = \.assignedTo
      default: continue
      }
      let text = pair[end...].dropFirst().replacing("+", with: " ")
      list[keyPath: place] = text.removingPercentEncoding ?? String(text)
    }
    return list
  }
}
