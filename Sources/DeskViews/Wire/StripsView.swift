// The identities beside the wire, one below the other: who, how the link stands, the last words.
//
//  1 ramesh  ACTING
//  Ramesh (User)
//  live ws  12 ms  +0.3 s
//  › hi, anyone?

import ChatModel
import Desk
import Foundation
import Sentences
import TextGrid

/// An identity in the words of its strip.
struct StripWords: Hashable, Sendable {
  var title: [Span]
  var rows: [[Span]]
}

/// What the strips are made from, to be compared before their words are looked for and masked.
struct StripInput: Hashable, Sendable {
  var wire: Version
  var identities: [Identity]
}

extension Scene {
  var stripInput: StripInput {
    StripInput(wire: state.$wire, identities: state.identities)
  }

  private var stripWords: [StripWords] {
    state.identities.enumerated().map { index, identity in
      let strip = state.wire.strips.first { $0.name == identity.name }
      var title = [
        Span("\(index + 1) ", .identity(index)), Span(identity.name, .identity(index)),
      ]
      if identity.isShown { title.append(Span(said("  ACTING"), .focus)) }
      if identity.isProduction { title.append(Span(said("  PRODUCTION"), .waitLate)) }
      if identity.unread > 0 {
        title.append(Span("  \(Sign.online.glyph)\(identity.unread)", .badge))
      }
      var link = [Span(identity.link, identity.isCutOff ? .linkDown : .linkLive)]
      if let took = strip?.took { link.append(Span("  " + Self.took(took), .dim)) }
      if let offset = state.wire.header?.offsetWords(saysError: false) {
        link.append(Span("  " + offset, .dim))
      }
      var rows = [link]
      if !identity.who.isEmpty { rows.insert([Span(identity.who, .dim)], at: 0) }
      rows += (strip?.words ?? []).map { words in
        let text = state.wire.masking?.masked(words.text) ?? words.text
        return [
          words.isMine ? Sign.wireOut.span : Sign.wireIn.span,
          Span(" " + Excerpt.oneLine(text, scalars: 120), words.isMine ? .text : .dim),
        ]
      }
      return StripWords(title: title, rows: rows)
    }
  }

  func drawStrips(on canvas: inout Canvas, in pane: Rect) {
    let words = stripWords
    guard !words.isEmpty else { return }
    var rest = pane.inset(columns: 1)
    // All have a title; what is left is shared.
    let each = max(1, rest.rows / words.count)
    for strip in words {
      var own = rest.takeTop(min(each, strip.rows.count + 2))
      canvas.write(strip.title, in: own.takeTop(1))
      for spans in strip.rows {
        let row = own.takeTop(1)
        if !row.isEmpty { canvas.write(spans, in: row) }
      }
    }
  }
}
