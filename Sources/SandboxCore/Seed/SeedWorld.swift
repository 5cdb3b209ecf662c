// The worlds a sandbox begins with.

import ChatModel

extension World {
  /// A new world; the same seed, random seed and time give the same one.
  init(seed: Seed, random: UInt64, at now: Millis) {
    self.init(idSeed: random)
    switch seed {
    case .empty: addOnePersonOfEachRole()
    case .demo: addOnePersonOfEachRole()
    }
  }

  private mutating func addOnePersonOfEachRole() {
    addPerson("Asha", "Rao", .admin)
    addPerson("Meera", "Iyer", .support)
    addPerson("Lakshmi", "Reddy", .user)
  }

  /// People sign in as `meera@furrow.example` with the password `meera-demo`.
  @discardableResult
  mutating func addPerson(
    _ firstName: String, _ lastName: String, _ role: Role, account: String? = nil,
    lastSeen: Millis? = nil
  ) -> UserID {
    let account = account ?? firstName.lowercased()
    let id = UserID(newID())
    let number = String(9_820_000_000 + people.count * 7_919_003 % 79_999_999)
    put(
      Person(
        id: id, firstName: firstName, lastName: lastName, phone: "+91" + number,
        email: "\(account)@furrow.example", role: role, password: "\(account)-demo",
        lastSeen: lastSeen))
    return id
  }
}
