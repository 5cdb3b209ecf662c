import ChatClient
import ChatModel
import Foundation
import Sentences

/// The way to the server: address, proxy, sign-in, REST, WebSocket and polling.
struct ServerCheck: Sendable {
  let settings: Settings
  let environment: [String: String]

  /// For each thing asked of the server.
  private static let patience = Duration.seconds(12)

  func run(_ show: ([Finding]) -> Void) async {
    guard settings.url != nil else {
      show([
        Finding(
          "server", .warn, said("no server is known"),
          mend: said(
            """
            Set url in \(settings.paths.configFile.path) or FURROW_URL; `furrow demo` needs \
            none.
            """))
      ])
      return
    }
    let address: ServerAddress
    do {
      address = try settings.address()
    } catch {
      show([Finding("server", .fail, error.message)])
      return
    }
    show([proxy, encryption(to: address)])
    let (signIn, account) = await signIn(at: address)
    show([signIn])
    let (server, isUsable) = await rest(address, account)
    show([server])
    guard isUsable, let account else { return }
    async let webSocket = link(of: account, .websocket)
    async let polling = link(of: account, .polling)
    show(Self.links(webSocket: await webSocket, polling: await polling))
  }

  // MARK: Before the server is asked

  private var proxy: Finding {
    if settings.proxy != nil {
      return Finding("proxy", .ok, said("the one that is configured is asked"))
    }
    let names = [
      "http_proxy", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY", "no_proxy", "NO_PROXY",
    ].filter { environment[$0].nonEmpty != nil }
    return Finding(
      "proxy", .ok,
      names.isEmpty ? said("none", of: "proxies") : said("set by \(names.joined(separator: ", "))"))
  }

  private func encryption(to address: ServerAddress) -> Finding {
    let host = address.origin.host() ?? ""
    if address.origin.scheme == "https" {
      return Finding(
        "TLS", .ok, settings.caFile.map { said("with the authorities of \($0)") } ?? said("used"))
    }
    if ["localhost", "127.0.0.1", "::1", "[::1]"].contains(host) {
      return Finding("TLS", .ok, said("not needed: the server is on this computer"))
    }
    return Finding(
      "TLS", .warn, said("not used: others on the way can read the token and every message"),
      mend: said("Use an https:// address if the server has one."))
  }

  private func signIn(at address: ServerAddress) async -> (Finding, Account?) {
    let settings = settings
    // A token command may wait for somebody who is not there.
    let answer = await within(Self.patience) { () -> Result<Account, Failure> in
      do throws(Failure) {
        let token = try settings.tokenSource.token(
          for: settings.profile, at: address, in: settings.paths)
        return .success(try Account(address: address, token: token, settings: settings))
      } catch {
        return .failure(error)
      }
    }
    switch answer {
    case .success(let account)?: return (Self.finding(account, settings), account)
    case .failure(let failure)?:
      // Nobody has to be signed in; a token that is there has to be a good one.
      let isAbsent =
        settings.tokenSource == .storedSignIn
        && !SignIn(profile: settings.profile, address: address, paths: settings.paths).isStored
      return (Finding("sign-in", isAbsent ? .warn : .fail, failure.message), nil)
    case nil:
      return (
        Finding(
          "sign-in", .fail, said("\(settings.tokenSource.origin) gave no token in 12 seconds"),
          mend: said("Try the command by itself: it must not ask for anything.")), nil
      )
    }
  }

  private static func finding(_ account: Account, _ settings: Settings) -> Finding {
    let who = said("\(WhoamiCommand.text(account)), from \(settings.tokenSource.origin)")
    guard let expiry = account.claims.expiresAt else { return Finding("sign-in", .ok, who) }
    let words = said("\(who), until \(Listing.local(expiry))")
    if expiry.timeIntervalSinceNow < 3600 {
      return Finding(
        "sign-in", .warn, words,
        mend: said("It ends within the hour: sign in again with `furrow login`.")
      )
    }
    return Finding("sign-in", .ok, words)
  }

  // MARK: The server

  /// Whether the live link is worth trying comes along.
  private func rest(_ address: ServerAddress, _ account: Account?) async -> (Finding, Bool) {
    let settings = settings
    let base = address.base.absoluteString
    let answer = await within(Self.patience) { () -> Result<Date?, APIError> in
      do {
        let api =
          try account.map { try Connections.api(of: $0, settings: settings) }
          ?? Connections.signedOutAPI(at: address, settings: settings)
        return .success(try await api.conversations(ConversationQuery(limit: 1)).serverTime)
      } catch let error as APIError {
        return .failure(error)
      } catch {
        return .failure(.notThisAPI(Failure(error).message))
      }
    }
    switch answer {
    case .success(let time)?: return (Self.reached(base, serverTime: time), true)
    case .failure(.notSignedIn)? where account == nil:
      return (Finding("server", .ok, said("\(base) answers, and wants a sign-in")), false)
    case .failure(.notSignedIn(let reason))?:
      return (
        Finding(
          "server", .fail, said("\(base) refuses the token: \(reason)"),
          mend: said("Sign in again with `furrow login`.")), false
      )
    case .failure(let error)?:
      return (Finding("server", .fail, "\(base): \(Failure(error).message)"), false)
    case nil:
      return (
        Finding(
          "server", .fail, said("\(base) does not answer"),
          mend: said("Check the address and the network.")), false
      )
    }
  }

  static func reached(_ base: String, serverTime: Date?, now: Date = Date()) -> Finding {
    let drift = serverTime.map { $0.timeIntervalSince(now) } ?? 0
    if abs(drift) > 60 {
      let words = Duration.seconds(abs(drift)).formatted(
        .units(width: .wide, maximumUnitCount: 1).locale(SpokenLanguage.locale))
      return Finding(
        "server", .warn,
        said(
          "\(base) answers; its clock is \(words) \(drift > 0 ? said("ahead") : said("behind"))"),
        mend: said("Set this computer's clock (or the server's): waits are told by the server's."))
    }
    return Finding("server", .ok, said("\(base) answers"))
  }

  /// Why there is no link of that kind; nil when there is one.
  private func link(of account: Account, _ transport: TransportChoice) async -> String? {
    var settings = settings
    settings.transport = transport
    let live: any LiveTransport
    do {
      live = try Connections.live(of: account, settings: settings)
    } catch {
      return error.message
    }
    let answer = await within(Self.patience) { await Self.outcome(live, account.token) }
    // Closing flushes, which a link that hangs may never end.
    Task { await live.close() }
    return answer ?? said("no answer in 12 seconds")
  }

  private static func outcome(_ live: any LiveTransport, _ token: String) async -> String? {
    live.connect(token: token)
    for await batch in live.events {
      for event in batch {
        switch event {
        case .connected: return nil
        case .disconnected(let reason, _), .refused(let reason, _): return reason
        case .sentAway: return said("the server ended the link (DISCONNECT)")
        default: continue
        }
      }
    }
    return said("the link closed")
  }

  /// - Parameters: why there is none; nil when there is one.
  static func links(webSocket: String?, polling: String?) -> [Finding] {
    let isAlone = polling != nil
    return [
      webSocket.map { reason in
        Finding(
          "WebSocket", isAlone ? .fail : .warn, reason,
          mend: isAlone
            ? said(
              """
              Without any live link the desk only polls the REST calls. Ask the server's \
              people.
              """)
            : said("Polling is used instead. A proxy may have to let WebSockets through."))
      } ?? Finding("WebSocket", .ok, said("connects")),
      polling.map { reason in
        Finding(
          "polling", .warn, reason,
          mend: webSocket == nil ? said("The WebSocket works: set transport = \"websocket\".") : nil
        )
      } ?? Finding("polling", .ok, said("connects")),
    ]
  }
}
