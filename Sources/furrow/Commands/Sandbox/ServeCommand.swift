import ArgumentParser
import ChatModel
import Faults
import Foundation
import JSON
import SandboxCore
import SandboxHTTP
import Sentences

struct ServeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "serve", abstract: "Run the sandbox server alone.",
    subcommands: [Run.self, Fault.self, MintToken.self], defaultSubcommand: Run.self)

  struct Run: HeadlessCommand {
    static let configuration = CommandConfiguration(
      commandName: "run", abstract: "Run the sandbox server alone, until interrupted.",
      usage: """
        furrow serve <options>
        furrow serve fault <options>
        furrow serve token <options>
        """,
      discussion: """
        `furrow serve token` makes a token for one of its people, `furrow serve fault` changes what \
        goes wrong at a running one; `furrow serve token --help` and `furrow serve fault --help` tell \
        more.
        """)

    @Option(
      parsing: .unconditional,
      help: ArgumentHelp("The port; 0 takes any free one.", valueName: "port"))
    var port = 5000
    @Option(
      help: ArgumentHelp("The address to listen on. (default: 127.0.0.1)", valueName: "address"),
      transform: Checked.filled)
    var bind = "127.0.0.1"
    @Flag(help: "Print a token for each role.")
    var printTokens = false
    @Option(
      parsing: .unconditional,
      help: ArgumentHelp("How many simulated farmers write.", valueName: "n"))
    var farmers = 0
    @Option(help: "How often they write: calm or busy.")
    var pace: Pace = .calm
    @Option(
      help: ArgumentHelp(
        "Let pages of this origin in; may be repeated, * is any. Without: those of this computer.",
        valueName: "origin"))
    var allowOrigin: [String] = []
    @Option(
      help: ArgumentHelp(
        "Let things go wrong, as in delay=300ms,drop=10%,seed=7; repeatable. "
          + "`furrow serve fault --help` lists them.",
        valueName: "faults"),
      transform: FaultOptions.checked)
    var fault: [String] = []
    @OptionGroup(title: "Sandbox options") var behaviour: SandboxOptions
    @OptionGroup(title: HelpText.globalTitle) var global: GlobalOptions

    func validate() throws {
      try Checked.number(farmers, in: 0...1000, "--farmers")
      try Checked.number(port, in: 0...65535, "--port")
      if CrossOrigin(allowing: allowOrigin) == nil {
        throw ValidationError(
          said("--allow-origin takes scheme://host:port as a browser writes it, or *."))
      }
    }

    func run(in context: Context) async throws {
      let sandbox = try behaviour.sandbox()
      var options = SandboxServerOptions()
      options.host = bind
      options.port = port
      options.transports = behaviour.transports
      if !allowOrigin.isEmpty, let allowed = CrossOrigin(allowing: allowOrigin) {
        options.crossOrigin = allowed
      }
      behaviour.setTimings(of: &options.live)
      for words in fault { try options.faults.add(reading: words) }
      for remark in options.faults.remarks() { context.output.warn(remark) }
      let server: SandboxServer
      do {
        server = try await SandboxServer.start(sandbox, options)
      } catch {
        throw failure(error)
      }
      if !["127.0.0.1", "::1", "localhost"].contains(bind) {
        context.output.warn(
          said(
            """
            This sandbox can be reached from other computers, and its passwords are public.
            """))
      }
      let interruption = Interruption()
      let crowd = crowd(in: sandbox)
      announce(sandbox, server, options.faults, context.output)
      crowd?.run()
      await interruption.wait()
      crowd?.stop()
      await server.stop()
    }

    /// Why nothing listens, with the mend.
    private func failure(_ error: SandboxServerError) -> Failure {
      let mend =
        switch error.code {
        case EADDRINUSE?:
          said(
            """
             Another program has that port: end it, or take another port with --port; --port 0 \
            takes any free one.
            """)
        case EACCES?: said(" Ports below 1024 are not for everybody: take another with --port.")
        case EADDRNOTAVAIL?:
          said(" This computer has no such address: take one of its own with --bind.")
        default: ""
        }
      return Failure(.unavailable, Failure.sentence(error.reason) + mend)
    }

    private func crowd(in sandbox: Sandbox) -> DemoRunner? {
      guard farmers > 0 else { return nil }
      var configuration = DemoConfiguration()
      configuration.farmers = farmers
      configuration.pace = pace
      return DemoRunner(sandbox, configuration)
    }

    private func announce(
      _ sandbox: Sandbox, _ server: SandboxServer, _ faults: FaultPlan, _ output: Output
    ) {
      let tokens = printTokens ? Self.tokens(of: sandbox) : []
      let people: [JSONValue] = sandbox.people.map { person in
        [
          "_id": .string(person.id.rawValue), "name": .string(person.name),
          "role": .string(person.role.rawValue), "email": .string(person.email),
          "password": .string(person.password),
        ]
      }
      var announcement: [(String, JSONValue?)] = [
        ("url", .string(server.origin)), ("port", .integer(server.port)),
        ("people", .array(people)),
        ("fault", faults.isEmpty ? nil : .string(faults.written)),
      ]
      if printTokens {
        let pairs = tokens.map { ($0.0.rawValue, JSONValue.string($0.1)) }
        announcement.append(("tokens", .object(JSONObject(pairs.reversed()))))
      }
      let staff = sandbox.people.prefix(8).map { person in
        "  \(person.role.rawValue)  \(person.email)  \(person.password)  \(person.name)"
      }
      let lines =
        [
          said("The sandbox listens at \(server.origin)"),
          said("People (role, e-mail, password, name):"),
        ]
        + staff + (faults.isEmpty ? [] : ["FAULT \(faults.words)"])
        + tokens.map { said("Token for \($0.0.rawValue): \($0.1)") }
      output.result(.object(ofKnown: announcement), lines: lines)
    }

    private static func tokens(of sandbox: Sandbox) -> [(Role, String)] {
      [Role.support, .admin, .user].compactMap { role in
        guard let person = sandbox.people.first(where: { $0.role == role }),
          let token = sandbox.mintToken(for: person.id)
        else { return nil }
        return (role, token)
      }
    }
  }

  struct MintToken: HeadlessCommand {
    static let configuration = CommandConfiguration(
      commandName: "token", abstract: "Make a token for a person of a sandbox.",
      discussion: """
        The sandbox's secret is needed: its --data file, --secret-file or FURROW_SERVE_SECRET.
        """)

    @Option(help: "support, admin or farmer.") var role: RoleArgument = .init(value: .support)
    @Option(
      help: ArgumentHelp("The person's id; the first of the role without.", valueName: "id"),
      transform: Checked.filled)
    var user: String?
    @Option(
      parsing: .unconditional,
      help: ArgumentHelp("How long it is good; 43200 is usual.", valueName: "seconds"))
    var lifetime = 43200
    @OptionGroup(title: "Sandbox options") var behaviour: SandboxOptions
    @OptionGroup(title: HelpText.globalTitle) var global: GlobalOptions

    /// Thirty years; a negative one makes a token that has expired.
    private static let lifetimes = -1_000_000_000...1_000_000_000

    func validate() throws { try Checked.number(lifetime, in: Self.lifetimes, "--lifetime") }

    func run(in context: Context) async throws {
      guard behaviour.hasLastingSecret else {
        throw Failure(
          .usage,
          said(
            """
            Only a running sandbox knows its secret: give --data, --secret-file or \
            FURROW_SERVE_SECRET, or take the tokens that `furrow serve --print-tokens` prints.
            """))
      }
      let sandbox = try behaviour.sandbox()
      let person = sandbox.people.first { person in
        user.map { person.id.rawValue == $0 } ?? (person.role == role.value)
      }
      guard let person,
        let token = sandbox.mintToken(for: person.id, lifetime: .seconds(lifetime))
      else {
        throw Failure(
          .notFound,
          user.map { said("There is no person \($0) in this sandbox.") }
            ?? said("Nobody in this sandbox has the role \(role.value.rawValue)."))
      }
      if behaviour.people == .madeFromSecret {
        context.output.warn(
          said(
            """
            This is \(person.name) as a sandbox with this secret and nothing else makes them. \
            One that was started with --data, --id-seed or --seed may not know them: give the \
            same here.
            """))
      }
      context.output.result(
        [
          "token": .string(token), "_id": .string(person.id.rawValue),
          "role": .string(person.role.rawValue),
        ], token)
    }
  }
}

/// A role as an argument, in the wire's words or as "farmer".
struct RoleArgument: ExpressibleByArgument, Sendable {
  let value: Role

  init(value: Role) { self.value = value }

  init?(argument: String) {
    switch argument.lowercased() {
    case "support": value = .support
    case "admin": value = .admin
    case "user", "farmer": value = .user
    default: return nil
    }
  }

  var defaultValueDescription: String { value.rawValue.lowercased() }
  static var allValueStrings: [String] { ["support", "admin", "farmer"] }
  static var defaultCompletionKind: CompletionKind { .list(allValueStrings) }
}
