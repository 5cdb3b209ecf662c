import ArgumentParser
import ChatConnection
import ChatModel
import Foundation
import JSON
import Recordings
import Sentences

struct BundleCommand: PooledCommand {
  static let configuration = CommandConfiguration(
    commandName: "bundle",
    abstract: "Pack a recording, versions, doctor and configuration for a bug report.",
    discussion: """
      Tokens, phone numbers, names, texts, e-mail addresses, the names of this computer, and what \
      the configuration names (profiles, hosts, folders, commands) are replaced, equal ones by \
      equal ones; ids and times stay, uploaded files do not come along. \
      What is packed is listed before it is written, with a question; --yes answers it. Nothing is \
      sent anywhere.
      """)

  @Argument(
    help: "Recordings to pack.", completion: .file(), transform: Checked.filled)
  var recordings: [String] = []
  @Option(
    name: .customLong("output"),
    help: ArgumentHelp("The archive to write; furrow-bundle.tar without.", valueName: "file"),
    completion: .file(), transform: Checked.filled)
  var target = "furrow-bundle.tar"
  @Flag(help: "Write it without a question.")
  var yes = false
  @OptionGroup(title: HelpText.globalTitle) var global: GlobalOptions

  func start() async throws {
    let output = Output(isJSON: global.json)
    guard !FileManager.default.fileExists(atPath: target) else { throw isTaken }
    guard case .file = try OutputPlace.of(target) else { throw isTaken }
    guard yes || isatty(STDIN_FILENO) == 1 else {
      throw Failure(
        .usage, said("There is nobody to ask whether this may be written; --yes says so."))
    }
    let read = try recordings.map { path throws(Failure) in try Recording(contentsOf: path) }
    for recording in read { recording.tellFaults(output) }
    var bundle = BugBundle()
    bundle.hide(Self.namesOfThisComputer, as: .place)
    PrivateSettings(global).hide(in: &bundle)
    for (number, recording) in read.enumerated() {
      bundle.add("recording-\(number + 1).jsonl", recording: recording)
    }
    bundle.add("versions.txt", text: Self.versions)
    bundle.add("doctor.jsonl", text: try await doctor(output))
    addConfiguration(to: &bundle)
    let left = bundle.left
    guard left.isEmpty else {
      throw Failure(
        .internalError,
        said(
          """
          Something private would stand in \(left.map(\.file).joined(separator: ", ")): \
          nothing was written.
          """))
    }
    let members = bundle.members
    list(members, bundle.words, output)
    guard try yes || Self.isConfirmed(target) else {
      throw Failure(.keptForLater, said("Nothing was written."))
    }
    let bytes = TarFile.bytes(of: members, time: Int(Date().timeIntervalSince1970))
    guard try NewFile.write(Data(bytes), to: target) else { throw isTaken }
    output.result(
      ["file": .string(target), "bytes": .integer(bytes.count)],
      said("Written: \(target), \(FileSize.text(bytes.count))."))
    try Recording.refuseLosses(read)
  }

  private var isTaken: Failure {
    Failure(.usage, said("\(target) is there already; name another file with --output."))
  }

  private func list(_ members: [TarFile.Member], _ words: PrivateWords, _ output: Output) {
    output.say(said("These files:"))
    for member in members {
      output.result(
        ["member": .string(member.name), "bytes": .integer(member.content.count)],
        "  \(Listing.pad(member.name, 24))\(FileSize.text(member.content.count))")
    }
    let counts = words.numbers.map { kind, count in
      "\(count) \(Self.name(of: kind, isOne: count == 1))"
    }
    output.say(
      counts.isEmpty
        ? said("Nothing private was in them.")
        : said("Replaced: \(counts.joined(separator: ", "))."))
    if !words.shared.isEmpty {
      output.say(
        said("Words of the protocol stay where they are its own: ")
          + words.shared.prefix(20).joined(separator: ", ").ended)
    }
  }

  private static func name(of kind: PrivateWords.Kind, isOne: Bool) -> String {
    switch kind {
    case .name: isOne ? said("name") : said("names")
    case .text: isOne ? said("text") : said("texts")
    case .phone: isOne ? said("phone number") : said("phone numbers")
    case .mail: isOne ? said("e-mail address") : said("e-mail addresses")
    case .token: isOne ? said("token") : said("tokens")
    case .place: isOne ? said("place") : said("places")
    }
  }

  private static func isConfirmed(_ target: String) throws(Failure) -> Bool {
    StandardStreams.printError(said("Write \(target)? [y/N] "))
    let answer = StandardStreams.readLine()?.lowercased() ?? ""
    return TypedAnswer.read(answer) == true
  }

  // MARK: What is packed

  /// What would tell whose computer it is.
  private static var namesOfThisComputer: [String] {
    let environment = ProcessInfo.processInfo.environment
    let names = [
      environment["HOME"], NSHomeDirectory(), NSUserName(), NSFullUserName(), environment["USER"],
      hostName,
    ]
    return names.compactMap { $0 }.filter {
      $0.count > 2 && $0 != "root" && $0 != "localhost" && $0 != "/root"
    }
  }

  /// As the system has it: nobody is asked for it.
  private static var hostName: String? {
    var name = [CChar](repeating: 0, count: 256)
    guard gethostname(&name, name.count - 1) == 0 else { return nil }
    return String(decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  private static var versions: String {
    """
    furrow \(Furrow.configuration.version)
    \(ProcessInfo.processInfo.operatingSystemVersionString)
    \(ProcessInfo.processInfo.processorCount) processors, \
    \(FileSize.text(Int(clamping: ProcessInfo.processInfo.physicalMemory))) of memory

    """
  }

  private func doctor(_ output: Output) async throws(Failure) -> String {
    let book = WireBook.ofThisProgram()
    let wire = try WireOutput(global, of: book, output)
    defer { withExtendedLifetime(wire) {} }
    var lines: [String] = []
    await DoctorCommand.examine(global, book) { findings in
      lines += findings.map(\.json.encoded)
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private func addConfiguration(to bundle: inout BugBundle) {
    guard let settings = try? Settings(options: global) else {
      return bundle.add("config.txt", text: "The configuration cannot be read.\n")
    }
    let lines = settings.sources.map { source in
      "\(source.name) = \(source.value ?? "-")  (\(source.origin))"
    }
    bundle.add("config.txt", text: lines.joined(separator: "\n") + "\n")
  }
}
