package import Foundation

/// A conversation as the team's engines see it.
package struct TeamChat: Hashable, Sendable, Identifiable {
  package let id: ConversationID
  package var farmer: Participant?
  /// `.absent` where the server has not said: such a one is nobody's to give away.
  package var agent: Referenced<Participant>
  /// Neither resolved nor closed.
  package var isActive: Bool
  package var wait: Wait?
  /// By the script of the last words; nil where they tell none. It is looked for when it is asked for: only
  /// a proposal asks, and thousands are counted without one.
  package var language: String? { told ?? WrittenLanguage.of(words) ?? answered }
  private let told: String?
  /// The farmer's, as far as they are known.
  private var words: [String] = []
  /// The agent's last ones. Their Latin letters tell nothing of what the farmer reads.
  private var answer: String?
  private var answered: String? {
    answer.flatMap { WrittenLanguage.of([$0]) }.flatMap { $0 == WrittenLanguage.latin ? nil : $0 }
  }
  /// An agent's last words, where these are the conversation's last.
  package var lastReply: Reply?

  package struct Reply: Hashable, Sendable {
    package var by: UserID
    package var at: Date
  }

  package init(
    id: ConversationID, farmer: Participant? = nil, agent: Referenced<Participant> = .none,
    isActive: Bool = true, wait: Wait? = nil, language: String? = nil
  ) {
    self.id = id
    self.farmer = farmer
    self.agent = agent
    self.isActive = isActive
    self.wait = wait
    told = language
  }

  /// A conversation of which this computer knows since when its farmer waits.
  package init(_ summary: ConversationSummary) {
    self.init(summary.conversation)
    wait = summary.wait
  }

  /// A conversation of a list, with what this computer knows of it besides.
  ///
  /// - Parameter words: the farmer's last ones, from the history.
  package init(_ conversation: Conversation, wait: Wait?, words: [String]) {
    self.init(conversation)
    self.wait = wait
    self.words += words
  }

  /// A conversation as a list gives it: the wait is at least as long as the last words are old.
  package init(_ conversation: Conversation) {
    let last = conversation.lastMessage.value
    let sender = last?.sender.id
    let isFarmers = sender != nil && sender == conversation.farmer.id
    self.init(
      id: conversation.id, farmer: conversation.farmer.value, agent: conversation.agent,
      isActive: conversation.isAtWork)
    if isFarmers { words = [last?.content].compactMap { $0 } } else { answer = last?.content }
    guard let time = last?.createdAt, let sender else { return }
    if !isFarmers {
      if conversation.farmer.id != nil { lastReply = Reply(by: sender, at: time) }
    } else if isActive {
      wait = Wait(since: time, isExact: false)
    }
  }
}

extension Conversation {
  /// Neither resolved nor closed nor deleted: what an agent's load is made of.
  package var isAtWork: Bool {
    status != .resolved && status != .closed && isActive != false
  }
}
