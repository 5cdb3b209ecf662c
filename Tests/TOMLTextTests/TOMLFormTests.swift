import Testing

@testable import TOMLText

/// What is TOML passes; what is none is named with its place, before a parser that would end the
/// program sees it.
@Suite struct TOMLFormTests {
  private func fault(_ text: String) -> TOMLFault? {
    do throws(TOMLFault) {
      try TOMLForm.check(text)
      return nil
    } catch {
      return error
    }
  }

  @Test(arguments: [
    "", "\n\r\n# only words", "a = 1", "\u{FEFF}a = 'x'\r\n", "a.b . \"c d\".'e' = true # words",
    "[a]\n[a.b]\n[[ c ]]\n[[c]] # again", "a = [1, [2, 'x'], {b = 3, c.d = []},\n # words\n]",
    "a = \"\"\"one\ntwo \\\n  \"\"three\"\"\"\"\"", "a = '''one\n''two'''", "a = \"\\\"\\\\\"",
    "a = -17\nb = +1_000\nc = 0xdead_BEEF\nd = 0o17\ne = 0b1010", "a = 6.26e-34\nb = -inf\nc = nan",
    "a = 1979-05-27T07:32:00Z\nb = 1979-05-27 07:32:00.5+05:30\nc = 1979-05-27\nd = 07:32:00",
    "a = {}\nb = { x = 1 }", "\"\" = 1\n-1- = 2",
  ])
  func whatIsTOMLPasses(text: String) {
    #expect(fault(text) == nil)
  }

  @Test(arguments: [
    ("[,", 1, 2), ("[[[", 1, 3), ("[", 1, 2), ("[\n", 1, 2), ("[é]", 1, 2), ("[a", 1, 3),
    ("[a.", 1, 4),
    ("a", 1, 2), ("= 1", 1, 1), ("a = ", 1, 5), ("a = 1979-05-27T", 1, 5),
    ("x = 1\na = 9917-05-27TT0", 2, 5),
    ("a = yes", 1, 5), ("a = 1__0", 1, 5), ("a = 01", 1, 5), ("a = [1 2]", 1, 8),
    ("a = {b = 1", 1, 11),
    ("a = \"x\ny\"", 1, 5), ("a = 'x", 1, 5), ("a = 1 b = 2", 1, 7), ("\"\"\"a\"\"\" = 1", 1, 1),
    ("a = \"\\u0000\"", 1, 6), ("# \u{1B}[2J", 1, 3), ("a = 'x\u{7F}'", 1, 7), ("नाम = 1", 1, 1),
    ("a = \"\\", 1, 5),
  ])
  func whatIsNoneIsNamedWithItsPlace(text: String, line: Int, column: Int) {
    let found = fault(text)
    #expect(found?.place == TOMLPlaces.Place(line: line, column: column), "\(found as Any)")
  }

  @Test func whatIsNestedTooDeeplyIsRefused() {
    #expect(
      fault("a = " + String(repeating: "[", count: 99) + String(repeating: "]", count: 99)) == nil)
    let found = fault("a = " + String(repeating: "[", count: 100_000))
    #expect(found?.words == "it is nested too deeply")
  }
}
