import Testing

@testable import ChatStorage
