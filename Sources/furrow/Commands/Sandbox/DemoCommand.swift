import ArgumentParser
import ChatModel
import Desk
import Foundation
import SandboxCore
import SandboxHTTP

extension Pace: ExpressibleByArgument {}

struct DemoCommand: ScreenCommand {
  static let configuration = CommandConfiguration(
    commandName: "demo",
    abstract: "Open a desk with farmers writing to you; no server, no sign-in, nothing kept.")

  @Option(name: .customLong("as"), help: "Who you are: support, admin or farmer.")
  var role: RoleArgument = .init(value: .support)
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("How many farmers write of their own accord.", valueName: "n"))
  var farmers = 12
  @Option(help: "How often they write: calm or busy.")
  var pace: Pace = .calm
  @Option(help: ArgumentHelp("The theme; `furrow themes` lists them.", valueName: "name"))
  var theme: String?
  @OptionGroup(title: HelpText.globalTitle) var global: GlobalOptions

  func validate() throws {
    try Checked.number(farmers, in: 0...1000, "--farmers")
  }

  func runOnMainThread() throws {
    let folder = FileManager.default.temporaryDirectory.appending(
      path: "furrow-demo-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    var options = global
    options.profile = []
    options.dataDir = folder.path
    var settings = try Settings(options: options)
    // The demo's handoffs are to be seen while one watches.
    settings.refresh = 3
    settings.slowestRefresh = 3
    settings.paths.cache = folder.appending(path: "media")

    let sandbox = try Self.sandbox()
    let server = try wait {
      do throws(SandboxServerError) {
        return try await SandboxServer.start(sandbox)
      } catch {
        throw Failure(.unavailable, Failure.sentence(error.reason))
      }
    }
    defer { try? wait { await server.stop() } }
    let account = try account(in: sandbox, at: server.origin, settings: settings)
    let people = DemoRunner(sandbox, script) { link in
      switch link {
      case .cut: server.cutLink()
      case .restored: server.restoreLink()
      }
    }
    defer { people.stop() }
    let themes = ThemeFiles(directory: settings.paths.themes)
    var configuration = try DeskSetup.configuration(
      settings: settings, themes: themes, theme: theme)
    configuration.coach = true
    configuration.ownName = Self.person(in: sandbox, role.value)?.name
    let desk = try DeskRunner(
      onTerminal: DeskRunner.Parts(
        themes: themes.library, usesMouse: settings.mouse,
        identities: [
          DeskRunner.IdentityParts(
            name: settings.profile, configuration: configuration,
            makeClient: { [settings] token in
              try wait {
                try await Client.open(
                  account, token: token, settings: settings, isDesk: true, sparesLoopback: true)
              }
            },
            tokens: TokenKeeper(account, settings: settings, source: nil),
            cache: DeskSetup.cache(of: account, settings))
        ]))
    people.run()
    desk.run()
  }

  private static func sandbox() throws(Failure) -> Sandbox {
    do {
      return try Sandbox(SandboxConfiguration())
    } catch {
      throw Failure(.internalError, Failure.sentence("\(error)"))
    }
  }

  private func account(in sandbox: Sandbox, at origin: String, settings: Settings) throws(Failure)
    -> Account
  {
    guard let id = Self.person(in: sandbox, role.value)?.id, let token = sandbox.mintToken(for: id)
    else { throw Failure(.internalError, "The sandbox has nobody of this role.") }
    return try Account(address: ServerAddress(origin), token: token, settings: settings)
  }

  /// Whom the script plays with: not just anybody of the role.
  static func person(in sandbox: Sandbox, _ role: Role) -> SandboxPerson? {
    let id = sandbox.user(withEmail: DemoCast.email(DemoCast.account(of: role)))
    return sandbox.people.first { $0.id == id }
  }

  private var script: DemoConfiguration {
    var configuration = DemoConfiguration()
    configuration.farmers = farmers
    configuration.pace = pace
    configuration.scriptFor = role.value
    return configuration
  }
}
