import ChatModel
import Foundation
import Sentences

/// Files on their way up. The states of an upload are for the screen alone: after a crash it begins
/// anew.
extension Delivery {
  /// The files of these entries.
  func files(of ids: [OutboxID]) -> [OutboxFile] {
    ids.compactMap { id in
      if case .file(let file)? = self[id]?.body { file } else { nil }
    }
  }

  mutating func uploadBegan(_ ids: [OutboxID], by request: RequestID) -> [Fact] {
    changeUploads { $0.began(ids, by: request) }
    for id in ids { show(id) { $0.state = .uploading(0) } }
    return reported()
  }

  /// `part` is 0 to 1.
  mutating func uploadProgressed(_ request: RequestID, _ part: Double) -> [Fact] {
    for id in uploads[request] {
      guard case .uploading(let before)? = self[id]?.state, part - before >= 0.01 else {
        continue
      }
      show(id) { $0.state = .uploading(min(1, part)) }
    }
    return reported()
  }

  /// The person ends the uploads of a conversation.
  mutating func cancelUploads(in id: ConversationID) -> [Fact] {
    let requests = uploads.requests { $0.contains { self[$0]?.conversationID == id } }
    for request in requests {
      changeUploads { $0.cancel(request) }
      report(.cancels(request))
    }
    return reported()
  }

  mutating func handleResponse(_ answer: APIAnswer, toUpload request: RequestID) -> [Fact] {
    let (carried, wasCancelled) = changeUploads { $0.ended(request) }
    let ids = carried.filter { id in
      if case .uploading? = self[id]?.state { true } else { false }
    }
    switch answer {
    case .uploaded(let media):
      report(.restSucceeded)
      assign(media, to: ids)
    case .failed(let error):
      for id in ids { show(id) { $0.state = .queued } }
      switch error {
      case .cancelled where wasCancelled:
        for id in ids { fail(id, said("the upload was cancelled")) }
      case .cancelled, .notSignedIn, .heldBack: break
      case .unreachable, .serverFailed, .notThisAPI: report(.restFailed)
      case .rejected, .localFile, .notAllowed, .notFound, .noSuchCall:
        // One file may have spoiled it for the others.
        if ids.count > 1 {
          changeUploads { $0.sendAlone(ids) }
        } else {
          for id in ids { fail(id, error.reason) }
        }
      }
    default:
      for id in ids { fail(id, said("the server did not say what became of the upload")) }
    }
    return reported()
  }

  /// The answer holds the media in the order of the files, or names them.
  private mutating func assign(_ media: [Media], to ids: [OutboxID]) {
    let names = ids.map { id -> String? in
      if case .file(let file)? = self[id]?.body { file.name } else { nil }
    }
    var entries: [OutboxEntry] = []
    for (index, id) in ids.enumerated() {
      let namesakes = media.filter { $0.name == names[index] }
      let isOneOfAKind = names.filter { $0 == names[index] }.count == 1 && namesakes.count == 1
      let mine: Media? =
        if isOneOfAKind {
          namesakes.first
        } else if media.count == ids.count {
          media[index]
        } else {
          nil
        }
      guard let mine else {
        changeUploads { $0.sendAlone([id]) }
        show(id) { $0.state = .queued }
        if ids.count == 1 { fail(id, said("the server did not say what became of the upload")) }
        continue
      }
      let changed = show(id) { entry in
        entry.state = .queued
        if case .file(var file) = entry.body {
          file.mediaID = mine.id
          entry.body = .file(file)
        }
      }
      if let changed { entries.append(changed) }
    }
    if !entries.isEmpty { report(.saves(entries)) }
  }
}
