// What goes out of the wire pane: to the clipboard, to a file.

package import ChatModel
import Foundation
import Sentences
import TextGrid

/// Records that are to be written down as a recording.
package struct WireWish: Hashable, Sendable {
  package let records: [WireRecord]
  package let header: WireHeader
  /// nil leaves phone numbers in.
  package let masking: WireMask?
  /// A new file.
  package let path: String
}

extension DeskState {
  mutating func copyRecord(now: Date) {
    guard let entry = wire.chosen else { return refuse(nothingShown, now: now) }
    let forms = WireCopy.allCases.filter { text(of: entry.record, as: $0) != nil }
    let items = forms.map { form in
      Picker.Item(form, label: form.rawValue, detail: Self.detail(form, of: entry.record))
    }
    open(
      WireCopyPicker(
        picker: Picker(title: said("COPY #\(entry.record.number) AS"), items: items),
        number: entry.record.number))
  }

  private static func detail(_ form: WireCopy, of record: WireRecord) -> String {
    switch form {
    case .json: said("the line of a recording")
    case .curl: record.isEvent ? "furrow emit" : said("a command for a shell")
    case .script: record.isEvent ? "socket.emit" : "fetch"
    }
  }

  private func text(of record: WireRecord, as form: WireCopy) -> String? {
    form.text(
      of: record, origin: configuration.origin, masking: wire.masking, reach: reach(of: record),
      answer: wire.answer(to: record.number)?.name)
  }

  /// Of another identity only the profile is known here.
  private func reach(of record: WireRecord) -> WireReach {
    let isUsual = ["", "default"].contains(record.identity)
    let isShown = record.identity == configuration.profile && !configuration.server.isEmpty
    return WireReach(
      profile: isUsual ? nil : record.identity, server: isShown ? configuration.server : nil)
  }

  mutating func copyRecord(_ number: Int, as form: WireCopy, now: Date) {
    guard let entry = wire.entry(numbered: number),
      let text = text(of: entry.record, as: form)
    else { return refuse(said("#\(number) is not kept any more."), now: now) }
    emit(.copy(text))
    hint(said("#\(number) as \(form.rawValue) was sent to the terminal's clipboard."), now: now)
  }

  mutating func startSavingWire(now: Date) {
    guard wire.shownCount > 0 else { return refuse(nothingShown, now: now) }
    open(PathPrompt(.wire))
    emit(.proposeExport(named: "wire \(Self.dayName(now)).jsonl", of: 1))
  }

  /// Writes down what the filter lets through.
  mutating func saveWire(to path: String, now: Date) {
    guard let header = wire.header else { return refuse(nothingShown, now: now) }
    let records = wire.shownRecords
    emit(
      .saveWire(
        WireWish(records: records, header: header, masking: wire.masking, path: path)))
    hint(
      said(
        """
        Writing \(records.count == 1 ? said("1 line") : said("\(records.count) lines")) to \
        \(Sanitizer.oneLine(path)).
        """), now: now)
  }
}
