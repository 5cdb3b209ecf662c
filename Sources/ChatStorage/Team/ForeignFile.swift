package import Foundation

/// Reading files that anybody may have put there.
package enum ForeignFile {
  /// nil for what is no file or larger than `most` bytes. A pipe is not waited for.
  ///
  /// - Parameter followsLinks: false: a link is no file.
  package static func bytes(of file: URL, most: Int, followsLinks: Bool) -> Data? {
    let flags = O_RDONLY | O_CLOEXEC | O_NONBLOCK | (followsLinks ? 0 : O_NOFOLLOW)
    let descriptor = open(file.path, flags)
    guard descriptor >= 0 else { return nil }
    let handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
    var facts = stat()
    guard fstat(descriptor, &facts) == 0, facts.st_mode & S_IFMT == S_IFREG, facts.st_size <= most
    else { return nil }
    // Nothing at all is read of an empty file.
    guard let data = try? handle.read(upToCount: most + 1) else {
      return facts.st_size == 0 ? Data() : nil
    }
    return data.count <= most ? data : nil
  }
}
