// The words of the phrasebook, by language.

extension Phrasebook {
  static func answers(_ language: Language) -> [Intent: [String]] {
    switch language {
    case .hindi: hindiAnswers
    case .marathi: marathiAnswers
    case .tamil: tamilAnswers
    case .punjabi: punjabiAnswers
    case .english: englishAnswers
    }
  }

  static func openers(_ language: Language) -> [String] {
    switch language {
    case .hindi:
      [
        "यूरिया और ज़िंक साथ में डाल सकते हैं?", "आज मंडी में गेहूँ का भाव क्या है?",
        "बारिश कब होगी, कुछ बताया है मौसम वालों ने?", "पत्तों पर सफ़ेद धब्बे आ गए हैं 😟",
        "नीलगाय खेत में घुस जाती है, क्या उपाय है?", "बीमा का पैसा कब तक आएगा?",
      ]
    case .marathi:
      [
        "तुरीवर शेंग अळी आली आहे", "आज कांद्याचा भाव किती?", "ठिबकच्या नळ्या चोंदल्या, काय करू?",
        "पंचनामा कधी होणार?", "उद्या पाऊस आहे का? फवारणी करायची आहे", "गव्हाला दुसरे पाणी कधी देऊ?",
      ]
    case .tamil:
      [
        "நெல் விலை இன்று எவ்வளவு?", "மிளகாயில் இலைப்பேன் இருக்கு", "மழை எப்போ வரும்?",
        "உரம் மானியத்தில் கிடைக்குமா?", "கத்தரியில் காய்ப்புழு 😟", "சொட்டு நீர் குழாய் அடைச்சிருக்கு",
      ]
    case .punjabi:
      [
        "ਅੱਜ ਕਣਕ ਦਾ ਕੀ ਭਾਅ ਹੈ?", "ਕਣਕ ਪੀਲੀ ਪੈ ਰਹੀ ਹੈ, ਯੂਰੀਆ ਪਾਵਾਂ?", "ਚੂਹੇ ਬਹੁਤ ਨੇ ਖੇਤ ਵਿੱਚ",
        "ਮੀਂਹ ਕਦੋਂ ਪਵੇਗਾ?", "ਡੀਏਪੀ ਨਹੀਂ ਮਿਲ ਰਹੀ ਕਿਤੋਂ", "ਸਬਸਿਡੀ ਵਾਲੀ ਮਸ਼ੀਨ ਕਦੋਂ ਆਊ?",
      ]
    case .english:
      [
        "Is rain expected this week? I want to spray", "What is the price at the mandi today?",
        "White spots on the leaves since yesterday 😟", "Can I mix urea with zinc?",
        "Where do I get certified seed?", "The pump keeps losing pressure after an hour",
      ]
    }
  }

  private static let hindiAnswers: [Intent: [String]] = [
    .picture: ["जी, यह लीजिए पूरे पौधे की फोटो।", "अभी खींची है 📷", "साफ़ दिख रहा है ना?"],
    .area: ["ढाई एकड़ में है।", "कुल तीन एकड़, आधे में ही दिख रहा है।"],
    .since: ["तीन-चार दिन से।", "परसों से दिख रहा है, बढ़ता जा रहा है।"],
    .water: ["पाँच दिन पहले पानी दिया था।", "नहर से पानी आता है, दस दिन में एक बार।"],
    .variety: ["HD 2967 है।", "लोक-1, घर का बीज है।"],
    .place: ["गाँव सिलवानी, ज़िला रायसेन।", "बेगमगंज के पास।"],
    .doThis: ["ठीक है, आज शाम को ही कर देंगे।", "दवा का नाम लिख लिया। कितने दिन बाद फिर से?"],
    .thanks: ["🙏 बहुत धन्यवाद", "जी, राम राम 🙏"],
    .greeting: ["नमस्ते जी 🙏", "नमस्ते, जवाब देने के लिए धन्यवाद।"],
    .did: ["हाँ जी, पिछले हफ़्ते किया था।", "नहीं, अभी तक नहीं किया।"],
    .when: ["परसों सुबह।", "पिछले हफ़्ते, शाम को।"],
    .howMuch: ["एक बोरी प्रति एकड़।", "करीब दो किलो।"],
    .yesNo: ["हाँ जी, ऐसा ही है।", "जी, बिल्कुल।"],
    .question: ["देख कर अभी बताते हैं।", "यह तो देखना पड़ेगा, शाम तक बताते हैं।"],
    .other: ["जी, समझ में आ गया।", "अच्छा जी, ऐसा ही करेंगे।", "ठीक है 👍"],
  ]

  private static let marathiAnswers: [Intent: [String]] = [
    .picture: ["हा घ्या फोटो.", "आत्ताच काढला 📷"],
    .area: ["दोन एकर आहे.", "चार एकर, एका कोपऱ्यात जास्त आहे."],
    .since: ["आठवडाभर झाला.", "दोन दिवसांपासून."],
    .water: ["परवा पाणी दिले.", "विहिरीचे पाणी आहे, ठिबक."],
    .variety: ["बीटी, रासी 659.", "घरचे बियाणे आहे."],
    .place: ["औसा, जि. लातूर.", "गाव पाटोदा."],
    .doThis: ["बरं, आज संध्याकाळी करू.", "औषध कुठे मिळेल?"],
    .thanks: ["आभारी आहे 🙏"],
    .greeting: ["नमस्कार 🙏"],
    .did: ["हो, मागच्या आठवड्यात केले.", "नाही, अजून केले नाही."],
    .when: ["परवा सकाळी.", "मागच्या आठवड्यात."],
    .howMuch: ["एकरी एक पोते.", "साधारण दोन किलो."],
    .yesNo: ["हो, तसेच आहे."],
    .question: ["बघून सांगतो."],
    .other: ["समजले.", "ठीक आहे 👍"],
  ]

  private static let tamilAnswers: [Intent: [String]] = [
    .picture: ["இதோ புகைப்படம்.", "இப்பதான் எடுத்தேன் 📷"],
    .area: ["இரண்டு ஏக்கர்.", "ஒன்றரை ஏக்கர்."],
    .since: ["மூன்று நாளா இருக்கு.", "போன வாரம் முதல்."],
    .water: ["நேற்று தண்ணீர் பாய்ச்சினேன்.", "கிணற்றுத் தண்ணீர்."],
    .variety: ["ADT 45.", "பொன்னி."],
    .place: ["திருவையாறு, தஞ்சாவூர் மாவட்டம்.", "மணப்பாறை பக்கம்."],
    .doThis: ["சரி, இன்று மாலை செய்கிறேன்.", "மருந்து பெயர் எழுதிக்கிட்டேன்."],
    .thanks: ["நன்றி 🙏"],
    .greeting: ["வணக்கம் 🙏"],
    .did: ["ஆமாம், போன வாரம் செய்தேன்.", "இல்லை, இன்னும் செய்யவில்லை."],
    .when: ["நேற்று காலை.", "போன வாரம்."],
    .howMuch: ["ஏக்கருக்கு ஒரு மூட்டை.", "இரண்டு கிலோ."],
    .yesNo: ["ஆமாம், அப்படித்தான்."],
    .question: ["பார்த்துச் சொல்கிறேன்."],
    .other: ["சரிங்க.", "புரிந்தது 👍"],
  ]

  private static let punjabiAnswers: [Intent: [String]] = [
    .picture: ["ਲਓ ਜੀ ਫੋਟੋ।", "ਹੁਣੇ ਖਿੱਚੀ ਹੈ 📷"],
    .area: ["ਪੰਜ ਏਕੜ ਹੈ ਜੀ।", "ਦੋ ਕਿੱਲੇ।"],
    .since: ["ਚਾਰ ਦਿਨ ਹੋ ਗਏ।", "ਕੱਲ੍ਹ ਤੋਂ।"],
    .water: ["ਪਰਸੋਂ ਪਾਣੀ ਲਾਇਆ ਸੀ।", "ਟਿਊਬਵੈੱਲ ਦਾ ਪਾਣੀ ਹੈ।"],
    .variety: ["PBW 826।", "HD 3086 ਜੀ।"],
    .place: ["ਪਿੰਡ ਰਾਏਕੋਟ, ਲੁਧਿਆਣਾ।", "ਸਮਰਾਲੇ ਕੋਲ।"],
    .doThis: ["ਠੀਕ ਹੈ ਜੀ, ਸ਼ਾਮ ਨੂੰ ਕਰ ਦਿਆਂਗੇ।", "ਦਵਾਈ ਕਿੱਥੋਂ ਮਿਲੂ?"],
    .thanks: ["ਮਿਹਰਬਾਨੀ ਜੀ 🙏"],
    .greeting: ["ਸਤ ਸ੍ਰੀ ਅਕਾਲ ਜੀ 🙏"],
    .did: ["ਹਾਂ ਜੀ, ਪਿਛਲੇ ਹਫ਼ਤੇ ਕੀਤੀ ਸੀ।", "ਨਹੀਂ ਜੀ, ਅਜੇ ਨਹੀਂ।"],
    .when: ["ਪਰਸੋਂ ਸਵੇਰੇ।", "ਪਿਛਲੇ ਹਫ਼ਤੇ।"],
    .howMuch: ["ਇੱਕ ਬੋਰੀ ਏਕੜ ਨੂੰ।", "ਦੋ ਕਿੱਲੋ।"],
    .yesNo: ["ਹਾਂ ਜੀ, ਇੰਝ ਹੀ ਹੈ।"],
    .question: ["ਵੇਖ ਕੇ ਦੱਸਾਂਗੇ।"],
    .other: ["ਠੀਕ ਹੈ ਜੀ।", "ਸਮਝ ਆ ਗਈ 👍"],
  ]

  private static let englishAnswers: [Intent: [String]] = [
    .picture: ["Here is the photo.", "Took this one just now 📷"],
    .area: ["About three acres.", "One and a half acres, the lower field."],
    .since: ["Three or four days now.", "Since Sunday, it is spreading."],
    .water: ["Watered two days ago.", "From the canal, every ten days."],
    .variety: ["The dealer said certified, I have the bag.", "Local seed, my own."],
    .place: ["Near Kolar, on the Bangalore road.", "Our village is Rongjeng."],
    .doThis: ["All right, I will do it this evening.", "Noted. How many days until the next one?"],
    .thanks: ["Thank you so much 🙏"],
    .greeting: ["Good day, thank you for answering."],
    .did: ["Yes, last week, in the evening.", "No, not yet. Should I?"],
    .when: ["The day before yesterday, in the morning.", "Last week."],
    .howMuch: ["One bag an acre.", "About two kilos."],
    .yesNo: ["Yes, it is so.", "Yes, on most of them."],
    .question: ["I will go and look, and tell you.", "I do not know, let me ask my father."],
    .other: ["Understood.", "Ok 👍"],
  ]
}
