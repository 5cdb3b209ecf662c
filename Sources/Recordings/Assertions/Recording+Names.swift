import ChatModel

extension Recording {
  /// What an assertion names that neither the API nor this recording has: it is perhaps misspelt, and what
  /// counts to 0 holds then.
  package func unknownNames(
    of assertion: Assertion
  ) -> [(member: String, name: String, isRequest: Bool)] {
    assertion.names.compactMap { member, name in
      let isRequest = member == "request" || name.contains(" ")
      let isKnown =
        isRequest
        ? APIRequest.isKnown(name)
        : ServerEvent.names.union(ClientEmission.names).union(["ack"]).contains(name)
      guard !isKnown, !records.contains(where: { $0.name == name || AssertionJudge.is($0, name) })
      else { return nil }
      return (member, name, isRequest)
    }
  }
}
