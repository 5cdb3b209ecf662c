import Foundation

/// Small programs of the system that are asked a question.
enum Tool {
  /// What a program prints, without the blanks around it; nil when it fails, is not there, or takes
  /// longer than two seconds.
  static func output(of command: [String]) async -> String? {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = command
    process.environment = OthersEnvironment.variables()
    process.standardInput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    let pipe = Pipe()
    process.standardOutput = pipe
    return await within(.seconds(2)) {
      await withTaskCancellationHandler {
        guard (try? process.run()) != nil else { return String?.none }
        let data = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { return nil }
        return String(decoding: data, as: UTF8.self)
          .trimmingCharacters(in: .whitespacesAndNewlines)
      } onCancel: {
        if process.isRunning { process.terminate() }
      }
    } ?? nil
  }
}
