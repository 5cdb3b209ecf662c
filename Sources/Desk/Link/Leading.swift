import ChatModel
import Faults
import Foundation
import Sentences

/// Whether this desk is the process of its account that sends what all of them write.
enum Leading: Hashable, Sendable {
  case unknown
  case leads
  /// Another desk or command of the same person sends.
  case follows
}

extension DeskState {
  var leads: Bool { leading == .leads }

  /// What is written here goes over another process's link, without the faults of this one.
  package var faultsMissSends: Bool { leading == .follows && !faults.isEmpty }

  /// The same in a sentence.
  package var faultsMissSendsSentence: String {
    said(
      """
      What you send goes without these faults: another desk or command of this person is open and \
      delivers it. Close that one first.
      """)
  }

  mutating func note(_ new: Leading, now: Date) {
    let missed = faultsMissSends
    leading = new
    if faultsMissSends {
      say(.failure, faultsMissSendsSentence, now: now)
    } else if missed {
      say(.info, said("This desk delivers now: the faults meet what you send, too."), now: now)
    }
  }
}
