import Testing

@testable import ChatClient
