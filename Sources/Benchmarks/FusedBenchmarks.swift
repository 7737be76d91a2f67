import Foundation
import NumericalRuntime
import Seismology
import WaveSimulation

/// Several earthquakes advanced together against one after another, in the same run of the program.
///
/// The grid is that of a catalog of the Hayward fault: 120 km × 80 km × 32 km at 1 km. The limit of the rates is
/// what the measured bandwidth allows if every field (72 bytes a point and event) and every memory variable (48) is
/// read and written once a step and the material (48, 56) once for all events.
enum FusedBenchmarks {
  static let all = [
    Benchmark(name: "stencil/fused-elastic") {
      try stencil("fused-elastic", options: SimulationOptions(), bytes: 72 + 48 / 16)
    },
    Benchmark(name: "stencil/fused-viscoelastic") {
      let band = AttenuationBand(minimumFrequency: 0.02, maximumFrequency: 1, referenceFrequency: 1)
      return try stencil(
        "fused-viscoelastic",
        options: SimulationOptions(attenuation: .coarseGrained(band)),
        bytes: 120 + 56 / 16
      )
    },
    Benchmark(name: "catalog/fused") { try catalog() },
  ]

  /// A medium that varies everywhere, faster with depth.
  private struct Crust: VelocityModel {
    func material(at p: LocalPoint) -> Material {
      let wave = 1 + 0.05 * sin(p.x / 5100) * sin(p.y / 7300) * sin(p.z / 4700)
      let vs = (1500 + 2600 * (1 - exp(-p.z / 9000))) * wave
      return Material(
        density: 2600,
        pVelocity: 1.75 * vs,
        sVelocity: vs,
        pQuality: 0.1 * vs,
        sQuality: 0.05 * vs
      )
    }
  }

  private static func grid() throws -> SimulationGrid {
    try SimulationGrid(
      coveringX: 0...120_000,
      y: 0...80_000,
      depth: 32_000,
      spacing: 1000,
      absorbingNodes: 8
    )
  }

  private static func events() throws -> [[PointSource]] {
    try (0..<FusedSimulation.laneCount).map { n in
      [
        PointSource(
          location: LocalPoint(x: 30_000 + 3500 * Double(n), y: 40_000, z: 6000),
          moment: MomentTensor(strike: 90, dip: 90, rake: 180, scalarMoment: 1e16),
          timeFunction: try GaussianTimeFunction(sigma: 2, centerTime: 10)
        )
      ]
    }
  }

  private static func receivers() -> [Receiver] {
    (0..<56).flatMap { j in
      (0..<84).map { i in
        Receiver(
          code: "\(i)-\(j)",
          location: LocalPoint(x: 500 + 1430 * Double(i), y: 500 + 1430 * Double(j), z: 0)
        )
      }
    }
  }

  private static func stencil(_ name: String, options: SimulationOptions, bytes: Double) throws
    -> [Measurement]
  {
    let events = try events()
    let sampling = ReceiverSampling(interval: 1000, count: 2)
    let receivers = Array(receivers().prefix(1))
    var fused = try FusedSimulation(
      model: Crust(),
      grid: grid(),
      events: events,
      receivers: receivers,
      sampling: sampling,
      options: options
    )
    var direct = try WaveSimulation(
      model: Crust(),
      grid: grid(),
      sources: events[0],
      options: options
    )
    let (few, many) = (8, 8 * FusedSimulation.laneCount)
    var (together, apart): ([Double], [Double]) = ([], [])
    for _ in 0..<9 {
      together.append(Measurement.medianSeconds(rounds: 1) { for _ in 0..<few { fused.advance() } })
      apart.append(Measurement.medianSeconds(rounds: 1) { for _ in 0..<many { direct.advance() } })
    }
    let updates = Double(direct.grid.pointCount * many)
    let rate = updates / together.sorted()[4]
    let directRate = updates / apart.sorted()[4]
    let points = String(format: "%.2f M points, 16 events", Double(direct.grid.pointCount) / 1e6)
    return [
      Measurement(
        name: "stencil/\(name) (\(points))",
        value: rate / 1e6,
        unit: "Mpoint/s",
        limit: MemoryBenchmarks.bandwidth / bytes / 1e6
      ),
      Measurement(
        name: "stencil/\(name)/against-direct",
        value: rate / directRate,
        unit: "x",
        limit: 1.5
      ),
      Measurement(
        name: "stencil/\(name)/memory",
        value: Double(fused.allocatedBytes) / updates * 8,
        unit: "B/point",
        limit: options.attenuation == .elastic ? 52 : 76
      ),
    ]
  }

  /// A tenth of the run of a catalog with 461 samples of 0.26 s at 84 × 56 receivers, scaled to the whole.
  private static func catalog() throws -> [Measurement] {
    let events = try events()
    let sampling = ReceiverSampling(interval: 0.26, count: 47)
    let receivers = receivers()
    var fused = try FusedSimulation(
      model: Crust(),
      grid: grid(),
      events: events,
      receivers: receivers,
      sampling: sampling
    )
    var direct = try SampledSimulation(
      model: Crust(),
      grid: grid(),
      sources: events[0],
      receivers: receivers,
      sampling: sampling
    )
    let together = try Measurement.medianSeconds(rounds: 3) {
      try fused.load(events: events)
      _ = try fused.run()
    }
    let apart = try Measurement.medianSeconds(rounds: 3) {
      try direct.load(sources: events[0])
      _ = try direct.run()
    }
    let rate = 360 * Double(events.count) / together
    return [
      Measurement(name: "catalog/fused", value: rate, unit: "event/h", limit: 960 / 1.5),
      Measurement(name: "catalog/direct", value: 360 / apart, unit: "event/h", limit: 640),
      Measurement(
        name: "catalog/fused/against-direct",
        value: rate * apart / 360,
        unit: "x",
        limit: 1.5
      ),
    ]
  }
}
