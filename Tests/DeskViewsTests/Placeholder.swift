import Testing

@testable import DeskViews
