import ArgumentParser
import Foundation
import NumericalRuntime
import VerificationProblems
import WaveSimulation

/// Runs the physics table: errors against exact solutions, with their tolerances.
struct VerifyCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Compare the simulator with exact solutions and print the physics table.",
    discussion: """
      Every line is an error and how large it may be. The exit code is 1 if one of them is larger.

      Example:
        foreshake verify --filter lamb
      """
  )

  @Flag(help: "Print an array of {problem, quantity, error, tolerance, passed} instead of a table.")
  var json = false

  @Option(help: "Run only problems whose name contains this.")
  var filter = ""

  @Option(help: "0 for the table; 1 adds the problems that take minutes.")
  var level = 0

  @Flag(help: "List the problems and stop.")
  var list = false

  @Option(help: "Threads; all cores unless given.")
  var threads: Int?

  @Option(help: "Order of the spatial differences: 4, 6 or 8.")
  var order: Int?

  @Option(
    help:
      "Free surface: \(SimulationOptions.FreeSurface.allCases.map(\.rawValue).joined(separator: ", "))."
  )
  var freeSurface: String?

  @Option(
    help:
      "Averaging of the medium: \(SimulationOptions.MediumAveraging.allCases.map(\.rawValue).joined(separator: ", "))."
  )
  var averaging: String?

  func validate() throws {
    guard (0...1).contains(level) else {
      throw ValidationError("--level \(level) is neither 0 nor 1.")
    }
    guard !VerificationTable.problems(level: level, filter: filter).isEmpty else {
      let names = VerificationTable.problems.map(\.name).joined(separator: ", ")
      throw ValidationError(
        "No problem up to level \(level) contains “\(filter)”; there are \(names)."
      )
    }
    if let threads, threads < 1 { throw ValidationError("--threads \(threads) is less than 1.") }
    _ = try simulationOptions()
  }

  func run() async throws {
    let problems = VerificationTable.problems(level: level, filter: filter)
    if list {
      for problem in problems { Console.result(problem.name) }
      return
    }
    let options = try simulationOptions()
    var results: [VerificationResult] = []
    if !json { Console.result(VerificationReport.header) }
    for problem in problems {
      let watch = Stopwatch()
      let lines = try problem.measure(options: options)
      results += lines
      if !json { for line in lines { Console.result(VerificationReport.row(line)) } }
      Console.note("\(problem.name): \(Readable.duration(watch.seconds))")
    }
    if json { Console.result(try VerificationReport.json(results)) }
    let failures = results.count { !$0.passed }
    if failures > 0 { throw VerificationFailure(failures: failures, lines: results.count) }
  }

  private func simulationOptions() throws -> SimulationOptions {
    var options = SimulationOptions()
    options.threads = threads
    if let order {
      guard [4, 6, 8].contains(order) else {
        throw ValidationError("--order \(order) is none of 4, 6, 8.")
      }
      options.spatialOrder = order
    }
    if let freeSurface {
      guard let value = SimulationOptions.FreeSurface(rawValue: freeSurface) else {
        throw ValidationError("--free-surface \(freeSurface) is unknown; see --help.")
      }
      options.freeSurface = value
    }
    if let averaging {
      guard let value = SimulationOptions.MediumAveraging(rawValue: averaging) else {
        throw ValidationError("--averaging \(averaging) is unknown; see --help.")
      }
      options.mediumAveraging = value
    }
    return options
  }
}

/// Not every line of the physics table passed.
struct VerificationFailure: Error, CustomStringConvertible {
  let failures, lines: Int

  var description: String {
    "\(failures) of \(lines) lines of the physics table exceed their tolerance."
  }
}

/// The physics table as text and as JSON.
enum VerificationReport {
  static let header = line("problem", "quantity", "error", "tolerance", "")

  static func row(_ result: VerificationResult) -> String {
    line(
      result.problem,
      result.quantity,
      number(result.error),
      number(result.tolerance),
      result.passed ? "pass" : "FAIL"
    )
  }

  static func json(_ results: [VerificationResult]) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "inf",
      negativeInfinity: "-inf",
      nan: "nan"
    )
    return String(decoding: try encoder.encode(results), as: UTF8.self)
  }

  private static func number(_ value: Double) -> String {
    value != 0 && abs(value) < 1e-3 ? String(format: "%.2e", value) : String(format: "%.5f", value)
  }

  private static func line(
    _ problem: String,
    _ quantity: String,
    _ error: String,
    _ tolerance: String,
    _ verdict: String
  ) -> String {
    func padded(_ text: String, _ width: Int) -> String {
      text + String(repeating: " ", count: max(0, width - text.count))
    }
    func right(_ text: String) -> String {
      String(repeating: " ", count: max(0, 10 - text.count)) + text
    }
    return padded(problem, 26) + padded(quantity, 56) + right(error) + right(tolerance)
      + (verdict.isEmpty ? "" : "  " + verdict)
  }
}
