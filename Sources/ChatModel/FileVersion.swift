/// The version of a file that people keep: `version = 1` at its top, in JSON a member.
///
/// A file that names none is of the time before, and is read as such. One of a later version may mean
/// something else by the same names, so nothing of it is read.
package enum FileVersion {
  /// What this program writes, and the latest that it reads.
  package static let latest = 1

  /// Why a file is not read; nil where it is.
  ///
  /// - Parameters:
  ///   - number: what it says; nil for what is no whole number
  ///   - isNamed: whether it says anything
  /// - Returns: a clause
  package static func problem(_ number: Int?, isNamed: Bool) -> String? {
    guard isNamed else { return nil }
    guard let number, number > 0 else { return "version is a whole number from 1 to \(latest)" }
    guard number > latest else { return nil }
    return "version is \(number), and this furrow knows versions up to \(latest); "
      + "nothing of the file is read"
  }
}
