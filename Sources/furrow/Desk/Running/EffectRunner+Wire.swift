import ChatModel
import Desk
import Foundation
import Sentences

extension EffectRunner {
  /// Writes records down as a recording.
  func save(_ wish: WireWish) {
    let inbox = inbox
    work {
      let text = WireWriter(masking: wish.masking).document(wish.header, wish.records)
      let path = Paths.expandingTilde(wish.path)
      do throws(Failure) {
        guard try NewFile.write(Data(text.utf8), to: path) else {
          throw Failure(.usage, said("The file \(path) is there already; nothing was written."))
        }
      } catch {
        return inbox.post(.unsavedWire(wish.path, reason: error.message))
      }
      let count = wish.records.count == 1 ? said("1 line") : said("\(wish.records.count) lines")
      inbox.post(.report(Notice(.info, said("\(count) of the wire stand in \(path)."))))
    }
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
