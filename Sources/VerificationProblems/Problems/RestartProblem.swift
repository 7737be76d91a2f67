import Foundation
import Seismology
public import WaveSimulation

/// A run that is stopped, saved and restarted gives the same bytes as one that was not.
public struct RestartProblem: VerificationProblem {
  /// The name to select it by.
  public let name = "restart"

  /// The problem as the table has it.
  public init() {}

  /// Runs the simulations and measures their errors.
  public func measure(options: SimulationOptions) throws -> [VerificationResult] {
    let run = try SmallLayeredRun.make(options: options)
    let undisturbed = try run.seismograms(until: SmallLayeredRun.endTime)

    let file = FileManager.default.temporaryDirectory
      .appendingPathComponent("foreshake-restart-\(UUID().uuidString).checkpoint")
    defer { try? FileManager.default.removeItem(at: file) }
    var ignored = InMemorySink()
    var first = try run.makeSimulation()
    try first.run(until: 0.4 * SmallLayeredRun.endTime, into: &ignored)
    try first.writeCheckpoint(to: file)

    var sink = InMemorySink()
    var second = try run.makeSimulation()
    try second.restore(from: file)
    try second.run(until: SmallLayeredRun.endTime, into: &sink)
    return [
      result(
        "samples that differ after a restart",
        error: Double(differentSamples(undisturbed, sink.seismograms)),
        tolerance: 0
      )
    ]
  }
}
