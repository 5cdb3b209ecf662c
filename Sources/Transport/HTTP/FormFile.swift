// The parts of a form, and the files among them, read while they are sent.

import CCurl
import Glibc

/// A file that libcurl draws its bytes from. Opened before the request starts, so that a missing
/// file is an error of its own and not of the server's.
final class FormFile {
  let size: Int64
  private let descriptor: Int32

  init(path: String) throws(TransportError) {
    // A named pipe would block the loop for ever: only regular files pass.
    descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw .fileUnreadable(path: path, reason: systemWords(errno)) }
    var facts = stat()
    guard fstat(descriptor, &facts) == 0, facts.st_mode & S_IFMT == S_IFREG else {
      Glibc.close(descriptor)
      throw .fileUnreadable(path: path, reason: "not a regular file")
    }
    size = Int64(facts.st_size)
  }

  deinit { Glibc.close(descriptor) }

  /// A file that has shrunk ends the transfer, rather than leaving the server to wait.
  fileprivate func read(into buffer: UnsafeMutableRawPointer, count: Int) -> Int {
    let taken = Glibc.read(descriptor, buffer, count)
    if taken == 0 && lseek(descriptor, 0, SEEK_CUR) < off_t(size) {
      return Int(CURL_READFUNC_ABORT)
    }
    return taken >= 0 ? taken : Int(CURL_READFUNC_ABORT)
  }

  fileprivate func seek(to offset: Int64, from origin: Int32) -> Int32 {
    lseek(descriptor, off_t(offset), origin) >= 0 ? CURL_SEEKFUNC_OK : CURL_SEEKFUNC_FAIL
  }
}

/// The system's own words for an error number.
func systemWords(_ number: Int32) -> String { String(cString: strerror(number)) }

extension MultipartPart {
  /// Adds this part to a libcurl form.
  /// - Returns: the file that must live as long as the form.
  func add(to form: OpaquePointer) throws(TransportError) -> FormFile? {
    guard let part = curl_mime_addpart(form) else { throw .outOfMemory }
    curl_mime_name(part, field)
    switch content {
    case .text(let text):
      let bytes = Array(text.utf8)
      let code = bytes.withUnsafeBytes {
        curl_mime_data(part, $0.baseAddress?.assumingMemoryBound(to: CChar.self), $0.count)
      }
      guard code == CURLE_OK else { throw .outOfMemory }
      return nil
    case .file(let path, let name, let contentType):
      guard HTTPHeader("Content-Type", contentType).isWellFormed else {
        throw .malformedHeader(name: "Content-Type")
      }
      let file = try FormFile(path: path)
      curl_mime_filename(part, name)
      curl_mime_type(part, contentType)
      curl_mime_data_cb(
        part, curl_off_t(file.size),
        { buffer, size, count, context in
          guard let buffer, let context else { return Int(CURL_READFUNC_ABORT) }
          return Unmanaged<FormFile>.fromOpaque(context).takeUnretainedValue()
            .read(into: buffer, count: size * count)
        },
        { context, offset, origin in
          guard let context else { return CURL_SEEKFUNC_FAIL }
          return Unmanaged<FormFile>.fromOpaque(context).takeUnretainedValue()
            .seek(to: Int64(offset), from: origin)
        }, nil, Unmanaged.passUnretained(file).toOpaque())
      return file
    }
  }
}
