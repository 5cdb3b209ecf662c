import Recordings
import Sentences

extension Recording {
  /// - Throws: who of the assertions is nobody of this recording, with their place
  func refuseStrangers(of assertions: [Assertion]) throws(Failure) {
    for assertion in assertions {
      guard let stranger = assertion.stranger(among: names) else { continue }
      throw Failure(
        .badConfiguration, "\(assertion.place(of: "as")): \(Failure.sentence(stranger))")
    }
  }

  /// Sentences about events and requests that are perhaps misspelt, with their places.
  func remarks(on assertions: [Assertion]) -> [String] {
    assertions.flatMap { assertion in
      unknownNames(of: assertion).map { member, name, isRequest in
        let place = assertion.place(of: member)
        return isRequest
          ? said("\(place): neither the API nor the recording has a request “\(name)”.")
          : said("\(place): neither the API nor the recording has an event “\(name)”.")
      }
    }
  }
}
