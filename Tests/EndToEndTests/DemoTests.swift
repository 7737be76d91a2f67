import Foundation
import SeismicFiles
import Seismology
import SimulationOutput
import Testing
import WaveSimulation

private let root = URL(fileURLWithPath: #filePath)
  .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

@Test(
  "In the demo, P arrives when ray theory says, at all twelve stations, and the map is right side up"
)
func demo() throws {
  let foreshake = try Foreshake()
  defer { foreshake.remove() }
  let configuration = root.appendingPathComponent("Sources/CommandLine/Demo/east-bay-2019.yaml")
  // The demo's earthquake to a quarter of its frequency on a grid four times as coarse, finer for a wavelength.
  let outcome = try foreshake.run([
    "simulate", configuration.path, "--max-frequency", "0.1", "--points-per-wavelength", "6",
    "--duration", "60", "--output", "demo.nc",
  ])
  #expect(outcome.status == 0, "\(outcome.errors)")
  let results = try SimulationFile(reading: foreshake.file("demo.nc"))
  let seismograms = try results.seismograms()
  #expect(seismograms.count == 12)
  let model = try VelocityModelFile.read(root.appendingPathComponent("velocity-models/gil7.yaml"))
  let times = TravelTimes(model: try #require(model.layers))
  for seismogram in seismograms {
    let place = seismogram.receiver.location
    let distance = (place.x * place.x + place.y * place.y).squareRoot()
    let p = try #require(times.firstArrival(.p, sourceDepth: 12_000, distance: distance)).time
    let amplitudes = seismogram.up.indices.map { index -> Float in
      let (e, n, u) = (seismogram.east[index], seismogram.north[index], seismogram.up[index])
      return (e * e + n * n + u * u).squareRoot()
    }
    let peak = amplitudes.reduce(0, max)
    let onset = try #require(amplitudes.firstIndex { $0 > 0.002 * peak })
    let time = seismogram.startTime + Double(onset) * seismogram.timeStep
    // The moment rate rises over seconds, so that motion passes two thousandths of the peak shortly after P
    // (latest at MNRC, close to a node of the P radiation); before it there is only a coarse grid's dispersion.
    #expect((-0.25...2.5).contains(time - p), "\(seismogram.receiver.code): \(time) s, P at \(p) s")
  }
  try expectSamePeaks(seismograms, try #require(try results.peaks()))
}

/// The map's value at each station is the peak of its record: axes, their order and their signs are right.
private func expectSamePeaks(_ seismograms: [Seismogram], _ peaks: PeakMotion) throws {
  for seismogram in seismograms {
    let place = seismogram.receiver.location
    let column = try #require(
      peaks.x.indices.min { abs(peaks.x[$0] - place.x) < abs(peaks.x[$1] - place.x) }
    )
    let row = try #require(
      peaks.y.indices.min { abs(peaks.y[$0] - place.y) < abs(peaks.y[$1] - place.y) }
    )
    let onMap = Double(peaks.horizontalVelocity[row * peaks.x.count + column])
    let recorded = Double(
      zip(seismogram.east, seismogram.north).map { ($0 * $0 + $1 * $1).squareRoot() }.reduce(0, max)
    )
    // The nearest sample is up to 3.5 km away, a tenth of the wavelength of the surface waves.
    #expect(
      abs(onMap / recorded - 1) < 0.15,
      "\(seismogram.receiver.code): \(onMap) and \(recorded) m/s"
    )
  }
}
