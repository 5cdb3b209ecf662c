// Who is who in the seeded world.

package import ChatModel

/// The demo's people, by their accounts: what stands before the @ of their e-mail address.
package enum DemoCast {
  /// The support agents; farhan has no conversation, so that no call lists him (row 24).
  static let agents = [
    ("meera", "Meera", "Iyer"), ("ravi", "Ravi", "Nair"), ("kiran", "Kiran", "Patil"),
    ("farhan", "Farhan", "Ali"),
  ]

  /// As whom the demo signs in: meera, asha, or the farmer Ramesh.
  package static func account(of role: Role) -> String {
    switch role {
    case .support: "meera"
    case .admin: "asha"
    case .user, .other: "ramesh"
    }
  }

  package static func email(_ account: String) -> String { "\(account)@furrow.example" }
}
