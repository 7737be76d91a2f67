import Foundation
import Seismology
import Testing

@testable import WaveSimulation

@Suite("Fused and sampled runs")
struct FusedSimulationTests {
  /// A basin in a medium that varies everywhere.
  private struct Terrain: VelocityModel {
    func material(at p: LocalPoint) -> Material {
      let wave = 1 + 0.06 * sin(p.x / 1100) * sin(p.y / 1300) * sin(p.z / 900)
      let basin = exp(-pow((p.x - 3500) / 1500, 2) - pow((p.y - 2500) / 1200, 2) - p.z / 700)
      let vs = 2600 * wave * (1 - 0.4 * basin)
      return Material(
        density: 2500,
        pVelocity: 1.75 * vs,
        sVelocity: vs,
        pQuality: 80,
        sQuality: 40
      )
    }
  }

  private static let receivers = [
    Receiver(code: "A", location: LocalPoint(x: 1230, y: 3310, z: 0)),
    Receiver(code: "B", location: LocalPoint(x: 4000, y: 2000, z: 0)),
    Receiver(code: "C", location: LocalPoint(x: 3377, y: 1290, z: 0)),
    Receiver(code: "D", location: LocalPoint(x: 2750, y: 2110, z: 830)),
    Receiver(code: "E", location: LocalPoint(x: 4790, y: 3800, z: 0)),
  ]
  private static let frame = LocalFrame(xAzimuth: 143, yIsClockwise: true)

  /// Earthquakes of different places, mechanisms, pulses and starts; the second begins before its origin time.
  private static func events(_ count: Int) throws -> [[PointSource]] {
    try (0..<count).map { n in
      let sigma = 0.12 + 0.02 * Double(n % 4)
      return [
        PointSource(
          location: LocalPoint(
            x: 1500 + 170 * Double(n),
            y: 2900 - 110 * Double(n),
            z: 400 + 90 * Double(n % 5)
          ),
          moment: MomentTensor(
            strike: 25 * Double(n),
            dip: 60 + Double(n),
            rake: 170 - 9 * Double(n),
            scalarMoment: 1e15 * Double(1 + n)
          ),
          timeFunction: try GaussianTimeFunction(
            sigma: sigma,
            centerTime: n % 3 == 1 ? 0.1 : 6 * sigma
          )
        )
      ]
    }
  }

  private static func grid() throws -> SimulationGrid {
    try SimulationGrid(
      coveringX: 0...6000,
      y: 0...5000,
      depth: 3000,
      spacing: 200,
      absorbingNodes: 8
    )
  }

  private static func options(viscoelastic: Bool = false, threads: Int? = nil) -> SimulationOptions
  {
    let band = AttenuationBand(minimumFrequency: 0.1, maximumFrequency: 3, referenceFrequency: 1)
    return SimulationOptions(
      attenuation: viscoelastic ? .coarseGrained(band) : .elastic,
      threads: threads
    )
  }

  private static func fused(
    _ events: [[PointSource]],
    sampling: ReceiverSampling,
    options: SimulationOptions = options()
  ) throws -> [[Float]] {
    var simulation = try FusedSimulation(
      model: Terrain(),
      grid: grid(),
      frame: frame,
      events: events,
      receivers: receivers,
      sampling: sampling,
      options: options
    )
    return try simulation.run()
  }

  private static func sampled(
    _ sources: [PointSource],
    sampling: ReceiverSampling,
    options: SimulationOptions = options()
  ) throws -> (samples: [Float], timeStep: Double) {
    var simulation = try SampledSimulation(
      model: Terrain(),
      grid: grid(),
      frame: frame,
      sources: sources,
      receivers: receivers,
      sampling: sampling,
      options: options
    )
    return (try simulation.run(), simulation.timeStep)
  }

  private static func distance(_ a: [Float], _ b: [Float]) -> Double {
    let difference = zip(a, b).reduce(0.0) { $0 + pow(Double($1.0) - Double($1.1), 2) }
    return (difference / b.reduce(0.0) { $0 + pow(Double($1), 2) }).squareRoot()
  }

  @Test("Every lane is a run of its own", arguments: [false, true])
  func directRuns(viscoelastic: Bool) throws {
    let events = try Self.events(16)
    let sampling = ReceiverSampling(interval: 0.1, count: 31)
    let options = Self.options(viscoelastic: viscoelastic)
    let together = try Self.fused(events, sampling: sampling, options: options)
    #expect(together.count == 16)
    for n in [0, 1, 7, 15] {
      let alone = try Self.sampled(events[n], sampling: sampling, options: options).samples
      #expect(alone.count == 3 * 31 * Self.receivers.count)
      // The same sums in another order: rounding alone.
      #expect(Self.distance(together[n], alone) < 1e-5)
    }
  }

  @Test("All mechanisms at every node, without a free surface and without a layer")
  func otherOptions() throws {
    let events = try Self.events(2)
    let sampling = ReceiverSampling(interval: 0.1, count: 12)
    let band = AttenuationBand(minimumFrequency: 0.1, maximumFrequency: 3, referenceFrequency: 1)
    var full = Self.options()
    full.attenuation = .full(band, mechanisms: 3)
    var closed = Self.options()
    closed.absorption = .none
    for options in [full, closed] {
      let together = try Self.fused(events, sampling: sampling, options: options)
      let alone = try Self.sampled(events[1], sampling: sampling, options: options).samples
      #expect(Self.distance(together[1], alone) < 1e-5)
    }
  }

  @Test(
    "Samples are those of the seismograms recorded at every step",
    arguments: GroundMotion.allCases
  )
  func resampledRecords(motion: GroundMotion) throws {
    let source = try #require(try Self.events(3).last)
    let sampling = ReceiverSampling(motion: motion, interval: 0.1, count: 36)
    let (samples, timeStep) = try Self.sampled(source, sampling: sampling)
    var options = Self.options()
    options.timeStep = timeStep
    var simulation = try WaveSimulation(
      model: Terrain(),
      grid: Self.grid(),
      frame: Self.frame,
      sources: source,
      receivers: Self.receivers,
      outputs: OutputRequest(motion: motion, sampleInterval: sampling.interval),
      options: options
    )
    var sink = InMemorySink()
    try simulation.run(until: sampling.duration, into: &sink)
    let records = sink.seismograms
    let components: [(Seismogram) -> [Float]] = [{ $0.east }, { $0.north }, { $0.up }]
    let expected = components.flatMap { component in
      (0..<sampling.count).flatMap { t in records.map { component($0)[t] } }
    }
    // Two discrete runs half a step apart.
    #expect(Self.distance(samples, expected) < 1e-3)
  }

  @Test("A lane's bytes do not depend on the other lanes, nor on where it stands")
  func independence() throws {
    let events = try Self.events(6)
    // The fifth starts a second before its origin time and is sharp: the run starts early and records often.
    var others = events
    others[4][0].timeFunction = try GaussianTimeFunction(sigma: 0.05, centerTime: -1)
    let sampling = ReceiverSampling(interval: 0.15, count: 15)
    let alone = try Self.fused([events[1]], sampling: sampling)
    let shared = try Self.fused([others[4], others[5], events[1]], sampling: sampling)
    #expect(alone[0] == shared[2])
    #expect(alone[0].contains { $0 != 0 })
  }

  @Test("Any number of threads gives the same bytes")
  func threads() throws {
    let events = try Self.events(3)
    let sampling = ReceiverSampling(interval: 0.1, count: 12)
    let runs = try [1, 2, 3].map {
      try Self.fused(
        events,
        sampling: sampling,
        options: Self.options(viscoelastic: true, threads: $0)
      )
    }
    #expect(runs[0] == runs[1])
    #expect(runs[0] == runs[2])
  }

  @Test("Other events in the same simulation give what a new simulation gives")
  func loading() throws {
    let events = try Self.events(4)
    let sampling = ReceiverSampling(interval: 0.1, count: 12)
    var simulation = try FusedSimulation(
      model: Terrain(),
      grid: Self.grid(),
      frame: Self.frame,
      events: Array(events[..<2]),
      receivers: Self.receivers,
      sampling: sampling,
      options: Self.options(viscoelastic: true)
    )
    _ = try simulation.run()
    try simulation.load(events: Array(events[2...]))
    let second = try simulation.run()
    let fresh = try Self.fused(
      Array(events[2...]),
      sampling: sampling,
      options: Self.options(viscoelastic: true)
    )
    #expect(second == fresh)
  }

  @Test("The interval is a whole number of time steps, none above the limit")
  func timeStep() throws {
    for interval in [0.003, 0.1, 0.26] {
      let simulation = try FusedSimulation(
        model: Terrain(),
        grid: Self.grid(),
        events: Self.events(1),
        receivers: Self.receivers,
        sampling: ReceiverSampling(interval: interval, count: 2)
      )
      let steps = interval / simulation.timeStep
      #expect(abs(steps - steps.rounded()) < 1e-9)
      let limit = StabilityLimit.timeStep(
        spacing: 200,
        maximumVelocity: simulation.velocityRange.maximumP,
        order: 4
      )
      #expect(simulation.timeStep <= 0.9500001 * limit)
      // No more steps than needed.
      #expect(steps < 1.5 || interval / (steps - 1) > 0.95 * limit)
    }
  }

  @Test("What a fused run cannot do is said before it starts")
  func refusals() throws {
    let events = try Self.events(17)
    func attempt(
      _ events: [[PointSource]],
      grid: SimulationGrid? = nil,
      receivers: [Receiver] = Self.receivers,
      sampling: ReceiverSampling = ReceiverSampling(interval: 0.1, count: 3),
      options: SimulationOptions = Self.options()
    ) -> String {
      do {
        _ = try FusedSimulation(
          model: Terrain(),
          grid: try grid ?? Self.grid(),
          events: events,
          receivers: receivers,
          sampling: sampling,
          options: options
        )
        return ""
      } catch {
        return "\(error)"
      }
    }
    let one = Array(events[..<1])
    #expect(attempt([]).contains("1...16 events, not 0"))
    #expect(attempt(events).contains("1...16 events, not 17"))
    #expect(attempt(one, options: SimulationOptions(spatialOrder: 8)).contains("order 4, not 8"))
    #expect(attempt(one, options: SimulationOptions(absorption: .sponge)).contains("sponge"))
    #expect(attempt(one, receivers: []).contains("no receiver"))
    #expect(attempt(one, sampling: ReceiverSampling(interval: 0, count: 3)).contains("interval"))
    #expect(attempt(one, sampling: ReceiverSampling(interval: 1, count: 0)).contains("0 samples"))
    let outside = Receiver(code: "X", location: LocalPoint(x: 9000, y: 0, z: 0))
    #expect(attempt(one, receivers: [outside]).contains("Station X"))
    let huge = try SimulationGrid(
      coveringX: 0...3e6,
      y: 0...3e6,
      depth: 1e6,
      spacing: 1000
    )
    #expect(attempt(one, grid: huge).contains("No memory"))
  }
}
