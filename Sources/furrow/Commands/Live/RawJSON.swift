import ChatModel
import Foundation
import Sentences
import JSON

/// JSON that is sent as it was typed, or not at all.
enum RawJSON {
  /// - Parameter source: what holds it, which begins the sentence.
  /// - Throws: a usage failure that names the place of what cannot be sent.
  static func document(_ data: Data, in source: String) throws(Failure) -> JSONValue {
    do throws(WrittenJSONFault) {
      return try WrittenJSON.document(Array(data))
    } catch {
      throw Failure(.usage, "\(source) \(Listing.word(error.clause))".ended)
    }
  }
}
