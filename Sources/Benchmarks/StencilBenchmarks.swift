import Foundation
import NumericalRuntime
import Seismology
import WaveSimulation

/// Grid points a second of the time step, with PML and free surface.
///
/// The limit is what the measured bandwidth allows if every field is read and written once a step (72 bytes a
/// point), every memory variable likewise (48), and every material row that is not shared read once (48, 56).
enum StencilBenchmarks {
  static let all = [
    Benchmark(name: "stencil/elastic-layered") {
      try run(
        "elastic-layered",
        size: large,
        layered: true,
        options: SimulationOptions(),
        bytes: 72
      )
    },
    Benchmark(name: "stencil/elastic-3d") {
      try run("elastic-3d", size: large, layered: false, options: SimulationOptions(), bytes: 120)
    },
    Benchmark(name: "stencil/viscoelastic-layered") {
      try run("viscoelastic-layered", size: large, layered: true, options: viscoelastic, bytes: 120)
    },
    Benchmark(name: "stencil/viscoelastic-3d") {
      try run("viscoelastic-3d", size: large, layered: false, options: viscoelastic, bytes: 176)
    },
    Benchmark(name: "stencil/elastic-in-cache") {
      try run(
        "elastic-in-cache",
        size: small,
        layered: true,
        options: SimulationOptions(),
        bytes: 72
      )
    },
    Benchmark(name: "stencil/elastic-order-8") {
      try run(
        "elastic-order-8",
        size: large,
        layered: true,
        options: SimulationOptions(spatialOrder: 8),
        bytes: 72
      )
    },
  ]

  /// 8.3 million points, and one million.
  private static let large = (nx: 208, ny: 200, nz: 200)
  private static let small = (nx: 128, ny: 90, nz: 90)

  private static var viscoelastic: SimulationOptions {
    let band = AttenuationBand(minimumFrequency: 0.05, maximumFrequency: 5, referenceFrequency: 1)
    return SimulationOptions(attenuation: .coarseGrained(band))
  }

  /// A model that varies everywhere, so that no two rows are equal.
  private struct UndulatingModel: VelocityModel {
    func material(at p: LocalPoint) -> Material {
      let wave = 1 + 0.05 * sin(p.x / 1700) * sin(p.y / 1900) * sin(p.z / 1300)
      let vs = 2000 * wave
      return Material(
        density: 2500,
        pVelocity: 1.8 * vs,
        sVelocity: vs,
        pQuality: 200,
        sQuality: 100
      )
    }
  }

  private static func run(
    _ name: String,
    size: (nx: Int, ny: Int, nz: Int),
    layered: Bool,
    options: SimulationOptions,
    bytes: Double
  ) throws -> [Measurement] {
    let h = 100.0
    let margin = 24.0
    let grid = try SimulationGrid(
      coveringX: 0...(Double(size.nx) - margin - 1) * h,
      y: 0...(Double(size.ny) - margin - 1) * h,
      depth: (Double(size.nz) - margin / 2 - 1) * h,
      spacing: h
    )
    let model: any VelocityModel =
      layered
      ? HomogeneousModel(
        Material(density: 2500, pVelocity: 3600, sVelocity: 2000, pQuality: 200, sQuality: 100)
      )
      : UndulatingModel()
    let middle = LocalPoint(x: 3000, y: 3000, z: 2000)
    let source = PointSource(
      location: middle,
      moment: MomentTensor(strike: 20, dip: 60, rake: 30, scalarMoment: 1e16),
      timeFunction: try GaussianTimeFunction(sigma: 0.2, centerTime: 0.1)
    )
    var simulation = try WaveSimulation(
      model: model,
      grid: grid,
      sources: [source],
      options: options
    )
    let steps = max(4, 80_000_000 / grid.pointCount)
    for _ in 0..<steps { simulation.advance() }
    let seconds = Measurement.medianSeconds(rounds: 7) {
      for _ in 0..<steps { simulation.advance() }
    }
    let rate = Double(grid.pointCount * steps) / seconds
    let points = String(format: "%.1f M points", Double(grid.pointCount) / 1e6)
    return [
      Measurement(
        name: "stencil/\(name) (\(points))",
        value: rate / 1e6,
        unit: "Mpoint/s",
        limit: MemoryBenchmarks.bandwidth / bytes / 1e6
      ),
      Measurement(
        name: "stencil/\(name)/memory",
        value: Double(simulation.allocatedBytes) / Double(grid.pointCount),
        unit: "B/point",
        limit: options.attenuation == .elastic ? 100 : 140
      ),
    ]
  }
}
