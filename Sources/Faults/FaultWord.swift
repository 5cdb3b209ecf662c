import ChatModel
import Sentences

/// The words of a plan's written form, in its order.
package enum FaultWord: String, Hashable, Sendable, CaseIterable {
  case delay, drop, duplicate, reorder, truncate, only, way, cut, stall, polling, expire, fail
  case bandwidth, clock
  case uploadStop = "upload-stop"
  case uploadType = "upload-type"
  case uploadLimit = "upload-limit"
  case seed

  /// What it does, for menus and the help.
  package var sentence: String {
    switch self {
    case .delay: said("each frame and answer takes longer: 300ms, or between two: 100ms-2s")
    case .drop: said("this share of the events is lost")
    case .duplicate: said("this share of the events comes twice")
    case .reorder: said("this share of the events comes behind the next one")
    case .truncate: said("this share of the events breaks off")
    case .only: said("those four concern these events alone: message:sent+message:new")
    case .way: said("and only what comes in, or what goes out")
    case .cut: said("the connection breaks: once, or each after 20 events or 5s")
    case .stall:
      said("nothing gets through and nothing says so: once, or each after 20 events or 5s")
    case .polling: said("no WebSocket is let through")
    case .expire: said("the tokens that are there expire: at once, or after 10s")
    case .fail: said("what the next REST calls are answered: 503, or several: 500+503")
    case .bandwidth: said("so many bytes a second")
    case .clock: said("the server's clock is ahead: 90s, or behind: -5m")
    case .uploadStop: said("an upload breaks off after this share of it")
    case .uploadType: said("the files of an upload have a type that nobody takes")
    case .uploadLimit: said("larger files are refused")
    case .seed: said("chance: the same number does the same again")
    }
  }

  /// The values that a menu offers, the usual one first; empty for what has none.
  package var choices: [String] {
    switch self {
    case .delay: ["300ms", "1s", "5s", "100ms-2s"]
    case .drop, .duplicate, .reorder, .truncate: ["10%", "25%", "50%", "100%"]
    case .only: ["message:send", "message:sent", "message:new", "message:read"]
    case .way: ["in", "out"]
    case .cut, .stall: ["once", "20", "5s", "30s"]
    case .expire: ["0s", "10s", "1m"]
    case .fail: ["503", "500", "401", "403", "404", "429"]
    case .bandwidth: ["2kB", "500B", "50kB"]
    case .clock: ["90s", "5m", "1h", "-90s", "-5m"]
    case .uploadStop: ["50%", "90%"]
    case .uploadLimit: ["100kB", "1MB"]
    case .seed: ["1", "2", "3", "4", "5", "6", "7", "8", "9"]
    case .polling, .uploadType: []
    }
  }

  /// A sound value in words, behind which the usual one stands as an example.
  var wanted: String {
    switch self {
    case .delay: said("a length of time such as 300ms, or two: 100ms-2s")
    case .drop, .duplicate, .reorder, .truncate: said("a share from 0% to 100%")
    case .only: said("names of events with + between them")
    case .way: said("in or out")
    case .cut, .stall:
      said("nothing, once, a number of events such as 20 or a length of time such as 5s")
    case .polling, .uploadType: said("no value")
    case .expire: said("nothing, or a length of time such as 10s")
    case .fail: said("a status from 400 to 599, or up to 100 of them with + between them")
    case .bandwidth: said("bytes a second from 1B to 1GB, such as 2kB")
    case .clock: said("a length of time up to eleven days, perhaps negative, such as 90s")
    case .uploadStop: said("nothing, or a share from 1% to 99%")
    case .uploadLimit: said("a size such as 100kB")
    case .seed: said("a whole number from 0")
    }
  }
}

/// Which part of a written plan means nothing.
package struct FaultWordError: Error, Hashable, Sendable, CustomStringConvertible {
  package let description: String
}
