// Owns one libcurl easy handle and all that libcurl only borrows from it: header lists, forms, the
// text of the last error.

import CCurl
import Glibc

/// Done once a process, before the first handle; a global is initialised under a lock.
private let isLibcurlReady = curl_global_init(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK

/// Not Sendable: it lives on the thread of the loop that runs it.
final class EasyHandle {
  let raw: UnsafeMutableRawPointer
  private let errorText: UnsafeMutablePointer<CChar>
  private var headerList: UnsafeMutablePointer<curl_slist>?
  private var form: OpaquePointer?

  init() throws(TransportError) {
    guard isLibcurlReady, let raw = curl_easy_init() else { throw .outOfMemory }
    self.raw = raw
    errorText = .allocate(capacity: Int(CURL_ERROR_SIZE))
    errorText.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
    set(CURLOPT_ERRORBUFFER, pointer: errorText)
  }

  deinit {
    curl_easy_cleanup(raw)
    curl_slist_free_all(headerList)
    curl_mime_free(form)
    errorText.deallocate()
  }

  func set(_ option: CURLoption, _ value: Int) {
    check(furrow_curl_set_long(raw, option, value), option)
  }

  func set(_ option: CURLoption, _ value: Bool) { set(option, value ? 1 : 0) }

  func set(_ option: CURLoption, offset value: Int64) {
    check(furrow_curl_set_offset(raw, option, curl_off_t(value)), option)
  }

  /// libcurl keeps a copy of the text.
  func set(_ option: CURLoption, _ value: String) {
    check(furrow_curl_set_string(raw, option, value), option)
  }

  func set(_ option: CURLoption, pointer value: UnsafeMutableRawPointer?) {
    check(furrow_curl_set_pointer(raw, option, value), option)
  }

  func set(_ option: CURLoption, callback: @escaping furrow_curl_data_callback) {
    check(furrow_curl_set_data_callback(raw, option, callback), option)
  }

  func set(progress callback: @escaping furrow_curl_progress_callback) {
    check(furrow_curl_set_progress_callback(raw, callback), CURLOPT_XFERINFOFUNCTION)
  }

  func resetOnClose() {
    check(furrow_curl_reset_on_close(raw), CURLOPT_SOCKOPTFUNCTION)
  }

  /// - Throws: `malformedHeader` for what would break out of its line.
  func set(headers: [HTTPHeader]) throws(TransportError) {
    for header in headers {
      guard header.isWellFormed else { throw .malformedHeader(name: header.name) }
      // "Name:" alone would remove a header; "Name;" sends it empty.
      let line = header.value.isEmpty ? "\(header.name);" : "\(header.name): \(header.value)"
      try add(line: line)
    }
    set(CURLOPT_HTTPHEADER, pointer: headerList)
  }

  /// Keeps libcurl from adding this header by itself.
  func remove(header name: String) throws(TransportError) {
    try add(line: "\(name):")
    set(CURLOPT_HTTPHEADER, pointer: headerList)
  }

  private func add(line: String) throws(TransportError) {
    guard let longer = curl_slist_append(headerList, line) else { throw .outOfMemory }
    headerList = longer
  }

  /// A form to be filled with parts; it is freed with this handle.
  func makeForm() throws(TransportError) -> OpaquePointer {
    guard let form = curl_mime_init(raw) else { throw .outOfMemory }
    self.form = form
    return form
  }

  func number(_ info: CURLINFO) -> Int {
    var value = 0
    return furrow_curl_get_long(raw, info, &value) == CURLE_OK ? value : 0
  }

  func offset(_ info: CURLINFO) -> Int64 {
    var value: curl_off_t = 0
    return furrow_curl_get_offset(raw, info, &value) == CURLE_OK ? Int64(value) : 0
  }

  /// The socket of a connected `CONNECT_ONLY` handle.
  var activeSocket: curl_socket_t? {
    var value: curl_socket_t = -1
    let code = furrow_curl_get_socket(raw, CURLINFO_ACTIVESOCKET, &value)
    return code == CURLE_OK && value >= 0 ? value : nil
  }

  /// libcurl's own words for what went wrong last.
  func words(for code: CURLcode) -> String {
    errorText[0] != 0 ? String(cString: errorText) : String(cString: curl_easy_strerror(code))
  }

  private func check(_ code: CURLcode, _ option: CURLoption) {
    precondition(code == CURLE_OK, "libcurl refuses option \(option.rawValue): \(code.rawValue)")
  }
}

extension HTTPHeader {
  /// Whether it stays on its line: a token's name, and a value without control characters.
  package var isWellFormed: Bool {
    let separators = Set("()<>@,;:\\\"/[]?={} \t".utf8)
    return !name.isEmpty
      && name.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && !separators.contains($0) }
      && value.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F || $0 == 0x09 }
  }
}
