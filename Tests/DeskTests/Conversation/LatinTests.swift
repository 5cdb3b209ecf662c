import ChatModel
import Testing

@testable import Desk

@Suite struct ReadingInLatinTests {
  @Test func oneKeyTurnsItOnAndOffAndItIsKept() {
    var bench = writing()
    bench.timeline([bench.message("m1", "मेरी फसल")])
    bench.press("Esc Tab g l")
    #expect(bench.state.isReadInLatin("lakshmi"))
    #expect(bench.take().contains(.client(.keep(LocalChange(.latin("lakshmi"), .latin)))))
    #expect(bench.said?.contains("in Latin letters") == true)
    bench.press("k y")
    #expect(bench.take().contains(.copy("मेरी फसल")), "a copy is the original")
    bench.press("g l")
    #expect(!bench.state.isReadInLatin("lakshmi"))
    #expect(bench.take().contains(.client(.keep(LocalChange(.latin("lakshmi"), nil)))))
  }
}
