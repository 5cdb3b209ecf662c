/// What tmux passes on to the terminal around it as it stands, where `allow-passthrough` lets it.
enum TmuxPassage {
  /// One string for a terminal, wrapped: each ESC in it is doubled.
  static func wrapped(_ string: [UInt8]) -> [UInt8] {
    Array("\u{1B}Ptmux;".utf8) + string.flatMap { $0 == 0x1B ? [$0, $0] : [$0] }
      + Array("\u{1B}\\".utf8)
  }
}
