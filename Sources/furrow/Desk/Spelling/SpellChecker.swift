import Desk
import Foundation
import Sentences
import Synchronization

/// Answers the desk's questions about words, one after the other on a queue of its own: the desk never
/// waits. Each dictionary has a hunspell of its own, started with the first question.
final class SpellChecker: Sendable {
  private let inbox: AccountInbox
  private let program: String?
  private let queue = DispatchQueue(label: "spelling", qos: .utility)
  private let work = Mutex(Work())

  private struct Work {
    var dictionaries: [String: String]?
    var processes: [String: HunspellProcess] = [:]
  }

  /// So long a dictionary may take for one question, in seconds; loading a large one takes one.
  private static let patience = Duration.seconds(10)

  init(inbox: AccountInbox, program: String? = Programs.find("hunspell")) {
    self.inbox = inbox
    self.program = program
  }

  func findDictionaries() {
    queue.async { [self] in
      inbox.post(.dictionaries(Hunspell.found(program: program)))
    }
  }

  func check(_ words: [String], language: String) {
    queue.async { [self] in
      answer(in: language) { process, end throws(HunspellProcess.Problem) in
        var verdicts: [String: Bool] = [:]
        for word in words { verdicts[word] = try process.ask(word, until: end).isRight }
        return .spelled(language: language, verdicts)
      }
    }
  }

  func suggest(for word: String, language: String, request: Int) {
    queue.async { [self] in
      answer(in: language) { process, end throws(HunspellProcess.Problem) in
        let answer = try process.ask(word, until: end)
        return .suggested(request: request, answer.suggestions, isRight: answer.isRight)
      }
    }
  }

  private func answer(
    in language: String,
    _ ask: (HunspellProcess, ContinuousClock.Instant) throws(HunspellProcess.Problem) ->
      Desk.Action
  ) {
    let action = work.withLock { work in
      do throws(HunspellProcess.Problem) {
        let end = ContinuousClock.now + Self.patience
        return try ask(try process(for: language, in: &work, until: end), end)
      } catch {
        work.processes[language] = nil
        return .spellingFailed(language: language, error.words)
      }
    }
    inbox.post(action)
  }

  private func process(
    for language: String, in work: inout Work, until end: ContinuousClock.Instant
  ) throws(HunspellProcess.Problem) -> HunspellProcess {
    if let running = work.processes[language] { return running }
    let known = work.dictionaries ?? Hunspell.dictionaries()
    work.dictionaries = known
    guard let program, let path = known[language] else {
      throw HunspellProcess.Problem(words: said("it is not here any more"))
    }
    let started = try HunspellProcess(program, dictionary: path, until: end)
    work.processes[language] = started
    return started
  }
}
