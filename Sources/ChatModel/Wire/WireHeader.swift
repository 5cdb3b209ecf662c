package import Foundation

/// The first line of a recording: what its times count from, and who takes part.
package struct WireHeader: Hashable, Sendable {
  /// The version of the lines that this program writes and reads.
  package static let version = 1

  /// The wall clock when the recording began.
  package var wall: Date
  /// What wrote it, with its version.
  package var program: String?
  /// The server's clock less ours, in µs; nil while no answer has told.
  package var offset: Int64?
  /// How far that may be off, in µs to either side.
  package var within: Int64?
  package var identities: [WireIdentity]

  package init(
    wall: Date, program: String? = nil, offset: Int64? = nil, within: Int64? = nil,
    identities: [WireIdentity] = []
  ) {
    self.wall = wall
    self.program = program
    self.offset = offset
    self.within = within
    self.identities = identities
  }

  /// The wall clock at a moment of the recording.
  ///
  /// - Parameter at: in µs since it began
  package func date(at: Int64) -> Date { wall.addingTimeInterval(Double(at) / 1e6) }
}

/// Who takes part in a recording.
package struct WireIdentity: Hashable, Sendable {
  /// The name of the profile, which stands in `as` of each line.
  package var name: String
  /// The id of the person.
  package var user: String?
  /// `User`, `Support` or `Admin`.
  package var role: String?

  package init(name: String, user: String? = nil, role: String? = nil) {
    self.name = name
    self.user = user
    self.role = role
  }
}
