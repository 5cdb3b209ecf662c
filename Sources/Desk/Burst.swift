import Foundation

/// Recognises text typed where single letters act.
struct Burst: Hashable, Sendable {
}
