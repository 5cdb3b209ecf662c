import Foundation

/// The inputs that are kept beside the tests: `Corpus/DECODER/NAME`. What a long run finds is put
/// there once it is mended.
enum Corpus {
  private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "Corpus")

  static func inputs(of decoder: String) -> [[UInt8]] {
    let folder = folder.appending(path: decoder)
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    return names.sorted().compactMap { name in
      (try? Data(contentsOf: folder.appending(path: name))).map { [UInt8]($0) }
    }
  }
}
