package import ChatModel

extension MediaKind {
  /// What the screen calls it, in rows, in messages and in what the filter looks through.
  package var label: String {
    switch self {
    case .image: "image"
    case .audio: "voice"
    case .video: "video"
    }
  }
}
