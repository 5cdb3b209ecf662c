// Whom the demo's first minute is played with, and what happens by itself in it.

import ChatModel
import SplitMix

extension DemoScript {
  /// The people of the script, for the role in which the person sits at the desk.
  struct Cast: Sendable {
    let role: Role
    let me: UserID
    /// Who answers the person's first message.
    let partner: Partner
    let answerPicture: SeedMedia?
    /// What happens by itself, in order.
    let scenes: [Scene]
    /// Farmers who keep still during the minute, because the script speaks for them.
    let still: Set<UserID>

    struct Partner: Hashable, Sendable {
      let person: UserID
      let conversation: ConversationID
      let language: Language
    }

    struct Scene: Sendable {
      /// Milliseconds from the beginning.
      let after: Int
      let output: Output
    }

    /// What the partner says to the person's words: something that fits, and always something.
    func answer(to words: String) -> String {
      if role == .user { return AgentPhrases.answer(to: words) }
      var chance = SplitMix64(seed: UInt64(words.utf8.count))
      let reply = Phrasebook.reply(to: words, in: partner.language, &chance)
      let answer = reply.words ?? "🙏"
      guard answerPicture != nil, reply.picture == nil else { return answer }
      // Nobody asked for the picture: it is announced.
      return answer
        + (partner.language == .hindi ? " पूरे पौधे की फोटो भी भेज रही हूँ 📷" : " I am sending a photo too 📷")
    }
  }
}

extension DemoScript.Cast {
  /// The cast of a seeded sandbox; nil when its people are not those of the demo.
  init?(of sandbox: Sandbox, as role: Role) {
    func person(_ account: String) -> UserID? {
      sandbox.user(withEmail: DemoCast.email(account))
    }
    func farmer(_ account: String) -> Partner? {
      guard let id = person(account), let conversation = sandbox.conversation(of: id) else {
        return nil
      }
      return Partner(
        person: id, conversation: conversation.id,
        language: Story.language(ofEmail: DemoCast.email(account)))
    }
    guard let me = person(DemoCast.account(of: role)) else { return nil }
    switch role {
    case .admin:
      guard let venkat = farmer("venkat"), let thomas = farmer("thomas"),
        let phoolmati = farmer("phoolmati"), let kiran = person("kiran")
      else { return nil }
      self.init(
        role: role, me: me, partner: venkat, answerPicture: .field,
        scenes: Self.message("The dealer came back with blue ones. 40 for one acre, right?", venkat)
          + Self.message(
            "Pull them out now, before the rain carries it to the neighbours. Burn, do not compost.",
            Partner(person: kiran, conversation: thomas.conversation, language: .english),
            from: 11_000)
          + Self.message("नमस्ते, कोई है? अभी तक किसी ने जवाब नहीं दिया 🙏", phoolmati, from: 20_000),
        still: [venkat.person, thomas.person, phoolmati.person])
    case .user, .other:
      guard let mine = farmer(DemoCast.account(of: role)), let meera = person("meera") else {
        return nil
      }
      let agent = Partner(person: meera, conversation: mine.conversation, language: .hindi)
      self.init(
        role: .user, me: me, partner: agent, answerPicture: nil,
        scenes: [
          Scene(after: 2_500, output: .act(Act(person: meera, deed: .read(mine.conversation))))
        ]
          + Self.message(
            "रमेश जी, आपकी आवाज़ सुन ली। दूसरी खुराक 40 से 45 दिन पर, दूसरी सिंचाई के बाद: 37 किलो यूरिया प्रति एकड़।",
            agent),
        still: [mine.person])
    case .support:
      guard let lakshmi = farmer("lakshmi"), let sita = farmer("sita"),
        let abdul = farmer("abdul"), let asha = person("asha")
      else { return nil }
      let mine = ["ramesh", "harpreet", "gurpreet", "meena"].compactMap(farmer)
      self.init(
        role: role, me: me, partner: lakshmi, answerPicture: .wheatPlant,
        scenes: [lakshmi, mine.first].compactMap { $0 }.map {
          Scene(after: 500, output: .act(Act(person: $0.person, deed: .comeOnline)))
        }
          + Self.message("दीदी ट्रैप मिल गए, पीले वाले। कितनी ऊँचाई पर लगाने हैं?", sita)
          + [
            Scene(
              after: 38_000,
              output: .act(Act(person: asha, deed: .reassign(abdul.conversation, to: me)))),
            Scene(
              after: 38_400,
              output: .act(
                Act(
                  person: abdul.person,
                  deed: .say("खेत में अभी भी पानी भरा है। फोटो खींच कर रखूँ?", in: abdul.conversation)))
            ),
          ],
        still: Set((mine + [lakshmi, sita, abdul]).map(\.person)))
    }
  }

  /// Somebody types at the given moment, and two seconds later has said it.
  private static func message(
    _ words: String, _ who: Partner, from start: Int = 4_000
  ) -> [Scene] {
    let deeds: [(Int, Act.Deed)] = [
      (start, .type(in: who.conversation)),
      (start + 2_000, .stopTyping(in: who.conversation)),
      (start + 2_000, .say(words, in: who.conversation)),
    ]
    return deeds.map { Scene(after: $0.0, output: .act(Act(person: who.person, deed: $0.1))) }
  }
}
