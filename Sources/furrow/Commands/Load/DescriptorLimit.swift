import Foundation
import Sentences

/// How many files and sockets this process may hold open.
enum DescriptorLimit {
  /// What one client takes: sockets, timers and what wakes its threads.
  static let perPerson = 12
  /// For all else.
  private static let reserve = 100

  /// Takes as many as the system lets.
  ///
  /// - Throws: a sentence when so many people need more.
  static func make(roomFor people: Int) throws(Failure) {
    var limit = rlimit()
    let resource = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
    guard getrlimit(resource, &limit) == 0 else { return }
    let needed = people * perPerson + reserve
    guard limit.rlim_cur < rlim_t(needed) else { return }
    guard limit.rlim_max >= rlim_t(needed) else {
      let most = max(0, (Int(clamping: limit.rlim_max) - reserve) / perPerson)
      let facts = said(
        "\(people) people need \(needed) descriptors and this process may hold \(limit.rlim_max)")
      let way =
        most == 0
        ? said("raise `ulimit -n`.")
        : said(
          most,
          one: "take 1 person, raise `ulimit -n`, or run it on several machines and --merge.",
          more: """
            take \(most) people, raise `ulimit -n`, or run it on several machines and --merge.
            """)
      throw Failure(.usage, "\(facts): \(way)")
    }
    limit.rlim_cur = rlim_t(needed)
    setrlimit(resource, &limit)
  }
}
