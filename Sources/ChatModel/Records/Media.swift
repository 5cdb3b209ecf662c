package import Foundation
package import JSON

/// An uploaded file that a message carries.
package struct Media: Hashable, Sendable, Identifiable {
  package let id: MediaID
  package var name: String?
  package var kind: MediaKind?
  /// As the server wrote it: absolute, relative, or on another host than the API (row 22).
  package var url: String?
  /// A MIME type.
  package var format: String?
  /// In bytes.
  package var size: Int?
  package var createdAt: Date?

  package init(
    id: MediaID, name: String? = nil, kind: MediaKind? = nil, url: String? = nil,
    format: String? = nil, size: Int? = nil, createdAt: Date? = nil
  ) {
    self.id = id
    self.name = name
    self.kind = kind
    self.url = url
    self.format = format
    self.size = size
    self.createdAt = createdAt
  }
}

/// The API's three kinds of upload.
package enum MediaKind: String, Hashable, Sendable, CaseIterable {
  case image
  case audio
  case video
}

extension Media: Referable {
  package init(bareID: MediaID) { self.init(id: bareID) }

  package init(
    json: JSONValue, path: String = "", noting oddities: Oddities? = nil
  ) throws(UnexpectedShape) {
    let reader = try JSONReader(json, path: path, noting: oddities)
    self.init(
      id: try reader.id("_id"),
      name: reader.string("name"),
      kind: reader.word("type").flatMap(MediaKind.init(rawValue:)),
      url: reader.string("url"),
      format: reader.string("format"),
      size: reader.integer("size").flatMap { $0 >= 0 ? $0 : nil },
      createdAt: reader.date("createdAt"))
  }

  package func merging(_ newer: Media) -> Media {
    Media(
      id: id, name: newer.name ?? name, kind: newer.kind ?? kind, url: newer.url ?? url,
      format: newer.format ?? format, size: newer.size ?? size,
      createdAt: newer.createdAt ?? createdAt)
  }

  package var json: JSONValue {
    .object(ofKnown: [
      ("_id", .string(id.rawValue)),
      ("name", name.map(JSONValue.string)),
      ("type", kind.map { .string($0.rawValue) }),
      ("url", url.map(JSONValue.string)),
      ("format", format.map(JSONValue.string)),
      ("size", size.map(JSONValue.integer)),
      ("createdAt", createdAt.map { .string(Timestamp.format($0)) }),
    ])
  }
}
