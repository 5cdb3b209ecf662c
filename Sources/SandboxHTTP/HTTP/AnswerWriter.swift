// Writes the body of one answer in pieces, each when the one before has left, so that a slow reader
// costs a piece and not the whole.

import Glibc
import NIOCore
import NIOHTTP1

/// Writes one body; lives on the connection's event loop.
final class AnswerWriter {
  private static let piece = 128 << 10

  private enum Rest {
    case nothing
    case bytes(ByteBuffer)
    /// An open file, and what of it is still to go.
    case file(Int32, Range<Int>)
  }

  private var rest = Rest.nothing
  private let context: ChannelHandlerContext
  /// Told how many bytes have left.
  private let onMove: (Int) -> Void
  private let onLast: () -> Void
  private let onEnd: () -> Void

  /// A body that cannot be read or sent closes the connection.
  /// - Parameters:
  ///   - onLast: called before the end is handed over: the next request may come with that.
  ///   - onEnd: called once everything has left.
  init(
    to context: ChannelHandlerContext, onMove: @escaping (Int) -> Void,
    onLast: @escaping () -> Void, onEnd: @escaping () -> Void
  ) {
    self.context = context
    self.onMove = onMove
    self.onLast = onLast
    self.onEnd = onEnd
  }

  deinit { closeFile() }

  func write(_ body: HTTPAnswer.Body) {
    switch body {
    case .bytes(let bytes):
      if !bytes.isEmpty { rest = .bytes(context.channel.allocator.buffer(bytes: bytes)) }
    case .file(let path, let range):
      let file = open(path, O_RDONLY | O_CLOEXEC)
      guard file >= 0 else { return context.close(promise: nil) }
      rest = .file(file, range)
    }
    next()
  }

  private func closeFile() {
    if case .file(let file, _) = rest { close(file) }
    rest = .nothing
  }

  private func next() {
    switch rest {
    case .bytes(var buffer) where buffer.readableBytes > 0:
      guard let part = buffer.readSlice(length: min(Self.piece, buffer.readableBytes)) else {
        return
      }
      rest = .bytes(buffer)
      write(part)
    case .file(let file, let range) where !range.isEmpty:
      var part = context.channel.allocator.buffer(capacity: min(Self.piece, range.count))
      let count = part.writeWithUnsafeMutableBytes(minimumWritableBytes: 0) { space in
        max(0, pread(file, space.baseAddress, min(space.count, range.count), range.lowerBound))
      }
      guard count > 0 else { return fail() }
      rest = .file(file, (range.lowerBound + count)..<range.upperBound)
      write(part)
    default:
      closeFile()
      onLast()
      send(.end(nil)) { $0.onEnd() }
    }
  }

  private func write(_ part: ByteBuffer) {
    send(.body(.byteBuffer(part))) { writer in
      writer.onMove(part.readableBytes)
      writer.next()
    }
  }

  private func send(_ part: HTTPServerResponsePart, then: @escaping (AnswerWriter) -> Void) {
    let written = context.eventLoop.makePromise(of: Void.self)
    let bound = NIOLoopBound((self, then), eventLoop: context.eventLoop)
    written.futureResult.whenComplete { result in
      let (writer, then) = bound.value
      if case .success = result { then(writer) } else { writer.fail() }
    }
    context.writeAndFlush(NIOAny(part), promise: written)
  }

  private func fail() {
    closeFile()
    context.close(promise: nil)
  }
}
