// Takes in the form of one upload: its bytes are read and written to the disk on another thread, so
// that nobody else waits for either, and in the order in which they came.

import NIOCore
import NIOPosix
import SandboxCore

/// One upload on its way; lives on the connection's event loop.
final class UploadReception {
  /// In bytes: reading stops above the one and goes on below the other.
  private static let highWater = 1 << 20
  private static let lowWater = 256 << 10

  private let writer: UploadWriter
  private let threads: NIOThreadPool
  private let loop: any EventLoop
  private var waiting: [ByteBuffer] = []
  private var held = 0
  private var isHigh = false
  private var isWorking = false
  private var isOver = false
  /// Whether the last byte of the form came.
  private(set) var hasEnded = false

  /// Told whether more waits for the disk than should.
  var onPressure: (Bool) -> Void = { _ in }
  /// Called once, with the upload or with the reason why there is none.
  var onEnd: (Result<Upload, SandboxError>) -> Void = { _ in }

  init(
    _ form: MultipartReader, _ sandbox: Sandbox, _ threads: NIOThreadPool, on loop: any EventLoop
  ) {
    writer = UploadWriter(form, sandbox)
    self.threads = threads
    self.loop = loop
  }

  func take(_ buffer: ByteBuffer) {
    guard !isOver else { return }
    waiting.append(buffer)
    held += buffer.readableBytes
    if held > Self.highWater { press(true) }
    work()
  }

  func end() {
    hasEnded = true
    work()
  }

  /// Forgets the upload; its files go with it.
  func cancel() {
    isOver = true
    waiting = []
    onEnd = { _ in }
    onPressure = { _ in }
  }

  private func press(_ isHigh: Bool) {
    guard self.isHigh != isHigh else { return }
    self.isHigh = isHigh
    onPressure(isHigh)
  }

  private func work() {
    guard !isWorking, !isOver, hasEnded || !waiting.isEmpty else { return }
    isWorking = true
    let buffers = waiting
    waiting = []
    let bound = NIOLoopBound(self, eventLoop: loop)
    let isLast = hasEnded
    let writer = writer
    threads.runIfActive(eventLoop: loop) { () -> Result<Upload?, SandboxError> in
      do throws(SandboxError) {
        for buffer in buffers { try writer.take(buffer) }
        return .success(isLast ? try writer.finish() : nil)
      } catch {
        return .failure(error)
      }
    }.whenComplete { result in
      let taken = buffers.reduce(0) { $0 + $1.readableBytes }
      switch result {
      case .success(let result): bound.value.worked(result, taken: taken)
      // The threads are gone: the server stops.
      case .failure: bound.value.cancel()
      }
    }
  }

  private func worked(_ result: Result<Upload?, SandboxError>, taken: Int) {
    isWorking = false
    guard !isOver else { return }
    held -= taken
    switch result {
    case .success(nil):
      if held < Self.lowWater { press(false) }
      work()
    case .success(let upload?): finish(.success(upload))
    case .failure(let error): finish(.failure(error))
    }
  }

  private func finish(_ result: Result<Upload, SandboxError>) {
    let onEnd = onEnd
    press(false)
    cancel()
    onEnd(result)
  }
}

/// Reads the form and writes its files. `UploadReception` lets one thread at a time at it, each after
/// the one before has come back to the event loop.
private final class UploadWriter: @unchecked Sendable {
  private var form: MultipartReader
  private let sandbox: Sandbox
  private var upload = Upload(type: nil, parts: [])
  private var file: IncomingFile?

  init(_ form: MultipartReader, _ sandbox: Sandbox) {
    self.form = form
    self.sandbox = sandbox
  }

  func take(_ buffer: ByteBuffer) throws(SandboxError) {
    for piece in try form.read(buffer.readableBytesView) {
      switch piece {
      case .field(let name, let value): if name == "type" { upload.type = value }
      case .file(let field, let name, let contentType):
        let file = try sandbox.newArrival()
        upload.parts.append(
          .init(field: field, fileName: name, contentType: contentType, content: .file(file)))
        self.file = file
      case .bytes(let bytes): try file?.write(bytes)
      case .endOfFile: try file?.finish()
      }
    }
  }

  func finish() throws(SandboxError) -> Upload {
    try form.finish()
    return upload
  }
}
