import ArgumentParser
import Faults
import Foundation
import JSON
import Sentences
import Transport

extension ServeCommand {
  struct Fault: HeadlessCommand {
    static let configuration = CommandConfiguration(
      commandName: "fault",
      abstract: "Ask or change what goes wrong at a running sandbox of this computer.",
      discussion: """
        Without words it tells what is in force. The words are those of `--fault` everywhere, each \
        with a comma to the next; of one that stands twice the last counts:

        \(FaultOptions.wordsInLines)

        `once` breaks the connection that stands, and leaves alone those that follow. What happens \
        to an event follows from the seed, from which connection since the fault began it is, and from \
        how many events came before it over that connection in that direction: the same again for the \
        same seed and the same order of connections. Handshakes and heartbeats are neither lost nor doubled.
        """)

    @Argument(help: "What is to go wrong, as in delay=300ms,drop=10%,seed=7.")
    var faults: [String] = []
    @Flag(help: "Nothing goes wrong any more.")
    var off = false
    @Option(
      help: ArgumentHelp("The sandbox at this port of this computer; 5000 if none is named."))
    var port: UInt16?
    @OptionGroup(title: HelpText.globalTitle) var global: GlobalOptions

    func validate() throws {
      if port != nil, global.url != nil {
        throw ValidationError(said("--port and --url both say where; give one."))
      }
      if off, !faults.isEmpty { throw ValidationError(said("Give faults or --off, not both.")) }
    }

    func run(in context: Context) async throws {
      // Not while the line is read: an option that does not exist is the worse mistake.
      var plan = FaultPlan()
      for words in faults {
        do throws(FaultWordError) {
          try plan.add(reading: words)
        } catch {
          throw Failure(.usage, Failure.sentence(error.description))
        }
      }
      for remark in plan.remarks() { context.output.warn(remark) }
      var settings = context.settings
      // Where `serve` listens unless told otherwise.
      if port != nil || settings.url == nil {
        settings.url = "http://127.0.0.1:\(port ?? 5000)"
      }
      let address = try settings.address()
      let body: JSONValue? =
        off || !faults.isEmpty ? ["fault": .string(faults.joined(separator: ","))] : nil
      // To end it is right at any server.
      if !faults.isEmpty { try settings.refuseProduction("serve fault") }
      let connections = Connections(to: address, settings: settings, sparesLoopback: true)
      let answer = try await connections.exchange(
        body == nil ? "GET" : "POST", address.origin.absoluteString + "/control/fault", body: body)
      let json = try? JSONValue(parsing: answer.body)
      guard answer.status == 200, let written = json?["fault"]?.stringValue else {
        if answer.status == 400, let words = json?["message"]?.stringValue {
          throw Failure(.usage, Failure.sentence(words))
        }
        throw Failure(
          .unavailable,
          said(
            """
            \(address.origin.absoluteString) is no sandbox of this computer: it has no control \
            of faults.
            """))
      }
      let words = json?["words"]?.stringValue ?? ""
      context.output.result(
        ["fault": .string(written)],
        words.isEmpty ? said("Nothing goes wrong by intent.") : "FAULT \(words)")
    }
  }
}

extension FaultOptions {
  /// Every word with an example and what it does, for the help.
  static var wordsInLines: String {
    FaultWord.allCases.map { word in
      let example = word.choices.first.map { "\(word.rawValue)=\($0)" } ?? word.rawValue
      return "  " + Listing.pad(example, 22) + word.sentence
    }.joined(separator: "\n")
  }
}
