/// Files as one archive, as tar(5) reads it (POSIX ustar).
package enum TarFile {
  package struct Member: Hashable, Sendable {
    /// With slashes; up to 100 bytes.
    package let name: String
    package let content: [UInt8]

    package init(name: String, content: [UInt8]) {
      self.name = name
      self.content = content
    }
  }

  private static let block = 512

  /// - Parameter time: of each member, in seconds since 1970.
  package static func bytes(of members: [Member], time: Int) -> [UInt8] {
    var archive: [UInt8] = []
    for member in members {
      archive += head(of: member, time: time) + member.content
      archive += zeros((block - member.content.count % block) % block)
    }
    return archive + zeros(2 * block)
  }

  private static func head(of member: Member, time: Int) -> [UInt8] {
    var head = zeros(block)
    func put(_ text: String, at place: Int, most: Int) {
      for (offset, byte) in text.utf8.prefix(most).enumerated() { head[place + offset] = byte }
    }
    put(member.name, at: 0, most: 100)
    put("0000600", at: 100, most: 8)
    put("0000000", at: 108, most: 8)
    put("0000000", at: 116, most: 8)
    put(octal(member.content.count, digits: 11), at: 124, most: 12)
    put(octal(max(0, time), digits: 11), at: 136, most: 12)
    put("        ", at: 148, most: 8)
    put("0", at: 156, most: 1)
    put("ustar", at: 257, most: 6)
    put("00", at: 263, most: 2)
    let sum = head.reduce(0) { $0 + Int($1) }
    put(octal(sum, digits: 6) + "\0 ", at: 148, most: 8)
    return head
  }

  private static func octal(_ number: Int, digits: Int) -> String {
    let text = String(number, radix: 8)
    return String(repeating: "0", count: max(0, digits - text.count)) + text
  }

  private static func zeros(_ count: Int) -> [UInt8] { Array(repeating: 0, count: count) }
}
