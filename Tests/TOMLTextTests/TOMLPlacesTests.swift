import Testing

@testable import TOMLText

@Suite struct TOMLPlacesTests {
  private typealias Place = TOMLPlaces.Place

  @Test func keysAreFoundBelowTheirTables() {
    let places = TOMLPlaces(
      """
      url = "a"
      [profiles.work]
        url = "b"
      [ profiles . "north india" ]
      "a key" = 1
      """)
    #expect(places.place(of: ["url"]) == Place(line: 1, column: 1))
    #expect(places.place(of: ["profiles", "work"]) == Place(line: 2, column: 1))
    #expect(places.place(of: ["profiles", "work", "url"]) == Place(line: 3, column: 3))
    #expect(places.place(of: ["profiles", "north india", "a key"]) == Place(line: 5, column: 1))
  }

  @Test func theElementsOfAnArrayOfTablesAreCounted() {
    let places = TOMLPlaces("[[reply]]\nname = 1\n\n[[ reply ]]\nname = 2\n[other]\nname = 3")
    #expect(places.place(of: ["reply"]) == Place(line: 1, column: 1))
    #expect(places.place(of: ["reply", "0", "name"]) == Place(line: 2, column: 1))
    #expect(places.place(of: ["reply", "1"]) == Place(line: 4, column: 1))
    #expect(places.place(of: ["reply", "1", "name"]) == Place(line: 5, column: 1))
    #expect(places.place(of: ["other", "name"]) == Place(line: 7, column: 1))
  }

  @Test func aKeyIsNotTakenForOneThatBeginsLikeIt() {
    let places = TOMLPlaces("url_other = 1\nurl = 2")
    #expect(places.place(of: ["url"]) == Place(line: 2, column: 1))
  }

  @Test func dottedAndQuotedKeysAreFollowed() {
    let places = TOMLPlaces("profiles.work.\"g g\" = 1\n'x=y' = 2")
    #expect(places.place(of: ["profiles", "work", "g g"]) == Place(line: 1, column: 1))
    #expect(places.place(of: ["profiles"]) == Place(line: 1, column: 1))
    #expect(places.place(of: ["x=y"]) == Place(line: 2, column: 1))
  }

  @Test func whatStandsInATextOfSeveralLinesIsNoKey() {
    let places = TOMLPlaces("a = \"\"\"\nurl = 1\n\"\"\"\nurl = 2\nb = \"\"\"x\"\"\"\nc = 3")
    #expect(places.place(of: ["url"]) == Place(line: 4, column: 1))
    #expect(places.place(of: ["c"]) == Place(line: 6, column: 1))
  }

  @Test func whatIsNotFollowedHasThePlaceAroundIt() {
    let places = TOMLPlaces("\nkeys = { list = { j = \"down\" } }")
    #expect(places.place(of: ["keys", "list", "j"]) == Place(line: 2, column: 1))
    #expect(places.place(of: ["nothing"]) == nil)
  }

  @Test(arguments: ["", "[", "[\"", "=", "\"", "a.", "a.\"b", "[[x]]\r\ny = 1", "'''"])
  func brokenTextIsNoTrap(_ text: String) {
    _ = TOMLPlaces(text).place(of: ["a", "b"])
  }
}
