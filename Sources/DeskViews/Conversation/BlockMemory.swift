// The blocks of the history that were lately on the screen, as long as nothing has changed that they
// are made from: going back by pages asks for the end of the history each time.

import ChatModel
import Desk
import TextGrid

/// A bounded memory of blocks, by their place in the timeline.
struct BlockMemory: Sendable {
  /// What every block is made from, besides its item.
  struct Ground: Hashable, Sendable {
    var timeline: Version
    var conversation: Conversation
    var me: Claims?
    var clockSkew: Double
    var today: Int?
    var marked: SearchQuery?
    var isLatin: Bool
    var columns: Int
    var widths: TextWidth
    var pictures: PictureGround
    var playing: Playback?
    var holds: [OutboxID: Int]
  }

  private var ground: Ground?
  private var blocks: [Int: MessageBlock] = [:]
  private(set) var speakers = Speakers()

  /// Some screenfuls; everything is forgotten when there are more than this.
  private static let capacity = 1000

  /// Forgets everything that stands on another ground.
  mutating func use(_ ground: Ground, of timeline: Timeline) {
    guard ground != self.ground else { return }
    self.ground = ground
    speakers = Speakers(of: timeline, farmer: ground.conversation.farmer.id)
    blocks.removeAll(keepingCapacity: true)
  }

  subscript(index: Int) -> MessageBlock? {
    get { blocks[index] }
    set {
      if blocks.count >= Self.capacity { blocks.removeAll(keepingCapacity: true) }
      blocks[index] = newValue
    }
  }
}
