// Call 6 of the document and the download of what it stored (rows 21 and 22).

import ChatModel
import JSON

/// Which files may be uploaded.
enum UploadRules {
  /// The file types of each kind, with the ending of stored files. A part is judged by its
  /// `Content-Type` (row 21).
  private static let types: [MediaKind: [String: String]] = [
    .image: ["image/png": "png", "image/jpeg": "jpg", "image/jpg": "jpg", "image/webp": "webp"],
    .video: ["video/mp4": "mp4", "video/mpeg": "mpeg", "video/quicktime": "mov"],
    .audio: [
      "audio/mpeg": "mp3", "audio/mp3": "mp3", "audio/wav": "wav", "audio/x-wav": "wav",
      "audio/wave": "wav", "audio/ogg": "ogg", "audio/mp4": "m4a", "audio/x-m4a": "m4a",
    ],
  ]

  static func allows(_ format: String, as kind: MediaKind) -> Bool {
    types[kind]?[format] != nil
  }

  static func fileExtension(of format: String) -> String {
    types.values.lazy.compactMap { $0[format] }.first ?? "bin"
  }

  /// A content type without its parameters.
  static func format(of contentType: String) -> String {
    contentType.prefix { $0 != ";" }.lowercased().trimmed
  }
}

extension ChatServer {
  mutating func upload(
    _ upload: Upload, by user: Person
  ) throws(SandboxError) -> SandboxResponse {
    guard let type = upload.type, !type.isEmpty else { throw .invalid("type is required") }
    guard let kind = MediaKind(rawValue: type) else {
      throw .invalid("type must be one of image, audio, video")
    }
    guard !upload.parts.isEmpty else { throw .invalid("media is required") }
    guard upload.parts.count <= UploadLimit.files else { throw UploadLimit.tooManyFiles }
    for part in upload.parts { try check(part, as: kind) }
    var stored: [JSONValue] = []
    for part in upload.parts {
      var file = MediaRecord(
        id: MediaID(world.newID(at: now)), name: part.fileName, kind: kind,
        format: UploadRules.format(of: part.contentType), size: part.content.size, createdAt: now,
        place: .file, owner: user.id, stem: world.newFileName(at: now))
      switch part.content {
      case .bytes(let bytes): file.place = .memory(bytes)
      case .file(let incoming): try incoming.keep(as: file.fileName)
      }
      world.put(file)
      stored.append(shape(file))
    }
    return .success("Media uploaded successfully", .array(stored), status: 201)
  }

  private func check(_ part: Upload.Part, as kind: MediaKind) throws(SandboxError) {
    guard part.field == "media" else { throw .invalid("\(part.field) is not a field for files") }
    guard part.content.size > 0 else { throw .invalid("media is empty: \(part.fileName)") }
    guard part.content.size <= UploadLimit.fileSize else {
      throw UploadLimit.tooLarge(fileName: part.fileName)
    }
    let format = UploadRules.format(of: part.contentType)
    guard UploadRules.allows(format, as: kind) else {
      throw .invalid(
        "media has a type that is not allowed: \(part.fileName) is \(format), not \(kind.rawValue)")
    }
  }

  /// The record of a carried file, which simulated people share.
  mutating func record(of file: SeedMedia) -> MediaID {
    if let known = seedRecords[file] { return known }
    let id = world.addFile(file, at: now)
    seedRecords[file] = id
    return id
  }

  func mediaFile(named name: String) -> MediaFile? {
    guard let file = world.file(named: name) else { return nil }
    let bytes: [UInt8]? =
      switch file.place {
      case .memory(let bytes): bytes
      case .seed(let seed): seed.bytes
      case .stored: store?.bytes(of: file.id)
      case .file: nil
      }
    if case .file = file.place {
      return MediaFile(
        contentType: file.format, content: .file(path: media.path(of: name), size: file.size))
    }
    return bytes.map { MediaFile(contentType: file.format, bytes: $0) }
  }
}
