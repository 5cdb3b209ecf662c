// Bytes to values and back, by furrow's scanner and by Foundation's readers.

import ChatModel
import Foundation
import JSON
import SocketIO

extension Suite {
  static let json = Suite(name: "json") {
    let packets = (0..<2000).map { Payload.packet($0) }
    let arrays = packets.map { Array($0.dropFirst(2)) }
    let datas = arrays.map { Data($0) }
    print("| *message:new of \(arrays[0].count) bytes* | | |")
    measure("scan to JSONValue", count: arrays.count) {
      for array in arrays { keep(try? JSONValue(parsing: array)) }
    }
    measure("Socket.IO packet to event", count: packets.count) {
      var decoder = SocketPacketDecoder()
      for packet in packets { keep(try? decoder.decode(.text(packet[...]))) }
    }
    measure("JSONSerialization", count: datas.count) {
      for data in datas { keep(try? JSONSerialization.jsonObject(with: data)) }
    }
    measure("JSONDecoder into a struct", count: datas.count) {
      let decoder = JSONDecoder()
      for data in datas { keep(try? decoder.decode(DecodedEvent.self, from: data)) }
    }
    let values = arrays.compactMap { try? JSONValue(parsing: $0) }
    measure("print a JSONValue", count: values.count) {
      for value in values { keep(value.encodedBytes) }
    }
  }
}

/// What `JSONDecoder` is asked for: the fields of a message that furrow reads.
private struct DecodedEvent: Decodable {
  struct Sender: Decodable {
    var _id: String
    var first_name: String?
    var last_name: String?
    var role: String?
  }
  struct Message: Decodable {
    var _id: String
    var senderId: Sender
    var messageType: String
    var content: String?
    var isRead: Bool
    var deliveredAt: String?
    var createdAt: String?
  }
  struct Body: Decodable {
    var message: Message
    var conversationId: String
  }

  var name: String
  var body: Body

  init(from decoder: any Decoder) throws {
    var elements = try decoder.unkeyedContainer()
    name = try elements.decode(String.self)
    body = try elements.decode(Body.self)
  }
}
