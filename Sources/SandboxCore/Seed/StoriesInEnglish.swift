// Conversations in English, and the long one.

import ChatModel
import SplitMix

extension Story {
  static let english: [Story] = [
    Story(
      "Thomas", "Mathew", "thomas", .english, agent: "kiran", .waiting, ago: 29,
      """
      > Good morning. Pepper vines are wilting one after another, roots are black.
      < Good morning Thomas. That is foot rot, Phytophthora. Is water standing at the base after rain?
      > Yes, two days sometimes
      < Open drainage channels first. Then drench with 1% Bordeaux mixture, 5 litres a vine, and Trichoderma a fortnight later. Not both together: copper kills Trichoderma.
      > Understood. Should I pull out the dead vines or leave them till summer?
      """),
    Story(
      "Joseph", "Lepcha", "joseph", .english, agent: "ravi", .open, ago: 330,
      """
      > Large cardamom prices at Gangtok today?
      < ₹1,720 per kg for the big grade, ₹1,540 for the small.
      > Buyer is offering 1,600 at the farm gate
      < Ask whether he pays the moisture cut. Below 12% moisture 1,600 at the gate is fair, you save the truck.
      > Thanks, good advice 👍
      < You are welcome. Get the weight slip signed.
      """),
    Story(
      "Venkat", "Rao", "venkat", .english, agent: "ravi", .waiting, ago: 40,
      """
      > Chilli leaves are curling upward, fruits scarred. I sprayed imidacloprid twice already, it does nothing any more. Attached is what the whole block looks like from the road. The worst part is on the east side, next to the neighbour who has already uprooted his crop and left it lying there; since then we see small black insects inside the flowers, 20 or 30 in one flower. My brother-in-law says burn everything. The dealer wants to sell me a mixture of three medicines in one tank, 2,800 rupees for an acre, and cannot tell me what is in it. I would rather know what the insect is before I pay.⏎⏎Acres: 3⏎Variety: Teja⏎Age: 95 days⏎Water: drip, alternate days⏎Last spray: 6 days ago
      > @field.jpg
      < You are right to ask first. 20–30 dark thrips in a flower is the invasive black thrips (Thrips parvispinus). Imidacloprid will not hold it, and tank mixes breed resistance.
      < 1. Blue sticky traps, 40 an acre, at flower height.⏎2. Remove and bury fallen flowers.⏎3. Spinetoram 11.7 SC 180 ml an acre, once, in the evening.⏎4. Neem oil 3% five days later.⏎5. No repeat of the same group for 15 days.
      > Blue, not yellow? Dealer has only yellow.
      """),
    Story(
      "Fatima", "Sheikh", "fatima", .english, agent: "kiran", .resolved, ago: 5_000,
      """
      > Is PMFBY premium for rabi wheat 2% or 1.5%?
      < 1.5% of the sum insured for rabi food crops and oilseeds, 2% for kharif, 5% for commercial and horticulture crops.
      > Last date?
      < 31 December for your district. Keep the sowing certificate from the patwari.
      > Done today, policy slip received. Thank you!
      < Wonderful. Save a photo of the slip 📸
      """),
    Story(
      "Bijoy", "Das", "bijoy", .english, agent: "ravi", .resolved, ago: 9_400,
      """
      > Stem borer in boro rice, dead hearts coming out when pulled
      < What share of tillers? Count 20 hills.
      > About 8 in 100
      < Over 5% is the limit. Cartap hydrochloride 4G, 8 kg an acre in standing water, hold the water 3 days.
      > Ok sir
      < And light traps from the next season, one an acre.
      """),
    Story(
      "Nagaraj", "Gowda", "nagaraj", .english, agent: "ravi", .open, ago: 700,
      """
      > @mandi-board.png
      > Board at Kolar yesterday. Tomato row is the last one, per quintal. Sell or wait?
      < Arrivals from Madanapalle are falling, prices should firm up within the week. If your fruit is at breaker stage, hold half.
      > Will hold half. 🍅
      < Write on Thursday, we look at the arrivals again.
      """),
    Story(
      "Imran", "Qureshi", "imran", .english, agent: "ravi", .closed, ago: 29_200,
      """
      > Mango hoppers on the panicles, sticky leaves
      < At panicle emergence spray once, thiamethoxam 25 WG 0.3 g a litre, then again at pea size, never at full bloom.
      > Flowers open already
      < Then only water-jet washing now, and protect the bees.
      > Thanks
      """),
    Story(
      "Lalita", "Oraon", "lalita", .english, agent: "kiran", .resolved, ago: 13_500,
      """
      > brinjal fruit has holes and worm inside
      > @tomato-leaf.png
      > sorry wrong photo 😅 that is tomato
      < No trouble! For brinjal: clip the drooping shoots weekly, pheromone traps 12 an acre, and pick bored fruit daily. Your tomato in the photo has leaf curl, by the way: pull that plant.
      > two answers for one question 😂 thank you madam
      < Any time!
      """),
    Story(
      "Deepak", "Rawat", "deepak", .english, agent: "ravi", .waiting, ago: 14,
      """
      > Apple scab again this year. Which spray after leaf fall?
      < 5% urea on the fallen leaves so that they rot before spring. It takes the scab with them.
      > 5% of urea means how many kg in a 200 l drum? Sorry for the basic question
      """),
    Story(
      "Grace", "Marak", "grace", .english, agent: nil, .waiting, ago: 9,
      """
      > Hello, is there anyone who speaks Garo? If not English is ok. I need a soil test for 2 acres of ginger.
      """),
    Story(
      "Prakash", "Naik", "prakash", .english, agent: "ravi", .open, ago: 2_100,
      """
      > Areca nut yellow leaf, three trees
      < Send a photo of the crown and of a cut root, please.
      > Will do on Sunday, my son has the phone
      < No hurry, Sunday is fine.
      """),
    Story(
      "Rahima", "Begum", "rahima", .english, agent: nil, .closed, ago: 33_600,
      """
      > Wrong number sorry
      """),
  ]

  /// A trader asks for a price every morning: the conversation that is long.
  static let priceWatch = Story(
    "Devendra", "Joshi", "devendra", .english, agent: "ravi", .open, ago: 380,
    priceScript(days: 104))

  private static func priceScript(days: Int) -> String {
    let crops = [
      ("wheat", 2425), ("soybean", 4480), ("mustard", 5950), ("gram", 5335), ("onion", 1850),
      ("maize", 2225), ("garlic", 9100), ("cotton", 7121),
    ]
    let markets = ["Indore", "Ujjain", "Neemuch", "Mandsaur", "Dewas"]
    let thanks = [
      "Ok", "Thank you", "Noted 👍", "Will wait", "Selling today then", "Too low, holding",
      "Truck leaves at 11", "🙏", "Better than yesterday", "Same as Ratlam",
    ]
    var chance = SplitMix64(seed: 104)
    var lines: [String] = []
    for day in 0..<days {
      let (crop, base) = crops[day % crops.count]
      let market = markets[Int.random(in: 0..<markets.count, using: &chance)]
      let price = base + Int.random(in: -18...18, using: &chance) * 5
      let bags = Int.random(in: 4...90, using: &chance) * 100
      lines += [
        "> \(market) \(crop) today?",
        "< \(market), \(crop): ₹\(price) a quintal, \(bags) bags arrived.",
      ]
      guard day < days - 1 else { break }
      lines += [
        "> \(thanks[Int.random(in: 0..<thanks.count, using: &chance)])",
        day % 14 == 13 ? "--" : "-",
      ]
    }
    return lines.joined(separator: "\n")
  }
}
