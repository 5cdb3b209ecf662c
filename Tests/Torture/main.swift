// Runs many seeds of the fault rig on all cores, or replays one: `torture [SEEDS] [--from N]`,
// `torture --seed N`; with `--window 8` the client holds so few messages of a conversation that every
// edge of a window is met.

import Dispatch
import FaultRig
import Foundation
import Synchronization

struct Options {
  var seeds = 20_000
  var first = 1
  var replayed: UInt64?
  var withTwins = false
  var window: Int?

  init(_ arguments: [String]) {
    var rest = arguments[...]
    while let argument = rest.popFirst() {
      switch argument {
      case "--seed": replayed = rest.popFirst().flatMap(UInt64.init)
      case "--from": first = rest.popFirst().flatMap(Int.init) ?? first
      case "--window": window = rest.popFirst().flatMap(Int.init)
      case "--twins": withTwins = true
      default: seeds = Int(argument) ?? seeds
      }
    }
  }
}

let options = Options(Array(CommandLine.arguments.dropFirst()))

if let seed = options.replayed {
  let verdict = Torture.run(
    seed: seed, isTracing: true, twins: options.withTwins, window: options.window)
  for line in verdict.trace { print(line) }
  print(Report([verdict]).text)
  exit(verdict.findings.isEmpty ? 0 : 1)
}

let began = ContinuousClock.now
let report = Mutex(Report([]))
let chunk = 50
DispatchQueue.concurrentPerform(iterations: (options.seeds + chunk - 1) / chunk) { part in
  let low = options.first + part * chunk
  let high = min(low + chunk, options.first + options.seeds)
  let verdicts = (low..<high).map { seed in
    Torture.run(seed: UInt64(seed), twins: options.withTwins, window: options.window)
  }
  report.withLock { $0.add(verdicts) }
}
let text = report.withLock(\.text)
print(text)
let seconds = (ContinuousClock.now - began).components.seconds
print("\(options.seeds) seeds in \(seconds) s")
exit(report.withLock(\.isClean) ? 0 : 1)
