import Testing

@testable import ChatModel
