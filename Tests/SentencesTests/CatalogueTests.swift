import Testing

@testable import Sentences

@Suite struct CatalogueTests {
  @Test func theFormIsThatOfGettext() {
    let catalogue = Catalogue(
      #"""
      # A comment
      msgid ""
      msgstr "Language: hi\n"

      msgid "a \"quoted\" \\ and\n"
      "more"
      msgstr ""
      "एक\t"
      "दो"

      #, fuzzy
      msgid "unsure"
      msgstr "अनिश्चित"

      msgid "nothing"
      msgstr ""

      msgid "last"
      msgstr "आख़िरी"
      """#)
    #expect(catalogue.count == 2)
    #expect(catalogue.translation(of: "a \"quoted\" \\ and\nmore") == "एक\tदो")
    #expect(catalogue.translation(of: "last") == "आख़िरी")
    #expect(catalogue.translation(of: "unsure") == nil)
  }

  @Test(arguments: ["", "msgid", "msgid \"", "msgstr \"x\"", "\"x\"", "msgid \"a\"\nmsgid \"b\""])
  func aBrokenCatalogueIsAnEmptyOne(text: String) {
    #expect(Catalogue(text).count == 0)
  }

  @Test func hindiIsCarriedAndWhole() throws {
    #expect(Language.all.prefix(2) == ["en", "hi"])
    let hindi = try #require(Catalogue.carried("hi"))
    #expect(hindi.count > 2000)
    #expect(Catalogue.carried("xx") == nil)
    #expect(Language.speaking("hi") { said("open", of: "status") } == "खुली")
    #expect(Language.speaking("hi") { Language.code } == "hi")
    #expect(Language.code == "en")
  }
}
