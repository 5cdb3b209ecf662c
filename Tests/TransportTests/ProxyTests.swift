// Through proxies, and past them.

import LoopbackServer
import Testing

@testable import Transport

@Suite(.timeLimit(.minutes(5)))
struct ProxyTests {
  private func through(_ proxy: String) -> ProxySettings {
    ProxySettings(explicit: proxy, environment: [:], sparesLoopback: false)
  }

  @Test func aPlainRequestAsksTheProxyForTheWholeAddress() async throws {
    let server = TestServer { answer(200, [], $0.target) }
    let seen = Log<String>()
    let proxy = TestServer.proxy(to: server.port, seen: seen)
    let client = makeClient(proxy: through("http://127.0.0.1:\(proxy.port)"))
    #expect(try await client.send(get("http://chat.example/x")).status == 200)
    #expect(seen.all == ["GET http://chat.example/x HTTP/1.1"])
  }

  @Test func socksIsGivenTheNameToFind() async throws {
    let server = TestServer { answer(200, [], $0.target) }
    let seen = Log<String>()
    let proxy = TestServer.socks(to: server.port, seen: seen)
    let client = makeClient(proxy: through("socks5h://127.0.0.1:\(proxy.port)"))
    #expect(try await client.send(get("http://chat.example:81/x")).body == Array("/x".utf8))
    #expect(seen.all == ["chat.example:81"])
  }

  @Test func aRefusalIsTheProxysAndNotTheServers() async throws {
    let http = TestServer.proxy(to: 1, seen: Log(), refusal: 407)
    await #expect(throws: TransportError.proxy(.status(407))) {
      try await makeClient(proxy: through("http://127.0.0.1:\(http.port)"))
        .send(get("https://chat.example/"))
    }
    let socks = TestServer.socks(to: 1, seen: Log(), refuses: true)
    let error = await #expect(throws: TransportError.self) {
      try await makeClient(proxy: through("socks5h://127.0.0.1:\(socks.port)"))
        .send(get("http://chat.example/"))
    }
    guard case .proxy(.handshake) = error else {
      Issue.record("unexpected: \(String(describing: error))")
      return
    }
    await #expect(throws: TransportError.proxy(.refused)) {
      try await makeClient(proxy: through("http://127.0.0.1:\(TestSocket.closedPort())"))
        .send(get("http://chat.example/"))
    }
    await #expect(throws: TransportError.proxy(.cannotResolve)) {
      try await makeClient(proxy: through("http://nobody.invalid:3128"))
        .send(get("http://chat.example/"))
    }
  }

  @Test(arguments: ["ftp://user:hunter2@p.example:1", "http://user:hunter2@p:port", "a b"])
  func aProxyThatCannotBeReadIsNotRepeated(proxy: String) async throws {
    let error = await #expect(throws: TransportError.proxy(.malformedAddress)) {
      try await makeClient(proxy: through(proxy)).send(get("http://chat.example/"))
    }
    #expect(error?.description.contains("hunter2") == false)
  }

  // MARK: The choice

  private func choice(
    _ environment: [String: String], explicit: String? = nil, _ address: String,
    sparesLoopback: Bool = true
  ) throws -> String? {
    ProxySettings(
      explicit: explicit, environment: environment, sparesLoopback: sparesLoopback
    ).proxy(for: try WebAddress(address).origin)
  }

  @Test func theEnvironmentNamesAProxyForEachScheme() throws {
    let environment = ["http_proxy": "p:1", "HTTPS_PROXY": "p:2", "HTTP_PROXY": "evil:1"]
    #expect(try choice(environment, "http://a.example") == "p:1")
    #expect(try choice(environment, "https://a.example") == "p:2")
    #expect(try choice(["HTTP_PROXY": "evil:1"], "http://a.example") == nil)
    #expect(try choice(["ALL_PROXY": "p:3"], "http://a.example") == "p:3")
    #expect(try choice(["ALL_PROXY": "p:3", "https_proxy": "p:4"], "https://a.example") == "p:4")
    #expect(try choice(["ALL_PROXY": "p:3", "https_proxy": ""], "https://a.example") == "p:3")
    #expect(try choice(environment, explicit: "mine:9", "https://a.example") == "mine:9")
  }

  @Test func thisMachineIsReachedDirectlyUnlessAskedOtherwise() throws {
    #expect(try choice([:], explicit: "p:1", "http://localhost:5000") == nil)
    #expect(try choice([:], explicit: "p:1", "http://[::1]:5000") == nil)
    #expect(
      try choice([:], explicit: "p:1", "http://localhost:5000", sparesLoopback: false) == "p:1")
  }

  @Test(arguments: [
    ("a.example", true), (".a.example", true), ("example", true), ("b.example,a.example", true),
    ("b.example a.example", true), ("*", true), ("A.EXAMPLE", true), ("xa.example", false),
    ("b.a.example", false), ("", false), (".", false), ("ample", false),
  ])
  func exceptionsCoverAHostAndItsSubdomains(list: String, isDirect: Bool) throws {
    let proxy = try choice(["ALL_PROXY": "p:1", "NO_PROXY": list], "http://a.example")
    #expect((proxy == nil) == isDirect)
  }

  @Test(arguments: [
    ("10.1.2.3", true), ("10.0.0.0/8", true), ("10.1.2.0/24", true), ("0.0.0.0/0", true),
    ("10.1.3.0/24", false), ("10.0.0.0/33", false), ("10.0.0.0/x", false), ("1.2.3", false),
  ])
  func exceptionsCoverAnAddressAndItsNetwork(list: String, isDirect: Bool) throws {
    let proxy = try choice(["ALL_PROXY": "p:1", "no_proxy": list], "http://10.1.2.3")
    #expect((proxy == nil) == isDirect)
  }
}

@Suite(.timeLimit(.minutes(5)))
struct TLSTests {
  private func origin(_ host: String, _ relay: TLSRelay) -> String {
    "https://\(host):\(relay.port)/x"
  }

  @Test func aKnownAuthoritysServerIsTrustedAlsoThroughAProxy() async throws {
    let authority = try TestAuthority()
    let server = TestServer { answer(200, [], $0.target) }
    let relay = try authority.relay(to: server.port)
    let client = makeClient(caFile: authority.caFile)
    #expect(try await client.send(get(origin("localhost", relay))).body == Array("/x".utf8))

    let seen = Log<String>()
    let proxy = TestServer.proxy(to: relay.port, seen: seen)
    let proxied = makeClient(
      proxy: ProxySettings(
        explicit: "127.0.0.1:\(proxy.port)", environment: [:], sparesLoopback: false),
      caFile: authority.caFile)
    #expect(try await proxied.send(get(origin("localhost", relay))).status == 200)
    #expect(seen.all == ["CONNECT localhost:\(relay.port) HTTP/1.1"])
  }

  @Test func anUnknownAuthorityAWrongHostAndAnOldCertificateAreToldApart() async throws {
    let authority = try TestAuthority()
    let seen = Log<TestRequest>()
    let server = TestServer { request in
      seen.append(request)
      return answer(200)
    }
    let relay = try authority.relay(to: server.port)
    await #expect(throws: TransportError.tls(.unknownAuthority)) {
      try await makeClient().send(get(origin("localhost", relay)))
    }
    await #expect(throws: TransportError.tls(.wrongHost)) {
      try await makeClient(caFile: authority.caFile).send(get(origin("127.0.0.1", relay)))
    }
    let old = try TestAuthority(days: 0)
    let oldRelay = try old.relay(to: server.port)
    await #expect(throws: TransportError.tls(.outOfDate)) {
      try await makeClient(caFile: old.caFile).send(get(origin("localhost", oldRelay)))
    }
    #expect(seen.all.isEmpty)
  }

  @Test func aFileOfAuthoritiesThatIsNoneIsNamed() async throws {
    let directory = try TestDirectory()
    let file = try directory.write("ca.pem", Array("no certificate".utf8))
    let server = TestServer { $0.waitForEnd() }
    for path in [file, directory.file("none")] {
      await #expect(throws: TransportError.tls(.unusableCAFile)) {
        try await makeClient(caFile: path).send(get("https://127.0.0.1:\(server.port)/"))
      }
    }
  }

  @Test func aServerThatDoesNotSpeakHTTPSIsToldFromOneThatIsSlow() async throws {
    let silent = TestServer { $0.waitForEnd() }
    let plain = TestServer { connection in
      _ = connection.readSome()
      connection.write("HTTP/1.1 400 Bad Request\r\n\r\n")
      connection.waitForEnd()
    }
    let client = makeClient { $0.connectTimeout = .milliseconds(300) }
    await #expect(throws: TransportError.timedOut(.securing)) {
      try await client.send(get("https://127.0.0.1:\(silent.port)/"))
    }
    #expect(TransportError.timedOut(.securing).description.contains("speaks https"))
    await #expect(throws: TransportError.tls(.notSpoken)) {
      try await makeClient().send(get("https://127.0.0.1:\(plain.port)/"))
    }
  }
}
