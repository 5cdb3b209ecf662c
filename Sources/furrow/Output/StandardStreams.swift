import Foundation
import Sentences

/// The process's three streams by their descriptors: a failure is told, and none traps.
enum StandardStreams {
  /// Takes the places of streams that the caller has closed. Otherwise the next file that is opened,
  /// a database say, gets a stream's number and what is printed lands in it.
  ///
  /// What stands there instead fails as a closed stream does: it is open the other way round.
  static func takeClosedPlaces() {
    let streams = [
      (STDIN_FILENO, O_WRONLY), (STDOUT_FILENO, O_RDONLY), (STDERR_FILENO, O_RDONLY),
    ]
    for (descriptor, mode) in streams where fcntl(descriptor, F_GETFD) == -1 {
      // The lowest free number is this one.
      _ = open("/dev/null", mode)
    }
  }

  /// Writes all of it, and ends the process where stdout does not take it: quietly with 141 when
  /// nobody reads any more, else with a sentence and 74.
  static func print(_ text: String, orTell tell: (Failure) -> Void) {
    guard let error = write(text, to: STDOUT_FILENO) else { return }
    // At once: what the libraries do at an orderly end meets their threads, which are still at work.
    if error == EPIPE { _exit(141) }
    let failure = Failure(
      .cannotStore, said("The output cannot be written: \(String(cString: strerror(error)))."))
    tell(failure)
    _exit(failure.status.rawValue)
  }

  /// Writes all of it to stderr; where that cannot be, there is nobody to tell.
  static func printError(_ text: String) {
    _ = write(text, to: STDERR_FILENO)
  }

  /// All of standard input.
  static func readAll() throws(Failure) -> Data {
    guard let data = Descriptor.read(STDIN_FILENO, atMost: longestInput + 1) else {
      let reason = String(cString: strerror(errno))
      throw Failure(.usage, said("Standard input cannot be read: \(reason). Nothing was sent."))
    }
    guard data.count <= longestInput else {
      throw Failure(.rejected, said("Standard input is longer than 64 MB: nothing was sent."))
    }
    return data
  }

  /// The next line of standard input without blanks around it; nil when there is none, or none that
  /// could be a secret.
  static func readLine() -> String? {
    var line = Data()
    // One byte at a time: what follows the line is another's.
    while let next = Descriptor.read(STDIN_FILENO, atMost: 1), let byte = next.first, byte != 0x0A {
      line.append(byte)
      guard line.count <= SecretFile.longest else { return nil }
    }
    return String(data: line, encoding: .utf8)?.trimmingCharacters(in: .whitespacesAndNewlines)
  }

  /// In bytes; more than any server takes.
  private static let longestInput = 64 << 20

  /// The error number; nil when all of it is written.
  private static func write(_ text: String, to descriptor: Int32) -> Int32? {
    // The signal would come before the answer; blocked in this thread, it ends nothing.
    var pipeSignal = sigset_t()
    var before = sigset_t()
    sigemptyset(&pipeSignal)
    sigaddset(&pipeSignal, SIGPIPE)
    pthread_sigmask(SIG_BLOCK, &pipeSignal, &before)
    var text = text
    let error = text.withUTF8 { bytes -> Int32? in
      var rest = bytes[...]
      while !rest.isEmpty {
        let count = Foundation.write(
          descriptor, UnsafeBufferPointer(rebasing: rest).baseAddress, rest.count)
        if count >= 0 {
          rest = rest.dropFirst(count)
        } else if errno == EAGAIN {
          var ready = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
          _ = poll(&ready, 1, -1)
        } else if errno != EINTR {
          return errno
        }
      }
      return nil
    }
    if error != EPIPE { pthread_sigmask(SIG_SETMASK, &before, nil) }
    return error
  }
}

/// Reading a descriptor that may be anything.
enum Descriptor {
  /// What comes until its end, at most so many bytes; nil when it cannot be read, with `errno` set.
  static func read(_ descriptor: Int32, atMost most: Int) -> Data? {
    var data = Data()
    var buffer = [UInt8](repeating: 0, count: 64 << 10)
    while data.count < most {
      let wanted = min(buffer.count, most - data.count)
      let count = Foundation.read(descriptor, &buffer, wanted)
      if count == 0 { break }
      if count > 0 {
        data.append(contentsOf: buffer[..<count])
      } else if errno == EAGAIN {
        var ready = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        _ = poll(&ready, 1, -1)
      } else if errno != EINTR {
        return nil
      }
    }
    return data
  }
}
