import Testing

@testable import ChatConnection
