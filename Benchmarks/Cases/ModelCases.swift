// Values to records: events, dates.

import ChatModel
import Foundation
import JSON

extension Suite {
  static let model = Suite(name: "model") {
    let arrays = (0..<2000).map { Array(Payload.packet($0).dropFirst(2)) }
    let values = (0..<2000).compactMap { try? JSONValue(parsing: Payload.object($0)) }
    measure("bytes to ServerEvent", count: arrays.count) {
      for array in arrays {
        guard case .array(let elements)? = try? JSONValue(parsing: array) else { continue }
        keep(ServerEvent(name: "message:new", arguments: Array(elements.dropFirst())))
      }
    }
    measure("JSONValue to ServerEvent", count: values.count) {
      for value in values { keep(ServerEvent(name: "message:new", arguments: [value])) }
    }
    let times = (0..<2000).map { "2026-03-14T09:26:53.\(Payload.digits($0 % 1000, 3))Z" }
    measure("read a time", count: times.count) {
      for time in times { keep(Timestamp.parse(time)) }
    }
    let style = Date.ISO8601FormatStyle(includingFractionalSeconds: true)
    measure("the same by ISO8601FormatStyle", count: times.count) {
      for time in times { keep(try? style.parse(time)) }
    }
    let dates = times.compactMap(Timestamp.parse)
    measure("print a time", count: dates.count) {
      for date in dates { keep(Timestamp.format(date)) }
    }
  }
}
