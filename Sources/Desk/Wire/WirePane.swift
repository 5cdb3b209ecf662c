package import ChatModel

/// The wire of all identities of this desk, as long as it is open; closed it holds nothing.
package struct WirePane: Hashable, Sendable {
  /// The most records that are kept; the oldest go first.
  package static let mostRecords = 5000
  /// What they may weigh together, in bytes.
  package static let mostBytes = 64 << 20
  /// The most lines of one record that are shown.
  package static let mostLines = 5000

  package internal(set) var isOpen = false
  /// The list stands still; what comes is kept as long as there is room.
  package private(set) var isPaused = false
  package private(set) var filter: WireFilter?
  /// What `n` and `N` look for.
  package private(set) var search: WireFilter?
  /// What is known of the beginning and of the server's clock.
  package private(set) var header: WireHeader?
  /// Records that there was no room for, because the list stood still or they came too fast.
  package private(set) var lost = 0
  /// The number of the chosen record; nil: the newest, whichever that is.
  package private(set) var cursor: Int?
  /// The first line of the chosen record that is shown.
  package internal(set) var frameTop = 0
  /// Phone numbers stand there as they are.
  package internal(set) var isUnmasked = false
  /// Of each identity, by its profile's name, in the order in which it was heard of.
  package private(set) var strips: [WireStrip] = []
  /// What was sent by hand and waits for an answer.
  var acts: [WireAct] = []
  /// What is saved as events of the person's own.
  package internal(set) var library: [EventTemplate] = []

  private(set) var entries = Ring<WireEntry>(limit: mostRecords)
  /// The numbers of those that the filter lets through.
  private var shown = Ring<Int>(limit: mostRecords)
  private var weight = 0
  private var mask = WireMask(seed: 0)

  // MARK: What is there

  package var count: Int { entries.count }
  package var shownCount: Int { shown.count }

  /// What takes phone numbers out of what is shown and copied; nil: they stay.
  package var masking: WireMask? { isUnmasked ? nil : mask }

  /// The record that is shown at a place, from the oldest.
  package func entry(atShown place: Int) -> WireEntry? {
    shown.count > place && place >= 0 ? entry(numbered: shown[place]) : nil
  }

  package func entry(numbered number: Int) -> WireEntry? {
    let place = entries.place { $0.record.number < number }
    guard place < entries.count, entries[place].record.number == number else { return nil }
    return entries[place]
  }

  /// What answered a record: an acknowledgement before anything else; nil where nothing is kept.
  func answer(to number: Int) -> WireRecord? {
    let first = entries.place { $0.record.number <= number }
    let answers = (first..<max(first, entries.count)).lazy.map { entries[$0] }.filter {
      $0.relation.answers == number
    }.map(\.record)
    return answers.first { $0.isPacket && $0.name == "ack" } ?? answers.first
  }

  /// The place of the chosen record among those that are shown; nil where none is.
  package var cursorPlace: Int? {
    guard !shown.isEmpty else { return nil }
    guard let cursor else { return shown.count - 1 }
    return min(shown.place { $0 < cursor }, shown.count - 1)
  }

  package var chosen: WireEntry? { cursorPlace.flatMap(entry(atShown:)) }

  /// What the filter lets through, from the oldest.
  var shownEntries: [WireEntry] { (0..<shown.count).compactMap(entry(atShown:)) }

  /// The same without what they have to do with one another.
  var shownRecords: [WireRecord] { shownEntries.map(\.record) }

  // MARK: What comes

  /// - Parameter seed: of this desk alone, so that nobody reads true phone numbers out of false ones
  mutating func open(seed: UInt64) {
    isOpen = true
    mask = WireMask(seed: seed)
  }

  mutating func note(_ news: WireNews) {
    guard isOpen else { return }
    header = news.header
    lost += news.lost
    for entry in news.entries { add(entry) }
  }

  private mutating func add(_ entry: WireEntry) {
    noteStrip(entry)
    let bytes = entry.record.weight
    // A single one beyond all bounds is kept alone.
    let isFull = entries.count == Self.mostRecords || weight + bytes > Self.mostBytes
    if isFull, isPaused {
      lost += 1
      return
    }
    while !entries.isEmpty,
      entries.count == Self.mostRecords || weight + bytes > Self.mostBytes
    {
      guard let oldest = entries.removeFirst() else { break }
      weight -= oldest.record.weight
      if shown.first == oldest.record.number { shown.removeFirst() }
    }
    entries.append(entry)
    weight += bytes
    if isLetThrough(entry) { shown.append(entry.record.number) }
  }

  private func isLetThrough(_ entry: WireEntry) -> Bool {
    filter?.matches(entry.record, entry.relation) ?? true
  }

  private mutating func noteStrip(_ entry: WireEntry) {
    let name = entry.record.identity
    let place: Int
    if let known = strips.firstIndex(where: { $0.name == name }) {
      place = known
    } else {
      guard strips.count < WireStrip.most else { return }
      place = strips.count
      strips.append(WireStrip(name: name))
    }
    strips[place].note(entry)
  }

  // MARK: What the person does

  mutating func pause(_ isPaused: Bool) {
    self.isPaused = isPaused
    if isPaused { hold() } else { follow() }
  }

  /// The chosen record stays chosen.
  private mutating func hold() { cursor = chosen?.record.number }

  mutating func follow() {
    cursor = nil
    frameTop = 0
  }

  mutating func move(by step: Int) {
    guard let place = cursorPlace else { return }
    moveTo(min(max(0, place + step), shown.count - 1))
  }

  mutating func moveTo(_ place: Int) {
    guard place >= 0, place < shown.count else { return }
    let old = chosen?.record.number
    cursor = place == shown.count - 1 && !isPaused ? nil : shown[place]
    if chosen?.record.number != old { frameTop = 0 }
  }

  /// - Returns: false when the filter hides it, or it is gone.
  mutating func moveTo(numbered number: Int) -> Bool {
    let place = shown.place { $0 < number }
    guard place < shown.count, shown[place] == number else { return false }
    moveTo(place)
    return true
  }

  mutating func use(_ filter: WireFilter?) {
    let chosen = chosen?.record.number
    self.filter = filter
    shown = Ring(limit: Self.mostRecords)
    for place in 0..<entries.count {
      let entry = entries[place]
      if isLetThrough(entry) { shown.append(entry.record.number) }
    }
    if cursor != nil, let chosen { cursor = chosen }
    frameTop = 0
  }

  mutating func look(for search: WireFilter?) { self.search = search }

  /// Goes to the next hit.
  ///
  /// - Parameter step: -1 to an older one, 1 to a newer one; from one end it goes on at the other
  /// - Returns: false when there is none
  mutating func goToHit(_ step: Int) -> Bool {
    guard let search, let start = cursorPlace else { return false }
    for distance in 1...shown.count {
      let place = ((start + step * distance) % shown.count + shown.count) % shown.count
      guard let entry = entry(atShown: place), search.matches(entry.record, entry.relation)
      else { continue }
      moveTo(place)
      return true
    }
    return false
  }

  /// Forgets what has come so far.
  mutating func clear() {
    entries = Ring(limit: Self.mostRecords)
    shown = Ring(limit: Self.mostRecords)
    (weight, lost, cursor, frameTop) = (0, 0, nil, 0)
  }

  /// Everything goes but what is the person's own.
  mutating func close() {
    let library = library
    self = WirePane()
    self.library = library
  }
}
