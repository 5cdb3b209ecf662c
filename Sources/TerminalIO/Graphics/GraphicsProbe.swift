// The question for pixels, for those who ask a terminal apart from a session.

package import TextGrid

/// What a terminal is asked about pictures in one breath, and what its answer means.
package enum GraphicsProbe {
  /// What is asked; the answer to the last of it ends the whole.
  package static var question: [UInt8] {
    var inquiry = GraphicsInquiry(.asked, .current)
    return inquiry.question(cell: nil) + Array("\u{1B}[c".utf8)
  }

  /// In what the desk would show pictures; nil: in cells.
  ///
  /// - Parameter answer: the bytes that came.
  package static func ground(from answer: [UInt8]) -> PixelGround? {
    ground(from: answer, in: .current)
  }

  static func ground(from answer: [UInt8], in environment: Environment) -> PixelGround? {
    var inquiry = GraphicsInquiry(.asked, environment)
    var decoder = KeyDecoder()
    let now = ContinuousClock.now
    decoder.awaitReplies(GraphicsInquiry.answers + 1, until: now + .seconds(1))
    for case .reply(let reply) in decoder.feed(answer, at: now) { inquiry.hear(reply) }
    return inquiry.ground
  }
}
