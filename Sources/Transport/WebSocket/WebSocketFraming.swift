// Messages to frames and back (RFC 6455, section 5), by wslay, without a socket: bytes in, messages
// out, and the bytes that must go to the server collected to be sent together.

import CWslay

/// Not Sendable: it lives on its connection's thread.
final class WebSocketFraming {
  /// Why nothing more will be read.
  enum End: Equatable {
    /// The server's close frame; 1005 when it held no code.
    case closed(code: UInt16, reason: String)
    case violated
    case tooLarge
  }

  /// Everything read so far and not yet taken, oldest first.
  private(set) var messages: [WebSocketMessage] = []
  private(set) var end: End?
  private var context: wslay_event_context_ptr?
  private var input: ArraySlice<UInt8> = []
  private var output: [UInt8] = []
  private var masks: ArraySlice<UInt8> = []
  private var closeReason = ""

  /// - Parameter messageLimit: in bytes; a longer message ends the connection.
  init(messageLimit: Int) {
    var callbacks = wslay_event_callbacks()
    callbacks.recv_callback = { context, buffer, length, _, me in
      guard let buffer else { return -1 }
      let taken = WebSocketFraming.of(me).take(into: buffer, count: length)
      if taken == 0 {
        wslay_event_set_error(context, Int32(WSLAY_ERR_WOULDBLOCK.rawValue))
        return -1
      }
      return taken
    }
    callbacks.send_callback = { _, bytes, length, _, me in
      WebSocketFraming.of(me).output.append(
        contentsOf: UnsafeBufferPointer(start: bytes, count: length))
      return length
    }
    callbacks.genmask_callback = { _, buffer, length, me in
      guard let buffer else { return -1 }
      WebSocketFraming.of(me).makeMask(buffer, count: length)
      return 0
    }
    callbacks.on_msg_recv_callback = { _, message, me in
      guard let message else { return }
      WebSocketFraming.of(me).receive(message.pointee)
    }
    let code = wslay_event_context_client_init(
      &context, &callbacks, Unmanaged.passUnretained(self).toOpaque())
    precondition(code == 0, "wslay_event_context_client_init: \(code)")
    wslay_event_config_set_max_recv_msg_length(context, UInt64(messageLimit))
  }

  deinit { wslay_event_context_free(context) }

  /// Takes what arrived; read `messages`, `end` and the output afterwards.
  func take(_ bytes: ArraySlice<UInt8>) {
    guard end == nil else { return }
    input = bytes
    let code = wslay_event_recv(context)
    input = []
    if wslay_event_get_close_received(context) != 0 {
      let status = wslay_event_get_status_code_received(context)
      end = .closed(code: status == 0 ? 1005 : status, reason: closeReason)
    } else if code != 0 || wslay_event_get_read_enabled(context) == 0 {
      // wslay has queued a close frame that says why; it names the reason once that is written.
      flush()
      let tooLarge = UInt16(WSLAY_CODE_MESSAGE_TOO_BIG.rawValue)
      end = wslay_event_get_status_code_sent(context) == tooLarge ? .tooLarge : .violated
    }
  }

  func send(_ message: WebSocketMessage) {
    switch message {
    case .text(let bytes): queue(bytes, WSLAY_TEXT_FRAME)
    case .binary(let bytes): queue(bytes, WSLAY_BINARY_FRAME)
    }
  }

  func sendClose() {
    // wslay lets a close overtake the messages before it, and then drops them.
    flush()
    wslay_event_queue_close(context, UInt16(WSLAY_CODE_NORMAL_CLOSURE.rawValue), nil, 0)
  }

  func takeMessages() -> [WebSocketMessage] {
    defer { messages = [] }
    return messages
  }

  /// The bytes to be sent, everything queued included (answers to pings and closes too).
  func takeOutput() -> [UInt8] {
    flush()
    defer { output = [] }
    return output
  }

  private func flush() { wslay_event_send(context) }

  private func queue(_ bytes: [UInt8], _ opcode: wslay_opcode) {
    bytes.withUnsafeBufferPointer { bytes in
      var message = wslay_event_msg(
        opcode: UInt8(opcode.rawValue), msg: bytes.baseAddress, msg_length: bytes.count)
      // Refused once a close was queued: then nobody would read it.
      wslay_event_queue_msg(context, &message)
    }
  }

  private func take(into buffer: UnsafeMutablePointer<UInt8>, count: Int) -> Int {
    let some = input.prefix(count)
    some.withUnsafeBufferPointer {
      if let base = $0.baseAddress { buffer.update(from: base, count: $0.count) }
    }
    input = input.dropFirst(some.count)
    return some.count
  }

  private func makeMask(_ buffer: UnsafeMutablePointer<UInt8>, count: Int) {
    if masks.count < count { masks = randomBytes(max(4096, count))[...] }
    for (index, byte) in masks.prefix(count).enumerated() { buffer[index] = byte }
    masks = masks.dropFirst(count)
  }

  private func receive(_ message: wslay_event_on_msg_recv_arg) {
    let bytes = UnsafeBufferPointer(start: message.msg, count: message.msg_length)
    switch UInt32(message.opcode) {
    case WSLAY_TEXT_FRAME.rawValue: messages.append(.text(Array(bytes)))
    case WSLAY_BINARY_FRAME.rawValue: messages.append(.binary(Array(bytes)))
    case WSLAY_CONNECTION_CLOSE.rawValue:
      // The first two bytes are the code.
      closeReason = String(decoding: bytes.dropFirst(2), as: UTF8.self)
    default: break
    }
  }

  private static func of(_ context: UnsafeMutableRawPointer?) -> WebSocketFraming {
    guard let context else { preconditionFailure("wslay lost the connection") }
    return Unmanaged<WebSocketFraming>.fromOpaque(context).takeUnretainedValue()
  }
}
