// Turns libcurl's result codes into `TransportError`.

import CCurl
import Glibc

extension EasyHandle {
  /// Why the transfer that ended with `code` failed.
  /// - Parameter isProxied: whether the connection was to a proxy.
  func failure(_ code: CURLcode, origin: Origin, isProxied: Bool) -> TransportError {
    switch code {
    case CURLE_URL_MALFORMAT:
      return .malformedAddress(String(cString: curl_easy_strerror(code)))
    case CURLE_COULDNT_RESOLVE_PROXY: return .proxy(.cannotResolve)
    case CURLE_COULDNT_RESOLVE_HOST: return .cannotResolve(host: origin.host)
    case CURLE_COULDNT_CONNECT:
      if isProxied { return .proxy(.refused) }
      return Int32(clamping: number(CURLINFO_OS_ERRNO)) == ECONNREFUSED
        ? .connectionRefused(origin) : .unreachable(origin)
    case CURLE_OPERATION_TIMEDOUT: return .timedOut(phase(of: origin))
    case CURLE_PEER_FAILED_VERIFICATION: return .tls(certificateFailure)
    case CURLE_SSL_CACERT_BADFILE: return .tls(.unusableCAFile)
    case CURLE_SSL_CONNECT_ERROR, CURLE_SSL_CERTPROBLEM, CURLE_SSL_CIPHER,
      CURLE_SSL_ENGINE_NOTFOUND, CURLE_SSL_ENGINE_SETFAILED, CURLE_SSL_ENGINE_INITFAILED,
      CURLE_SSL_ISSUER_ERROR, CURLE_SSL_INVALIDCERTSTATUS:
      let words = words(for: code)
      // OpenSSL's way to say that what came is no TLS.
      return .tls(words.contains("wrong version number") ? .notSpoken : .handshake(words))
    case CURLE_PROXY: return .proxy(.handshake(words(for: code)))
    case CURLE_GOT_NOTHING, CURLE_SEND_ERROR, CURLE_RECV_ERROR, CURLE_PARTIAL_FILE:
      let connect = number(CURLINFO_HTTP_CONNECTCODE)
      if connect >= 300 { return .proxy(.status(connect)) }
      if isProxied && offset(CURLINFO_PRETRANSFER_TIME_T) == 0 {
        return .proxy(.handshake(words(for: code)))
      }
      return .connectionLost
    case CURLE_ABORTED_BY_CALLBACK: return .cancelled
    case CURLE_OUT_OF_MEMORY: return .outOfMemory
    default: return .protocolViolation(words(for: code))
    }
  }

  /// The numbers are OpenSSL's X509_V_ERR_…. libcurl compares the name before it asks for the
  /// chain's result, which is 1 until then.
  private var certificateFailure: TransportError.TLSFailure {
    switch number(CURLINFO_SSL_VERIFYRESULT) {
    case 0, 1, 62: .wrongHost
    case 9, 10: .outOfDate
    case 2, 18, 19, 20, 21: .unknownAuthority
    default: .handshake(words(for: CURLE_PEER_FAILED_VERIFICATION))
    }
  }

  private func phase(of origin: Origin) -> TransportError.Phase {
    if offset(CURLINFO_PRETRANSFER_TIME_T) > 0 {
      return offset(CURLINFO_STARTTRANSFER_TIME_T) > 0 ? .transferring : .waiting
    }
    if offset(CURLINFO_NAMELOOKUP_TIME_T) == 0 { return .resolving }
    // The time of connecting is set late; the port of our end is there as soon as there is an end.
    if number(CURLINFO_LOCAL_PORT) == 0 { return .connecting }
    return origin.scheme == .https ? .securing : .connecting
  }
}
