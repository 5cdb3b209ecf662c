import Testing

@testable import furrow
