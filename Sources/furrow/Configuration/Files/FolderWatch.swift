import CPosix
import Dispatch
import Foundation

/// Tells when files of a folder change; the folder may come into being later. Where the system tells
/// nothing, nothing is told.
final class FolderWatch {
  private let source: (any DispatchSourceRead)?

  /// `onChange` is called on a queue of its own; changes that come together may be told once.
  init(_ folder: URL, onChange: @escaping @Sendable () -> Void) {
    let descriptor = cposix_folder_changes()
    guard descriptor >= 0 else {
      source = nil
      return
    }
    let (path, parent) = (folder.path, folder.deletingLastPathComponent().path)
    _ = cposix_folder_watch_names(descriptor, parent)
    _ = cposix_folder_watch_files(descriptor, path)
    let queue = DispatchQueue(label: "furrow.folder")
    let source = DispatchSource.makeReadSource(fileDescriptor: descriptor, queue: queue)
    source.setEventHandler {
      cposix_folder_drain(descriptor)
      // The folder may just have been made; to watch it twice is to watch it once.
      _ = cposix_folder_watch_files(descriptor, path)
      onChange()
    }
    source.setCancelHandler { close(descriptor) }
    source.resume()
    self.source = source
  }

  deinit { source?.cancel() }
}
