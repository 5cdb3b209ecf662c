import ChatModel
import Foundation
import Sentences

/// Where the token comes from: the first of the flag, the environment, the profile's command or
/// file, and the stored sign-in.
enum TokenSource: Hashable, Sendable {
  /// Given on the command line, where others can see it.
  case flag(String)
  case environment(String)
  case file(String)
  case command(String)
  case storedSignIn

  init(options: GlobalOptions, environment: [String: String], settings: [String: String]) {
    self =
      if let token = options.token { .flag(token) } else if let file = options.tokenFile {
        .file(file)
      } else if let token = environment["FURROW_TOKEN"].nonEmpty {
        .environment(token)
      } else if let file = environment["FURROW_TOKEN_FILE"].nonEmpty {
        .file(file)
      } else if let command = settings["token_command"] {
        .command(command)
      } else if let file = settings["token_file"] { .file(file) } else { .storedSignIn }
  }

  /// Where that is, without the token.
  var origin: String {
    switch self {
    case .flag: "--token"
    case .environment: "FURROW_TOKEN"
    case .file(let path): said("the file \(path)")
    case .command(let command): said("the command `\(command)`")
    case .storedSignIn: said("the stored sign-in")
    }
  }

  /// The token now; files are read and commands run anew each time, so that a renewed one is found.
  ///
  /// - Parameter limit: seconds after which a command is ended; it is then kept from writing to the
  ///   terminal, too. nil: it may ask the person there, and takes its time.
  func token(
    for profile: String, at address: ServerAddress, in paths: Paths, limit: Double? = nil
  ) throws(Failure) -> String {
    switch self {
    case .flag(let token), .environment(let token):
      return token.trimmingCharacters(in: .whitespacesAndNewlines)
    case .file(let path): return try Self.contents(of: path)
    case .command(let command): return try Self.output(of: command, limit: limit)
    case .storedSignIn:
      guard let token = try SignIn(profile: profile, address: address, paths: paths).token else {
        throw Failure(
          .notSignedIn,
          said(
            """
            Not signed in at \(address.name). Sign in with `furrow login \
            \(profile == "default" ? "--url \(address.shortest)" : "--profile \(profile)")`.
            """)
        )
      }
      return token
    }
  }

  private static func contents(of path: String) throws(Failure) -> String {
    guard let token = try SecretFile.contents(of: Paths.expandingTilde(path)) else {
      throw Failure(.notFound, said("The token file \(path) cannot be read."))
    }
    guard !token.isEmpty else {
      throw Failure(.notSignedIn, said("The token file \(path) is empty."))
    }
    return token
  }

  private static func output(of command: String, limit: Double?) throws(Failure) -> String {
    let process = Process()
    process.executableURL = URL(filePath: "/bin/sh")
    process.arguments = ["-c", command]
    process.environment = OthersEnvironment.variables()
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardInput = FileHandle.nullDevice
    if limit != nil { process.standardError = FileHandle.nullDevice }
    do {
      try process.run()
    } catch {
      throw Failure(.notSignedIn, said("The token command cannot be started."))
    }
    // What a thread of Dispatch starts has SIGTERM blocked.
    let end = DispatchWorkItem { [pid = process.processIdentifier] in
      _ = kill(pid, SIGKILL)
    }
    if let limit { DispatchQueue.global().asyncAfter(deadline: .now() + limit, execute: end) }
    defer { end.cancel() }
    let output = Descriptor.read(
      pipe.fileHandleForReading.fileDescriptor, atMost: SecretFile.longest + 1)
    guard let data = output, data.count <= SecretFile.longest else {
      kill(process.processIdentifier, SIGKILL)
      throw Failure(.notSignedIn, said("The token command prints more than a token."))
    }
    process.waitUntilExit()
    guard process.terminationStatus == 0 else {
      throw Failure(
        .notSignedIn, said("The token command failed with status \(process.terminationStatus)."))
    }
    let token = String(decoding: data, as: UTF8.self).trimmingCharacters(
      in: .whitespacesAndNewlines)
    guard !token.isEmpty else {
      throw Failure(.notSignedIn, said("The token command printed nothing."))
    }
    return token
  }
}
