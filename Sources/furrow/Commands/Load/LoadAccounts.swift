import ChatClient
import ChatModel
import Foundation
import SandboxCore
import Sentences

/// As whom a load writes: the tokens of a file, or the people of a sandbox, whose passwords are public.
enum LoadAccounts {
  /// In bytes.
  static let longestFile = 16 << 20

  /// One token a line; empty lines and those that begin with `#` are passed over.
  static func ofFile(
    _ path: String, at address: ServerAddress, _ settings: Settings, _ output: Output
  ) throws(Failure) -> [Account] {
    guard let data = try InputFile.data(Paths.expandingTilde(path), atMost: longestFile + 1),
      data.count <= longestFile, let text = String(data: data, encoding: .utf8)
    else { throw Failure(.notFound, said("The tokens in \(path) cannot be read.")) }
    var accounts: [Account] = []
    for (place, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
    {
      let token = line.trimmingCharacters(in: .whitespaces)
      guard !token.isEmpty, !token.hasPrefix("#") else { continue }
      output.secrets.add(token)
      do throws(Failure) {
        accounts.append(try Account(address: address, token: token, settings: settings))
      } catch {
        throw Failure(error.status, "\(path):\(place + 1): \(error.message)")
      }
    }
    guard !accounts.isEmpty else { throw Failure(.notSignedIn, said("\(path) holds no token.")) }
    return accounts
  }

  /// Signs in as so many people of the seeded world, an agent for ten farmers.
  static func ofSandbox(
    _ count: Int, at address: ServerAddress, _ settings: Settings, _ output: Output
  ) async throws(Failure) -> [Account] {
    let people: [SandboxPerson]
    do {
      people = try Sandbox(SandboxConfiguration()).people
    } catch {
      throw Failure(.internalError, Failure.sentence("\(error)"))
    }
    let api = try Connections.signedOutAPI(at: address, settings: settings)
    let agents = people.filter { $0.role == .support }.prefix(max(1, count / 10))
    let farmers = people.filter { $0.role == .user }.prefix(max(1, count - agents.count))
    var accounts: [Account] = []
    for person in agents + farmers {
      let token: String
      do throws(APIError) {
        token = try await api.signIn(
          email: person.email, password: person.password, path: settings.loginPath)
      } catch {
        switch error {
        case .unreachable, .heldBack, .cancelled: throw Failure(error)
        default:
          throw Failure(
            Failure(error).status,
            said(
              """
              \(address.name) does not let \(person.email) of the sandbox in: \
              \(Failure.sentence(error.reason)) Give the people's tokens with --tokens FILE.
              """))
        }
      }
      output.secrets.add(token)
      accounts.append(try Account(address: address, token: token, settings: settings))
    }
    return accounts
  }

  /// So many, an agent among ten, each account as often as it takes.
  static func cast(_ count: Int, from accounts: [Account]) -> [Account] {
    let agents = accounts.filter { $0.claims.role.isStaff }
    let farmers = accounts.filter { !$0.claims.role.isStaff }
    guard !agents.isEmpty, !farmers.isEmpty else {
      return (0..<count).map { accounts[$0 % accounts.count] }
    }
    return (0..<count).map { place in
      place % 10 == 0
        ? agents[place / 10 % agents.count] : farmers[(place - place / 10 - 1) % farmers.count]
    }
  }
}
