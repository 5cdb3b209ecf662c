import ChatModel

/// A search in the pages of the server: one page is awaited at a time.
struct SearchUnderWay: Sendable {
  var search: HistorySearch
  var awaited: RequestID?
}

/// Where the window over an open conversation is wanted.
enum Move: Hashable, Sendable {
  case older
  case newer
  case jump(HistoryTarget)
}
