import Foundation
import NumericalRuntime

/// What the figures were measured on.
struct MachineDescription {
  var processor: String
  var threads: Int
  var date: Date

  static var current: MachineDescription {
    let information = (try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8)) ?? ""
    let model = information.split(separator: "\n").first { $0.hasPrefix("model name") }
      .flatMap { $0.split(separator: ":").last }.map { $0.trimmingCharacters(in: .whitespaces) }
    return MachineDescription(
      processor: model ?? "unknown processor",
      threads: ThreadBudget.available,
      date: Date()
    )
  }

  var summary: String {
    "\(processor), \(threads) threads, \(ISO8601DateFormatter().string(from: date))"
  }
}
