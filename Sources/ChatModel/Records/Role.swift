import Sentences

/// What a person may do, in the wire's words; on the screen a `User` is a farmer.
package enum Role: Hashable, Sendable, RawRepresentable {
  case user
  case support
  case admin
  /// A role this program does not know; it is given no rights.
  case other(String)

  package init(rawValue: String) {
    switch rawValue {
    case "User": self = .user
    case "Support": self = .support
    case "Admin": self = .admin
    default: self = .other(rawValue)
    }
  }

  package var rawValue: String {
    switch self {
    case .user: "User"
    case .support: "Support"
    case .admin: "Admin"
    case .other(let name): name
    }
  }

  /// For a person; `rawValue` is for the wire and for tokens.
  package var words: String {
    switch self {
    case .user: said("User", of: "role")
    case .support: said("Support", of: "role")
    case .admin: said("Admin", of: "role")
    case .other(let name): name
    }
  }

  /// Support agents and admins answer farmers.
  package var isStaff: Bool { self == .support || self == .admin }
}
