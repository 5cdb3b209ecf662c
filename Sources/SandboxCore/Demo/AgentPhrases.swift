/// What the simulated agent says to a farmer at the desk: an answer, and a question back. In Hindi to
/// who writes Hindi, in whatever letters; else in English.
enum AgentPhrases {
  static func answer(to words: String) -> String {
    let intent = Phrasebook.intent(of: words)
    return Phrasebook.isHindi(words) ? hindi(intent) : english(intent)
  }

  private static func hindi(_ intent: Phrasebook.Intent) -> String {
    switch intent {
    case .picture: "फोटो भेज दीजिए, मैं अभी देखती हूँ। पत्ते का ऊपर और नीचे, दोनों आ जाएँगे?"
    case .thanks: "आपका स्वागत है रमेश जी 🙏 और कुछ पूछना है?"
    case .greeting: "नमस्ते रमेश जी, बताइए। किस फसल की बात है?"
    case .water, .when: "दूसरी सिंचाई पहली के 20 दिन बाद, यूरिया उसके बाद नमी में। पहली सिंचाई कब की थी?"
    case .area, .howMuch: "37 किलो यूरिया प्रति एकड़। आपका खेत कितने एकड़ का है?"
    case .variety: "आपके ज़िले में HD 2967 और DBW 187 अच्छी हैं। आपने कौन सी बोई है?"
    case .since, .question: "जी, देख कर बताती हूँ। यह कब से दिख रहा है?"
    case .yesNo, .did: "हाँ जी, पर शाम को ही कीजिए। पत्ते अभी गीले तो नहीं हैं?"
    case .place, .doThis, .other: "जी रमेश जी, समझ गई। पत्तों पर भी कुछ दिख रहा है क्या?"
    }
  }

  private static func english(_ intent: Phrasebook.Intent) -> String {
    switch intent {
    case .picture: "Please send it, I will look at once. Can you show both sides of the leaf?"
    case .thanks: "You are welcome, Ramesh ji 🙏 Is there anything else?"
    case .greeting: "Namaste Ramesh ji, tell me. Which crop is it about?"
    case .water, .when:
      "The second irrigation comes 20 days after the first, urea after it. When was the first one?"
    case .area, .howMuch: "37 kg of urea an acre. How many acres is your field?"
    case .variety: "HD 2967 and DBW 187 do well in your district. Which one did you sow?"
    case .since, .question: "Let me look it up for you. Since when do you see this?"
    case .yesNo, .did: "Yes, but only in the evening. Are the leaves wet now?"
    case .place, .doThis, .other: "I see, Ramesh ji. Is there anything on the leaves as well?"
    }
  }
}
