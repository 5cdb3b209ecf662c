import Testing

@testable import TextGrid
