// The keys as they are out of the box. The first key of a command is the one that hints show.

enum KeymapDefaults {
  typealias Bindings = [(Keymap.Context, [(String, Command)])]

  static let standard: Bindings = [
    (
      .desk,
      [
        ("Tab", .nextPane), ("Shift+Tab", .previousPane), ("Ctrl+N", .nextConversation),
        ("Ctrl+P", .previousConversation), ("F1", .help), ("F2", .replies),
        ("F3", .longestWaiting), ("F4", .reassign), ("F5", .refresh), ("F6", .status),
        ("F7", .note), ("F8", .jump), ("Ctrl+X k", .jump), ("F9", .details), ("F12", .wire),
        ("Ctrl+Z", .suspend), ("Ctrl+X a", .attach), ("Ctrl+X :", .palette),
        ("Ctrl+X /", .findEverywhere),
        ("Ctrl+X ]", .nextUnread), ("Ctrl+X [", .previousUnread), ("Ctrl+X s", .signIn),
        ("Ctrl+X o", .outbox), ("Ctrl+X p", .play), ("Ctrl+X b", .takeBackSend),
        ("Ctrl+X 1", .identity1),
        ("Ctrl+X 2", .identity2),
        ("Ctrl+X 3", .identity3), ("Ctrl+X 4", .identity4), ("Ctrl+X 5", .identity5),
        ("Ctrl+X 6", .identity6), ("Ctrl+X 7", .identity7), ("Ctrl+X 8", .identity8),
        ("Ctrl+X 9", .identity9),
      ]
    ),
    (
      .panes,
      [
        ("j", .down), ("k", .up), ("Down", .down), ("Up", .up), ("PgDn", .pageDown),
        ("PgUp", .pageUp), ("Ctrl+F", .pageDown), ("Ctrl+B", .pageUp),
        ("Ctrl+D", .halfPageDown), ("Ctrl+U", .halfPageUp), ("g g", .top), ("G", .bottom),
        ("Home", .top), ("End", .bottom), ("Esc", .cancel), ("Ctrl+C", .cancel),
        ("w", .longestWaiting), ("]", .nextUnread), ("[", .previousUnread), ("1", .viewMine),
        ("2", .viewWaiting), ("3", .viewUnread), ("4", .viewAll), ("5", .viewStatistics),
        ("6", .viewTeam), ("7", .viewUnassigned), ("8", .viewSaved1), ("9", .viewSaved2),
        (".", .foldIn),
        ("i", .reply), ("r", .reply), ("c", .replies), ("A", .attach), ("m", .note),
        ("z", .snooze), ("U", .markUnread), ("Ctrl+K", .jump),
        ("s", .status), ("a", .reassign), ("T", .takeOver), ("W", .watch), ("B", .balance),
        ("R", .retry), ("E", .editFailed),
        ("D", .dropFailed), ("o", .openMedia), ("S", .saveMedia), ("M", .mute), ("P", .viewPicture),
        ("p", .play), ("Left", .seekBack), ("Right", .seekForward),
        ("y", .copy),
        ("u", .takeBack), ("?", .help), ("L", .log), ("O", .outbox), (":", .palette),
        ("g d", .details), ("g /", .findEverywhere), ("g t", .goToDate), ("g e", .export),
        ("g l", .latin), ("g x", .wire),
        ("Ctrl+R", .refresh), ("q", .close),
      ]
    ),
    (
      .list,
      [("Enter", .open), ("/", .filter), ("Space", .mark), ("v", .markRange)]
    ),
    (.team, [("Enter", .open), ("X", .emptyAgent)]),
    (
      .messages,
      [
        ("Enter", .openOrReply), ("/", .find), ("n", .nextHit), ("N", .previousHit),
        ("g i", .messageDetails), ("Space", .mark), ("v", .markRange), (">", .quote),
      ]
    ),
    (.details, [("Enter", .openOrReply)]),
    (
      .wire,
      [
        ("j", .down), ("k", .up), ("Down", .down), ("Up", .up), ("PgDn", .pageDown),
        ("PgUp", .pageUp), ("Ctrl+F", .pageDown), ("Ctrl+B", .pageUp),
        ("Ctrl+D", .halfPageDown), ("Ctrl+U", .halfPageUp), ("g g", .top), ("G", .bottom),
        ("Home", .top), ("End", .bottom), ("J", .wireFrameDown), ("K", .wireFrameUp),
        ("Right", .wireFrameDown), ("Left", .wireFrameUp), ("Enter", .open),
        ("Space", .wirePause), ("/", .filter), ("f", .find), ("n", .nextHit), ("N", .previousHit),
        ("t", .wireThread), ("c", .wireConversation), ("m", .wireUnmask), ("C", .wireClear),
        ("y", .copy), ("S", .wireSave), ("x e", .wireResend), ("x s", .wireEmit),
        ("x f", .faults), ("x r", .record), ("x p", .wireReplay), ("x a", .wireAssert),
        ("x c", .wireCheck),
        ("g x", .wire), ("?", .help), (":", .palette), ("L", .log), ("Ctrl+K", .jump),
        ("Ctrl+R", .refresh), ("Esc", .cancel), ("Ctrl+C", .cancel), ("q", .close),
      ]
    ),
    (
      .composer,
      [
        ("Enter", .send), ("Ctrl+J", .newLine), ("Ctrl+X n", .newLine), ("Alt+Enter", .newLine),
        ("Ctrl+X Ctrl+E", .externalEditor), ("Ctrl+X e", .emoji),
        ("Ctrl+X w", .correct), ("Ctrl+X l", .spelling), ("Esc", .cancel), ("Ctrl+C", .interrupt),
        ("PgUp", .pageUp), ("PgDn", .pageDown), ("Ctrl+Home", .textStart),
        ("Ctrl+End", .textEnd), ("/", .slash),
      ]
    ),
    (
      .text,
      [
        ("Left", .left), ("Right", .right), ("Up", .up), ("Down", .down), ("Home", .lineStart),
        ("End", .lineEnd), ("Backspace", .deleteBack), ("Delete", .deleteForward),
        ("Ctrl+A", .lineStart), ("Ctrl+E", .lineEnd), ("Ctrl+B", .characterBack),
        ("Ctrl+F", .characterForward), ("Ctrl+H", .deleteBack), ("Ctrl+D", .deleteForward),
        ("Alt+b", .wordBack), ("Alt+f", .wordForward), ("Ctrl+Left", .wordBack),
        ("Ctrl+Right", .wordForward), ("Ctrl+W", .killBlankWordBack),
        ("Alt+Backspace", .killWordBack), ("Alt+d", .killWordForward),
        ("Ctrl+U", .killToStart), ("Ctrl+K", .killToEnd), ("Ctrl+Y", .yank),
        ("Ctrl+X y", .yankOlder), ("Ctrl+_", .undo), ("Ctrl+X u", .redo), ("Ctrl+T", .transpose),
      ]
    ),
    (
      .filter,
      [
        ("Enter", .accept), ("Esc", .cancel), ("Ctrl+C", .cancel), ("Tab", .accept),
        ("Ctrl+Z", .suspend),
      ]
    ),
    (
      .picker,
      [
        ("Enter", .accept), ("Esc", .cancel), ("Ctrl+C", .cancel), ("Tab", .complete),
        ("Ctrl+N", .down), ("Ctrl+P", .up), ("PgUp", .pageUp), ("PgDn", .pageDown),
        ("Ctrl+Z", .suspend),
      ]
    ),
    (.replies, [("/", .slash)]),
    (
      .prompt,
      [
        ("Enter", .accept), ("Esc", .cancel), ("Ctrl+C", .cancel), ("Tab", .complete),
        ("Ctrl+Z", .suspend),
      ]
    ),
    (
      .note,
      [
        ("Enter", .accept), ("Ctrl+J", .newLine), ("Ctrl+X n", .newLine), ("Alt+Enter", .newLine),
        ("Esc", .cancel), ("Ctrl+C", .cancel), ("F7", .cancel), ("Ctrl+Z", .suspend),
      ]
    ),
    (
      .event,
      [
        ("Enter", .accept), ("Ctrl+J", .newLine), ("Ctrl+X n", .newLine), ("Alt+Enter", .newLine),
        ("Tab", .complete), ("Ctrl+X s", .wireKeepEvent), ("Esc", .cancel), ("Ctrl+C", .cancel),
        ("Ctrl+Z", .suspend),
      ]
    ),
    (
      .menu,
      [
        ("Enter", .accept), ("Esc", .cancel), ("Ctrl+C", .cancel), ("Down", .down),
        ("Up", .up), ("j", .down), ("k", .up), ("q", .cancel),
      ]
    ),
    (
      .pager,
      [
        ("Esc", .cancel), ("Ctrl+C", .cancel), ("q", .cancel), ("Enter", .accept),
        ("j", .down), ("k", .up), ("Down", .down), ("Up", .up), ("PgDn", .pageDown),
        ("PgUp", .pageUp), ("Space", .pageDown), ("Ctrl+F", .pageDown), ("Ctrl+B", .pageUp),
        ("Ctrl+D", .halfPageDown), ("Ctrl+U", .halfPageUp), ("g g", .top), ("G", .bottom),
        ("Home", .top), ("End", .bottom),
      ]
    ),
    (
      .outbox,
      [
        ("R", .retry), ("E", .editFailed), ("D", .dropFailed), ("y", .copy), ("Enter", .open),
        ("Esc", .cancel), ("Ctrl+C", .cancel), ("q", .cancel), ("O", .cancel), ("j", .down),
        ("k", .up), ("Down", .down), ("Up", .up), ("PgDn", .pageDown), ("PgUp", .pageUp),
        ("Ctrl+F", .pageDown), ("Ctrl+B", .pageUp), ("g g", .top), ("G", .bottom),
        ("Home", .top), ("End", .bottom),
      ]
    ),
    (
      .plan,
      [
        ("y", .accept), ("Space", .mark), ("n", .cancel), ("Esc", .cancel),
        ("Ctrl+C", .cancel), ("q", .cancel), ("j", .down), ("k", .up), ("Down", .down),
        ("Up", .up), ("PgDn", .pageDown), ("PgUp", .pageUp), ("Ctrl+F", .pageDown),
        ("Ctrl+B", .pageUp), ("g g", .top), ("G", .bottom), ("Home", .top), ("End", .bottom),
      ]
    ),
    (
      .picture,
      [
        ("n", .nextPicture), ("p", .previousPicture), ("Right", .nextPicture),
        ("Left", .previousPicture), ("Down", .nextPicture), ("Up", .previousPicture),
        ("j", .nextPicture), ("k", .previousPicture), ("S", .saveMedia), ("o", .openMedia),
        ("Esc", .cancel), ("Ctrl+C", .cancel), ("q", .cancel), ("Enter", .cancel),
      ]
    ),
    (
      .facts,
      [
        ("y", .copy), ("Enter", .copy), ("Esc", .cancel), ("Ctrl+C", .cancel), ("q", .cancel),
        ("j", .down), ("k", .up), ("Down", .down), ("Up", .up), ("PgDn", .pageDown),
        ("PgUp", .pageUp), ("Ctrl+F", .pageDown), ("Ctrl+B", .pageUp), ("g g", .top),
        ("G", .bottom), ("Home", .top), ("End", .bottom),
      ]
    ),
    (
      .confirm,
      [
        ("y", .accept), ("Enter", .accept), ("n", .cancel), ("Esc", .cancel),
        ("Ctrl+C", .cancel), ("q", .cancel),
      ]
    ),
  ]

  /// What differs for fingers used to Vim.
  static let vim: Bindings = [
    (
      .panes,
      [
        ("l", .nextPane), ("h", .previousPane), ("Ctrl+W w", .nextPane),
        ("Ctrl+W Ctrl+W", .nextPane), ("Ctrl+W l", .nextPane), ("Ctrl+W h", .previousPane),
        ("}", .nextUnread), ("{", .previousUnread), ("Ctrl+E", .down), ("Ctrl+Y", .up),
        ("Z Z", .quit), ("Z Q", .quit),
      ]
    ),
    (.menu, [("l", .accept), ("h", .cancel)]),
    (.pager, [("Ctrl+E", .down), ("Ctrl+Y", .up), ("Z Z", .cancel), ("Z Q", .cancel)]),
    (.outbox, [("Ctrl+E", .down), ("Ctrl+Y", .up)]),
    (.plan, [("Ctrl+E", .down), ("Ctrl+Y", .up)]),
    (.picker, [("Ctrl+J", .down)]),
  ]

  /// What differs for fingers used to Emacs.
  static let emacs: Bindings = [
    (
      .panes,
      [
        ("Ctrl+N", .down), ("Ctrl+P", .up), ("Ctrl+V", .pageDown), ("Alt+v", .pageUp),
        ("Alt+<", .top), ("Alt+>", .bottom), ("Ctrl+G", .cancel), ("Alt+x", .palette),
      ]
    ),
    (
      .composer,
      [
        ("Ctrl+N", .down), ("Ctrl+P", .up), ("Ctrl+G", .cancel), ("Alt+<", .textStart),
        ("Alt+>", .textEnd), ("Alt+x", .palette),
      ]
    ),
    (.picker, [("Ctrl+G", .cancel)]),
    (.prompt, [("Ctrl+G", .cancel)]),
    (.note, [("Ctrl+G", .cancel)]),
    (.event, [("Ctrl+G", .cancel)]),
    (.wire, [("Ctrl+N", .down), ("Ctrl+P", .up), ("Ctrl+G", .cancel)]),
    (.filter, [("Ctrl+G", .cancel)]),
    (.menu, [("Ctrl+G", .cancel)]),
    (.pager, [("Ctrl+G", .cancel)]),
    (.outbox, [("Ctrl+G", .cancel)]),
    (.facts, [("Ctrl+G", .cancel)]),
    (.picture, [("Ctrl+G", .cancel)]),
    (.plan, [("Ctrl+G", .cancel)]),
    (.confirm, [("Ctrl+G", .cancel)]),
  ]
}
