import Foundation

/// Replies that the demo brings, beside the person's own.
enum DemoReplies {
  /// Writes them into a folder; a disk that does not take them leaves the demo without.
  static func write(to folder: URL) {
    for (name, text) in [("english.toml", english), ("hindi.toml", hindi)] {
      try? Paths.writePrivate(text, to: folder.appending(path: name))
    }
  }

  private static let english = """
    version = 1

    [[reply]]
    name = "Photo of the whole plant"
    text = "Please send one photo of the whole plant, {farmer.first}, and one of the back of a leaf."
    tags = ["picture", "image"]
    language = "en"
    shortcut = "ph"

    [[reply]]
    name = "Thank you for waiting"
    text = "Thank you for waiting, {farmer.first}. I am {agent.first}, and I look at your question now."
    tags = ["sorry", "delay"]
    language = "en"
    shortcut = "ty"

    [[reply]]
    name = "Soil test"
    text = \"\"\"
    Please take soil from five places of the field, a hand deep, and mix it.
    The laboratory needs half a kilogram. Write the name of the field on the bag: {cursor}
    \"\"\"
    tags = ["laboratory", "sample"]
    language = "en"
    shortcut = "soil"

    [[reply]]
    name = "We call you"
    text = "We call you on {phone} today, before {cursor} o'clock."
    tags = ["phone", "callback"]
    language = "en"
    shortcut = "call"

    [[reply]]
    name = "Good bye"
    text = "Glad that it helped, {farmer.first}. Write again whenever you need us."
    tags = ["thanks", "close"]
    language = "en"
    shortcut = "bye"

    """

  private static let hindi = """
    version = 1

    [[reply]]
    name = "पूरे पौधे की फोटो"
    text = "नमस्ते {farmer.first} जी, कृपया पूरे पौधे की एक फोटो और पत्ते के पिछले हिस्से की एक फोटो भेजिए।"
    tags = ["photo", "picture", "hindi"]
    language = "hi"
    shortcut = "फोटो"

    [[reply]]
    name = "इंतज़ार के लिए धन्यवाद"
    text = "इंतज़ार करने के लिए धन्यवाद, {farmer.first} जी। मैं {agent.first} हूँ, आपका सवाल अभी देखा जा रहा है।"
    tags = ["thank you", "wait", "hindi"]
    language = "hi"

    [[reply]]
    name = "हम फ़ोन करेंगे"
    text = "हम आज {cursor} बजे से पहले आपको {phone} पर फ़ोन करेंगे।"
    tags = ["call", "phone", "hindi"]
    language = "hi"

    """
}
