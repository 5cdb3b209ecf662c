// What a sandbox is started with, and the differences between servers that it can play.

package import Foundation

/// How one sandbox behaves. The defaults are the document's dialect with rows 3–6, 8, 20, 23, 25
/// and 26 of docs/protocol.md, in memory.
package struct SandboxConfiguration: Sendable {
  /// Who exists at first; used only where the data file does not exist yet.
  package var seed = Seed.demo
  /// What the ids follow from, for whoever wants the same ones each time; nil takes them from the
  /// system's randomness, so that nobody can compute one.
  package var idSeed: UInt64?
  /// The SQLite file that holds the state; nil keeps it in memory. Uploaded files stand in the
  /// folder of the same name with `.media` behind it.
  package var dataFile: String?
  /// The key of the tokens; nil takes the data file's own, or makes one.
  package var secret: [UInt8]?
  /// Where media addresses begin, as `http://127.0.0.1:5000`, for requests that do not say under
  /// which name they reached the server; see `Sandbox.setOrigin`.
  package var origin = "http://localhost:5000"
  /// The server's clock.
  package var clock: @Sendable () -> Date = { Date() }

  package var dialect = Dialect.document
  /// Row 11: page 1 of a history holds the oldest messages instead of the newest.
  package var pagesFromOldest = false
  /// Row 7: `message:send` is acknowledged with the message, or with `{error}`.
  package var acknowledgesSends = false
  /// Row 4: whether and when `message:sent` comes.
  package var confirmation = Confirmation.afterMessage
  /// Row 4: how long `message:sent` is held back.
  package var confirmationDelay = Duration.zero
  /// Row 4: whether `message:sent` carries the sender's `tempId`.
  package var echoesTempID = true
  /// Row 18: `user:offline` comes for every session that closes, not for the last one alone.
  package var offlinePerSession = false

  package init() {}

  /// Row 2, and what messages look like.
  package enum Dialect: String, Sendable, CaseIterable {
    /// Admins act in every conversation, Support reads and changes only what is assigned to it;
    /// typing reaches both people wherever they are; live messages and histories leave out
    /// `conversationId`.
    case document
    /// Only a conversation's own two people act in it, Support reads and moves all (row 25);
    /// typing reaches its room; every message names its conversation.
    case field
  }

  /// When `message:sent` comes, beside `message:new`.
  package enum Confirmation: String, Sendable, CaseIterable {
    case afterMessage
    case beforeMessage
    case never
  }
}

/// Who and what exists when a sandbox is new.
package enum Seed: String, Sendable, CaseIterable {
  /// A desk after some busy weeks: dozens of farmers, several agents, every status.
  case demo
  /// One person of each role, and no conversation.
  case empty
}
