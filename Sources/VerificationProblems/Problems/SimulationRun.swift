import Seismology
import WaveSimulation

/// One simulation of a problem, from its set-up to its seismograms.
struct SimulationRun {
  var model: any VelocityModel
  var grid: SimulationGrid
  var sources: [PointSource] = []
  var forces: [PointForce] = []
  var receivers: [LocalPoint]
  var options: SimulationOptions

  /// The velocity seismograms of every time step up to `endTime` seconds.
  func seismograms(until endTime: Double) throws -> [Seismogram] {
    var simulation = try makeSimulation()
    var sink = InMemorySink()
    try simulation.run(until: endTime, into: &sink)
    guard sink.seismograms.count == receivers.count else {
      throw VerificationError.unexpectedOutput(
        "\(sink.seismograms.count) seismograms for \(receivers.count) receivers"
      )
    }
    return sink.seismograms
  }

  /// The simulation before its first step.
  func makeSimulation() throws -> WaveSimulation {
    try WaveSimulation(
      model: model,
      grid: grid,
      sources: sources,
      forces: forces,
      receivers: namedReceivers,
      options: options
    )
  }

  /// The receivers, named R1, R2 and so on.
  var namedReceivers: [Receiver] {
    receivers.enumerated().map { Receiver(code: "R\($0.offset + 1)", location: $0.element) }
  }
}
