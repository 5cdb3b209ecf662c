import ChatClient
import ChatModel
import Desk
import Foundation
import Sentences

extension EffectRunner {
  /// Writes records down as a recording, which begins with what a replay elsewhere has to know.
  ///
  /// - Parameter players: those of the desk, who read it.
  func save(_ wish: WireWish, players: [TrialRunner.Player]) {
    let inbox = inbox
    work {
      var records = wish.records
      var lack = ""
      do {
        records = try await Introduction(by: players).before(records)
      } catch {
        lack = said(
          """
           The lists of conversations are missing, which a replay at another server needs: \
          \(Failure(error).message)
          """)
      }
      let text = WireWriter(masking: wish.masking).document(wish.header, records)
      let path = Paths.expandingTilde(wish.path)
      do throws(Failure) {
        guard try NewFile.write(Data(text.utf8), to: path) else {
          throw Failure(.usage, said("The file \(path) is there already; nothing was written."))
        }
      } catch {
        return inbox.post(.unsavedWire(wish.path, reason: error.message))
      }
      let count = wish.records.count == 1 ? said("1 line") : said("\(wish.records.count) lines")
      inbox.post(.report(Notice(.info, said("\(count) of the wire stand in \(path).") + lack)))
    }
  }

  /// Tells what keeps a recording from being done again.
  func look(atRecording path: String, players: [TrialRunner.Player]) {
    let inbox = inbox
    work {
      do throws(Failure) {
        try TrialRunner.check(recording: Paths.expandingTilde(path), players)
      } catch {
        inbox.post(.unusableRecording(path, reason: error.message))
      }
    }
  }

  /// Reads what a recording begins with; without a link there is nothing to read.
  func readLists(with api: (any ChatAPI)?) {
    guard let api else { return }
    work { try await api.readLists() }
  }

  func readEvents(_ files: EventFiles) {
    let inbox = inbox
    work {
      let (events, problems) = files.read()
      inbox.post(.events(events, problems: problems))
    }
  }

  func keepEvent(_ text: String, named name: String, in files: EventFiles) {
    let inbox = inbox
    work {
      let file = try files.keep(text, named: name)
      inbox.post(.report(Notice(.info, said("The event is kept in \(file.path)."))))
    }
  }
}
