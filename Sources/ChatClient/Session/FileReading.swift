import Foundation
import Sentences

extension FileInspection {
  /// Looks at a file on the disk. Only regular files are opened: a pipe would never end.
  init(reading path: String) {
    let url = URL(fileURLWithPath: path).resolvingSymlinksInPath()
    do {
      let facts = try FileManager.default.attributesOfItem(atPath: url.path)
      let type = facts[.type] as? FileAttributeType
      guard type == .typeRegular else {
        let problem =
          type == .typeDirectory
          ? said("it is a folder; choose a file in it") : said("it is not a file")
        self.init(path: path, result: .failure(Problem(problem)))
        return
      }
      let handle = try FileHandle(forReadingFrom: url)
      defer { try? handle.close() }
      let head = try handle.read(upToCount: MediaSniffer.headLength) ?? Data()
      let size = (facts[.size] as? NSNumber)?.intValue ?? 0
      self.init(
        path: path,
        result: .success(
          Facts(
            size: size, head: Array(head), changedAt: facts[.modificationDate] as? Date)))
    } catch {
      self.init(path: path, result: .failure(Problem(Self.words(error))))
    }
  }

  private static func words(_ error: any Error) -> String {
    switch (error as? CocoaError)?.code {
    case .fileReadNoSuchFile, .fileNoSuchFile: said("there is no such file")
    case .fileReadNoPermission: said("you may not read it")
    default: said("the disk does not give it")
    }
  }
}
