// `furrow-benchmarks [NAME…]` measures pieces of furrow in this process; `furrow-benchmarks drain …` is
// a Socket.IO client on furrow's own link (README.md beside this file).

import Foundation

let arguments = Array(CommandLine.arguments.dropFirst())
if arguments.first == "drain" { exit(await DrainClient.run(Array(arguments.dropFirst()))) }
let chosen = Suite.all.filter { suite in
  arguments.isEmpty || arguments.contains { suite.name.hasPrefix($0) }
}
print("| what | ns each | each second |\n| --- | ---: | ---: |")
for suite in chosen { await suite.run() }
