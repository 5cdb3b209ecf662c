import ChatModel
import Foundation
import TextGrid
import Testing

@testable import Desk
@testable import DeskViews

/// Every binding in force, pressed in the part of the desk that it is bound in, and every command of
/// the palette: something is seen, something is done, or a sentence says why not.
@Suite struct EveryBindingTests {
  @Test(arguments: Keymap.Context.allCases)
  func eachBindingDoesSomethingThatIsSeenOrSaysWhyNot(context: Keymap.Context) throws {
    let places = Sitting.places.filter { $0.context == context }
    let isShared = [.panes, .text, .desk].contains(context)
    #expect(!places.isEmpty || isShared, "nobody knows the way to \(context.rawValue)")
    for place in places {
      let start = place.sitting()
      #expect(start.state.keyContext == context, "\(place.name) is \(start.state.keyContext)")
      // Whether there is such an identity is said by whoever holds them all.
      for binding in Keymap.standard.bindings(in: context)
      where binding.command.identityNumber == nil {
        let keys = Key.describe(binding.keys)
        var pressed = start
        pressed.press(binding.keys)
        var waited = start
        waited.wait(Sitting.pace * Double(binding.keys.count))
        let isSeen = pressed.screen != waited.screen || pressed.effects != waited.effects
        #expect(isSeen, "\(keys) (\(binding.command.rawValue)) in \(place.name)")
      }
    }
  }

  @Test(arguments: Sitting.panes)
  func eachCommandOfThePaletteDoesSomethingThatIsSeenOrSaysWhyNot(pane: Sitting.Place) throws {
    let start = pane.sitting()
    var open = start
    open.run(.perform(.palette))
    let palette = try #require(open.state.overlay as? Desk.Palette)
    for item in palette.picker.items {
      var chosen = start
      chosen.run(.perform(.palette))
      chosen.wait(2)
      chosen.type(item.label)
      chosen.wait(2)
      chosen.press([.enter])
      let isClosed = !(chosen.state.overlay is Desk.Palette)
      #expect(isClosed, "\(item.label) stays open over \(pane.name)")
      var left = start
      left.wait(chosen.now.timeIntervalSince(start.now))
      let isSeen = chosen.screen != left.screen || chosen.effects != left.effects
      #expect(isSeen, "\(item.label) over \(pane.name)")
    }
  }

  /// What moves within a part, ends or decides something there, or edits a text, has no name.
  @Test func eachCommandOfThePanesIsInThePalette() throws {
    let named = Set(Command.named.map(\.1))
    let views = Set((NumberedView.all + [.saved(0), .saved(1)]).compactMap(\.command))
    let isOfAPlace: Set<Command> = [
      .wireFrameUp, .wireFrameDown, .cancel, .close, .nextPane, .previousPane, .palette, .open,
      .openOrReply, .mark, .markRange,
    ]
    for context in [Keymap.Context.list, .messages, .details, .wire] {
      for binding in Keymap.standard.bindings(in: context)
      where !binding.command.isMovement && binding.command.identityNumber == nil {
        let isThere =
          named.union(views).contains(binding.command) || isOfAPlace.contains(binding.command)
        #expect(isThere, "\(Key.describe(binding.keys)) (\(binding.command.rawValue))")
      }
    }
  }

  @Test(arguments: Sitting.places)
  func eachBindingOfAPlaceIsInItsHelp(place: Sitting.Place) {
    let context = place.context
    let help = Keymap.standard.help(for: context).compactMap { row in
      if case .key(let keys, _) = row { keys } else { nil }
    }.joined(separator: " ")
    for binding in Keymap.standard.bindings(in: context)
    where binding.command.identityNumber == nil {
      let keys = Key.describe(binding.keys)
      #expect(help.contains(keys), "\(keys) (\(binding.command.rawValue)) in \(context.rawValue)")
    }
  }
}
