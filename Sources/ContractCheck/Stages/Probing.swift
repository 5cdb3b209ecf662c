// The first look: is this the API, does it take the tokens, and what is there to look at?

import JSON

extension ContractRun {
  /// - Throws: `CheckObstacle` when there is nothing to check.
  func probe() async throws(CheckObstacle) {
    for person in everyone { try await probe(person) }
    for person in staff {
      for page in 1...3 where known.foreign == nil {
        var call = RawCall("GET", ["chat", "support", "conversations"])
        call.token = person.token
        call.query = [("page", "\(page)"), ("limit", "20")]
        learn(try? await person.server.call(call).json)
      }
    }
  }

  private func probe(_ person: CheckPerson) async throws(CheckObstacle) {
    var call = RawCall("GET", ["chat", "conversations"])
    call.token = person.token
    call.query = [("page", "1"), ("limit", "20")]
    let answer: RawAnswer
    do throws(RawFailure) {
      answer = try await person.server.call(call)
    } catch {
      throw .unreachable(error.words)
    }
    if let obstacle = Self.obstacle(answer, person), await !refusesAsThisAPI(person) {
      throw obstacle
    }
    guard let json = answer.json else { return }
    for record in json["data"]?.arrayValue ?? [] {
      guard let id = record["_id"]?.stringValue, !id.isEmpty else { continue }
      known.ids.insert(id)
      if known.own[person.role] == nil { known.own[person.role] = id }
      if person.role == .user { known.hidesReferences = Self.id(record["userId"]) == nil }
    }
    if person.role == .user { known.farmers = known.own[.user] }
    learn(json)
  }

  /// Why nothing can be checked, by the answer to the list of conversations.
  private static func obstacle(_ answer: RawAnswer, _ person: CheckPerson) -> CheckObstacle? {
    guard let json = answer.json else { return .notThisAPI(notJSON(answer)) }
    guard isOfThisAPI(json), ![404, 405].contains(answer.status) else {
      return .notThisAPI(
        "What answers there is not the chat API: GET /chat/conversations came back with "
          + "\(answer.status) and other JSON. Check the address.")
    }
    let words = json["message"]?.stringValue ?? json["error"]?["message"]?.stringValue ?? ""
    if answer.status == 401 { return .notSignedIn(person.role, words) }
    guard answer.status >= 500 else { return nil }
    return .unreachable("The server answered \(answer.status) to its first call: \(words)")
  }

  /// Whether another call is refused as this API refuses: then the list is one of the things that are
  /// wrong, and all else can be tried.
  private func refusesAsThisAPI(_ person: CheckPerson) async -> Bool {
    var call = RawCall("GET", ["chat", "conversations", absent])
    call.token = person.token
    guard let answer = try? await person.server.call(call), [403, 404].contains(answer.status),
      let json = answer.json
    else { return false }
    return (json["success"] == false && json["message"]?.stringValue != nil)
      || json["error"]?["message"]?.stringValue != nil
  }

  /// Finds agents, and a conversation that is not the farmer's.
  private func learn(_ list: JSONValue?) {
    for record in list?["data"]?.arrayValue ?? [] {
      guard let id = record["_id"]?.stringValue else { continue }
      known.ids.insert(id)
      if let agent = Self.id(record["assignedSupportId"]), !known.agents.contains(agent) {
        known.agents.append(agent)
      }
      if let farmer = Self.id(record["userId"]), let me = people[.user]?.id, farmer != me,
        id != known.farmers, known.foreign == nil
      {
        known.foreign = id
      }
    }
  }

  private static func isOfThisAPI(_ json: JSONValue) -> Bool {
    guard json.objectValue != nil else { return false }
    return json["data"]?.arrayValue != nil || json["message"]?.stringValue != nil
      || json["success"] != nil || json["pagination"] != nil
      || json["error"]?["message"]?.stringValue != nil
  }

  private static func notJSON(_ answer: RawAnswer) -> String {
    let isPage =
      answer.contentType?.contains("html") == true
      || answer.body.first { ![0x20, 0x09, 0x0A, 0x0D].contains($0) } == UInt8(ascii: "<")
    if isPage {
      return
        "What answers there is a page (\(answer.status)) and not the chat API, or a proxy or a "
        + "sign-in page of the network stands before it. Check the address."
    }
    let what = answer.body.isEmpty ? "nothing" : "what is not JSON"
    return
      "What answers there is not the chat API: \(answer.status) with \(what). Check the address."
  }
}
