package import ChatModel
import Sentences

extension MediaKind {
  /// What the screen calls it, in rows, in messages and in what the filter looks through.
  package var label: String {
    switch self {
    case .image: said("image")
    case .audio: said("voice")
    case .video: said("video")
    }
  }
}
