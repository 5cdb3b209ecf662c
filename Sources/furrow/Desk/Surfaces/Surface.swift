import Desk
import Foundation
import TerminalIO
import TextGrid

/// Where the desk is shown, and where the person is heard. The runner knows nothing else of the
/// terminal: another way of showing is another surface.
///
/// Only the runner's thread touches it.
protocol Surface: AnyObject {
  /// The room there is, in cells.
  var size: Size { get }

  /// Waits for the person, for the inbox and for the deadline, until `handle` says stop.
  ///
  /// - Parameters:
  ///   - nextDeadline: when a turn is wanted at the latest, though nothing has happened; nil waits
  ///     without end.
  ///   - handle: gets everything that has happened, in order.
  ///   - show: is called once before the first wait and once after each turn; it calls ``show(_:now:)``.
  func run(
    inbox: Inbox<AccountAction>, nextDeadline: () -> ContinuousClock.Instant?,
    handle: (SurfaceTurn) -> EventLoop<AccountAction>.Verdict, show: () -> Void)

  /// Shows a state, and answers what of it could be seen once it was shown.
  func show(_ state: consuming DeskState, now: Date) -> Presented

  func ringBell()
  /// - Parameter form: how a terminal is asked for it; nil: it is told elsewhere.
  func notify(title: String, body: String, as form: NotificationForm?)
  func setTitle(_ title: String)
  /// Gives text to the person's clipboard. Whether it is taken is not told.
  func copy(_ text: String)
  /// Is out of the way while another program has the terminal.
  func whileAway<Result>(_ body: () throws -> Result) rethrows -> Result
  /// Gives the terminal to the shell, and returns when the process goes on.
  func suspend()
  /// Gives the terminal back for good.
  func close()
}

/// What happened since the last turn.
struct SurfaceTurn {
  var actions: [AccountAction]
  /// The time at which they were taken.
  var now: ContinuousClock.Instant
}
