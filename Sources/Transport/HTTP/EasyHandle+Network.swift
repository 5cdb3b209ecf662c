// What every handle is told before its own work: the way out, whom to trust, and to leave alone
// what belongs to the whole process (signals, the environment).

import CCurl

extension EasyHandle {
  /// - Throws: `proxy(.malformedAddress)`, `malformedHeader`.
  func configure(
    _ configuration: NetworkConfiguration, for address: WebAddress
  ) throws(TransportError) {
    set(CURLOPT_NOSIGNAL, true)
    // Without this, giving up on a slow name blocks the thread until the resolver comes back.
    set(CURLOPT_QUICK_EXIT, true)
    // A message given up must not arrive minutes later out of the system's buffers.
    resetOnClose()
    set(CURLOPT_URL, address.text)
    set(CURLOPT_PROTOCOLS_STR, "http,https")
    set(CURLOPT_HTTP_VERSION, Int(CURL_HTTP_VERSION_1_1))
    set(CURLOPT_PATH_AS_IS, true)
    set(CURLOPT_CONNECTTIMEOUT_MS, configuration.connectTimeout.milliseconds)
    set(CURLOPT_SSL_VERIFYPEER, true)
    set(CURLOPT_SSL_VERIFYHOST, 2)
    set(CURLOPT_SSLVERSION, Int(CURL_SSLVERSION_TLSv1_2))
    if let caFile = configuration.caFile { set(CURLOPT_CAINFO, caFile) }
    // An empty proxy keeps libcurl from looking into the environment by itself.
    let proxy = configuration.proxy.proxy(for: address.origin)
    if let proxy, !ProxySettings.isUsable(proxy) { throw .proxy(.malformedAddress) }
    set(CURLOPT_PROXY, proxy ?? "")
    set(CURLOPT_NOPROXY, "")
    set(CURLOPT_SUPPRESS_CONNECT_HEADERS, true)
    guard HTTPHeader("User-Agent", configuration.userAgent).isWellFormed else {
      throw .malformedHeader(name: "User-Agent")
    }
    set(CURLOPT_USERAGENT, configuration.userAgent)
  }
}

extension Duration {
  /// Whole milliseconds, at least 1, so that no time-out turns into libcurl's 0, "for ever".
  var milliseconds: Int {
    let (seconds, attoseconds) = components
    let (product, overflow) = seconds.multipliedReportingOverflow(by: 1000)
    guard !overflow else { return Int(Int32.max) }
    return Int(min(max(product + attoseconds / 1_000_000_000_000_000, 1), Int64(Int32.max)))
  }
}
