import ChatModel

/// What goes wrong in one seed, and which dialect its server speaks. Everything is drawn before the
/// first second, so that a change in the client does not change the weather.
struct Weather: Sendable {
  enum Acknowledging: Sendable { case never, always, refusalsOnly }

  // The server's dialect.
  /// Row 4.
  var echoesTempIDs: Bool
  /// The history carries `tempId`, too.
  var storesTempIDs: Bool
  /// How many sends are confirmed by `message:sent`.
  var confirms: Double
  var datesConfirmations: Bool
  /// The sender hears `message:new` of its own messages.
  var broadcastsToSender: Bool
  var broadcastsREST: Bool
  /// Row 3.
  var notifiesInRoom: Bool
  /// Row 7.
  var acknowledging: Acknowledging
  /// Row 11.
  var newestPageFirst: Bool
  /// No page is longer, whatever is asked for.
  var pageLimit: Int
  /// Answers carry the server's time.
  var datesAnswers: Bool
  /// Seconds that the clock of its answers is ahead of the one of its messages.
  var answersAhead: Double
  /// Seconds from hearing to doing, at the most.
  var slowness: Double
  /// How many events never leave the server, while the weather is bad.
  var eventLoss: Double
  /// How many events leave it twice.
  var eventRepetition: Double
  /// How many harmless events are answered with an `error` that names nothing.
  var strayErrors: Double

  // The network.
  var cuts: Int
  var outages: Int
  var stalls: Int
  /// How many REST calls fail, in any of the ways.
  var callFaults: Double
  /// How often the server sends the client away (row 29).
  var sentAways = 0
  /// How often it wants to be left alone for a while (row 30).
  var holds = 0
  /// Seconds.
  var latency: Double

  // This computer.
  /// The client's clock less the server's, in seconds.
  var clockError: Double
  var clockJumps: Int
  var deaths: Int
  /// Of the deaths those that take the machine's unsynced writes along.
  var powerCuts: Double
  var fullDisks: Int
  var slowDisk: Double
  var revocations: Int

  // The people.
  var role: Role
  var conversations: Int
  var acts: Int
  /// Seconds until the weather clears.
  var duration: Double
  /// How many texts are such as were said before.
  var sameness: Double
  /// Another device of the same user repeats what was just written here.
  var twins: Double
  /// What other processes of the account do.
  var scripts: Int

  init(_ random: inout SeededRandom) {
    echoesTempIDs = random.chance(0.5)
    storesTempIDs = random.chance(0.1)
    confirms = random.one(of: [1, 1, 1, 0.8, 0.4, 0]) ?? 1
    datesConfirmations = random.chance(0.85)
    broadcastsToSender = random.chance(0.7)
    broadcastsREST = random.chance(0.15)
    notifiesInRoom = random.chance(0.5)
    acknowledging =
      random.one(of: [.never, .never, .never, .always, .refusalsOnly]) ?? .never
    newestPageFirst = random.chance(0.6)
    pageLimit = random.one(of: [100, 100, 50, 20, 7, 3]) ?? 100
    datesAnswers = random.chance(0.85)
    answersAhead = random.chance(0.2) ? random.seconds(-60...60) : 0
    slowness = random.one(of: [0.05, 0.05, 0.5, 2, 5]) ?? 0.05
    eventLoss = random.chance(0.3) ? 0.1 : 0
    eventRepetition = random.chance(0.3) ? 0.2 : 0
    strayErrors = random.chance(0.15) ? 0.2 : 0
    cuts = random.number(0...4)
    outages = random.chance(0.4) ? random.number(1...2) : 0
    stalls = random.chance(0.4) ? random.number(1...3) : 0
    callFaults = random.one(of: [0, 0.05, 0.2, 0.5]) ?? 0
    latency = random.one(of: [0.05, 0.2, 1]) ?? 0.05
    clockError = random.chance(0.5) ? random.seconds(-600...600) : 0
    clockJumps = random.chance(0.15) ? 1 : 0
    deaths = random.chance(0.6) ? random.number(1...3) : 0
    powerCuts = 0.3
    fullDisks = random.chance(0.2) ? 1 : 0
    slowDisk = random.one(of: [0.005, 0.005, 0.005, 0.3, 2]) ?? 0.005
    revocations = random.chance(0.15) ? 1 : 0
    role = random.chance(0.8) ? .support : .user
    conversations = role == .user ? 1 : random.number(1...3)
    acts = random.number(4...30)
    duration = random.seconds(20...150)
    sameness = random.one(of: [0, 0.3, 0.8]) ?? 0
    twins = 0
    scripts = random.chance(0.3) ? random.number(1...6) : 0
  }
}
