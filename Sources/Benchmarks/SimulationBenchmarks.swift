import Foundation
import NumericalRuntime
import SeismicFiles
import Seismology
import SimulationOutput
import WaveSimulation

/// Whole runs, with set-up and output.
enum SimulationBenchmarks {
  static let all = [
    Benchmark(name: "simulation/loh1-100m") { try layerOverHalfspace() }
  ]

  /// LOH.1 at h = 100 m as a whole run, set-up and writing included; bar 20 s.
  ///
  /// 3.7 million points, 9 s of motion; ten stations, a movie of 90 frames and the peaks of the surface go to
  /// a NetCDF file.
  private static func layerOverHalfspace() throws -> [Measurement] {
    let layer = Material(density: 2600, pVelocity: 4000, sVelocity: 2000)
    let halfSpace = Material(density: 2700, pVelocity: 6000, sVelocity: 3464)
    let grid = try SimulationGrid(
      coveringX: -4000...9300,
      y: -5000...11_500,
      depth: 11_000,
      spacing: 100
    )
    let source = PointSource(
      location: LocalPoint(x: 0, y: 0, z: 2000),
      moment: MomentTensor(nn: 0, ee: 0, dd: 0, ne: 1e18, nd: 0, ed: 0),
      timeFunction: try GaussianTimeFunction(sigma: 0.12, centerTime: 0.72)
    )
    let receivers = (1...10).map {
      Receiver(code: "R\($0)", location: LocalPoint(x: 600 * Double($0), y: 800 * Double($0), z: 0))
    }
    let file = FileManager.default.temporaryDirectory.appendingPathComponent("loh1-\(UUID()).nc")
    defer { try? FileManager.default.removeItem(at: file) }
    let watch = Stopwatch()
    var simulation = try WaveSimulation(
      model: TwoLayers(upper: layer, lower: halfSpace),
      grid: grid,
      sources: [source],
      receivers: receivers,
      outputs: OutputRequest(
        sampleInterval: 0.01,
        surfaceFrameInterval: 0.1,
        surfaceStride: 2,
        peaks: true
      )
    )
    var sink = try NetCDFWavefieldSink(
      url: file,
      metadata: RunMetadata(title: "LOH.1", source: "Foreshake benchmark")
    )
    try simulation.run(until: 9, into: &sink)
    let name = String(format: "simulation/loh1-100m (%.1f M points)", Double(grid.pointCount) / 1e6)
    return [Measurement(name: name, value: watch.seconds, unit: "s", limit: 20)]
  }

  private struct TwoLayers: VelocityModel {
    let upper, lower: Material
    func material(at point: LocalPoint) -> Material { point.z < 1000 ? upper : lower }
    var isLaterallyHomogeneous: Bool { true }
    var discontinuityDepths: [Double] { [1000] }
  }
}
