import Testing

@testable import SocketIO
