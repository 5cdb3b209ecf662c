import ArgumentParser
import ChatClient
import ChatModel
import Desk
import Foundation
import Sentences

struct UploadCommand: HeadlessCommand {
  static let configuration = CommandConfiguration(
    commandName: "upload",
    abstract: "Upload pictures, sound and films; print their media ids.",
    discussion: """
      Files are judged here first, by content, name and size; nothing is sent unless all of them \
      can be. PNG, JPEG, WEBP; MP4, MPEG, MOV; MP3, WAV, OGG, M4A; at most 10 MB each.

      --fault upload-stop, upload-type and upload-limit=100kB let it go wrong on the way.
      """)

  @Argument(
    help: ArgumentHelp("The files.", valueName: "file"), completion: .file(),
    transform: Checked.filled)
  var files: [String]
  @OptionGroup(title: FaultOptions.title) var faults: FaultOptions
  @OptionGroup(title: HelpText.globalTitle) var global: GlobalOptions

  static var changesServer: Bool { true }

  func run(in context: Context) async throws {
    try context.use(faults)
    let judged = try files.map { try OutboxFile(checking: $0) }
    let api = try context.api()
    for (kind, files) in Self.uploads(of: judged) {
      let progress = ProgressLine(files.map(\.name).joined(separator: ", "))
      let stored: [Media]
      do {
        stored = try await api.upload(files, as: kind, progress: { progress.show($0) })
        progress.clear()
      } catch {
        progress.clear()
        throw error
      }
      for media in stored {
        context.output.result(
          media.json, "\(Listing.word(media.id.rawValue))  \(Self.words(media, kind))")
      }
      // Some servers tell of one file where several were sent (row 9).
      if stored.count < files.count {
        context.output.warn(
          said(
            """
            \(files.count) files were sent, but the server named \(stored.count); upload the \
            others one by one.
            """))
      }
    }
  }

  /// One upload for each kind, of as many files as an upload may carry, in the order given.
  static func uploads(of files: [OutboxFile]) -> [(kind: MediaKind, files: [OutboxFile])] {
    var uploads: [(kind: MediaKind, files: [OutboxFile])] = []
    for file in files {
      let open = uploads.lastIndex {
        $0.kind == file.kind && $0.files.count < MediaSniffer.mostFiles
      }
      if let open {
        uploads[open].files.append(file)
      } else {
        uploads.append((file.kind, [file]))
      }
    }
    return uploads
  }

  private static func words(_ media: Media, _ kind: MediaKind) -> String {
    let parts = [
      (media.kind ?? kind).rawValue, media.size.map(FileSize.text), media.name.map(Listing.word),
    ]
    return parts.compactMap { $0 }.joined(separator: "  ")
  }
}
