import Foundation
import NumericalRuntime
import Seismology
import Testing

@testable import WaveSimulation

@Suite("Wave simulation")
struct WaveSimulationTests {
  private let rock = Material(density: 2600, pVelocity: 5000, sVelocity: 2800)

  private func grid() throws -> SimulationGrid {
    try SimulationGrid(
      coveringX: 0...4000,
      y: 0...3600,
      depth: 2500,
      spacing: 100,
      absorbingNodes: 8
    )
  }

  private func source(x: Double = 2000, z: Double = 1200) throws -> PointSource {
    PointSource(
      location: LocalPoint(x: x, y: 1800, z: z),
      moment: MomentTensor(strike: 30, dip: 70, rake: 20, scalarMoment: 1e15),
      timeFunction: try GaussianTimeFunction(sigma: 0.08, centerTime: 0.45)
    )
  }

  @Test("A time step makes no buffer")
  func allocation() throws {
    var simulation = try WaveSimulation(
      model: HomogeneousModel(rock),
      grid: grid(),
      sources: [source()]
    )
    simulation.advance()
    // Other tests make buffers at the same time: one step without any is enough.
    let made = (0..<200).map { _ in
      let before = AlignedBuffer.allocationCount
      simulation.advance()
      return AlignedBuffer.allocationCount - before
    }
    #expect(made.min() == 0)
  }

  @Test("Turning the grid's axes leaves east, north and up as they are")
  func frames() throws {
    let (origin, r) = (LocalPoint(x: 2000, y: 1800, z: 0), (east: 700.0, north: 500.0))
    func record(_ frame: LocalFrame) throws -> Seismogram {
      let (x, y) = (frame.xAxis, frame.yAxis)
      let place = LocalPoint(
        x: origin.x + r.east * x.east + r.north * x.north,
        y: origin.y + r.east * y.east + r.north * y.north,
        z: 0
      )
      var simulation = try WaveSimulation(
        model: HomogeneousModel(rock),
        grid: grid(),
        frame: frame,
        sources: [source()],
        receivers: [Receiver(code: "A", location: place)],
        outputs: OutputRequest(sampleInterval: 0.02)
      )
      var sink = InMemorySink()
      try simulation.run(until: 1.4, into: &sink)
      return try #require(sink.seismograms.first)
    }
    let plain = try record(LocalFrame())
    for frame in [
      LocalFrame(xAzimuth: 0, yIsClockwise: true),
      LocalFrame(xAzimuth: 143.638, yIsClockwise: true), LocalFrame(xAzimuth: 200),
    ] {
      let turned = try record(frame)
      let peak = plain.east.map(abs).max() ?? 0
      for (a, b) in zip(plain.east + plain.north + plain.up, turned.east + turned.north + turned.up)
      {
        // Numerical anisotropy and interpolation at some ten points per wavelength.
        #expect(abs(a - b) < 0.03 * peak)
      }
    }
  }

  @Test("The peak map agrees with the seismogram at a node")
  func peaks() throws {
    let place = LocalPoint(x: 2500, y: 2200, z: 0)
    var simulation = try WaveSimulation(
      model: HomogeneousModel(rock),
      grid: grid(),
      sources: [source()],
      receivers: [Receiver(code: "A", location: place)],
      outputs: OutputRequest(
        sampleInterval: 0.004,
        surfaceFrameInterval: 0.25,
        peaks: true,
        slices: [.constantY(1800)]
      )
    )
    var sink = InMemorySink()
    try simulation.run(until: 1.5, into: &sink)
    let peaks = try #require(sink.peaks)
    let i = try #require(peaks.x.firstIndex { abs($0 - place.x) < 1 })
    let j = try #require(peaks.y.firstIndex { abs($0 - place.y) < 1 })
    let record = try #require(sink.seismograms.first)
    let horizontal = zip(record.east, record.north).map { ($0 * $0 + $1 * $1).squareRoot() }
    let largest = try #require(horizontal.max())
    // The map averages four neighbours, the seismogram eight, and is freed of time dispersion.
    #expect(abs(peaks.horizontalVelocity[j * peaks.x.count + i] / largest - 1) < 0.02)
    let when = Double(horizontal.firstIndex(of: largest) ?? 0) * record.timeStep
    #expect(abs(Double(peaks.horizontalVelocityTime[j * peaks.x.count + i]) - when) < 0.02)
    #expect(sink.frames.filter { $0.slice == .surface }.count >= 5)
    #expect(sink.frames.contains { $0.slice == .constantY(1800) && $0.up.contains { $0 != 0 } })
  }

  @Test(
    "A force at a station and the strain at a source give the station's seismogram",
    arguments: [730.0, 40]
  )
  func reciprocity(depth: Double) throws {
    let (station, event) = (LocalPoint(x: 3150, y: 2440, z: 0), try source(x: 1430, z: depth))
    let function = event.timeFunction
    let outputs = OutputRequest(sampleInterval: 0.02)
    var direct = try WaveSimulation(
      model: HomogeneousModel(rock),
      grid: grid(),
      sources: [event],
      receivers: [Receiver(code: "A", location: station)],
      outputs: outputs
    )
    var wanted = InMemorySink()
    try direct.run(until: 1.5, into: &wanted)
    let seismogram = try #require(wanted.seismograms.first)
    for (north, east, down, series) in [
      (1e10, 0.0, 0.0, seismogram.north), (0, 1e10, 0, seismogram.east),
      (0, 0, -1e10, seismogram.up),
    ] {
      var reciprocal = try WaveSimulation(
        model: HomogeneousModel(rock),
        grid: grid(),
        forces: [
          PointForce(
            location: station,
            north: north,
            east: east,
            down: down,
            timeFunction: function
          )
        ],
        strainReceivers: [Receiver(code: "S", location: event.location)],
        outputs: outputs
      )
      var sink = InMemorySink()
      try reciprocal.run(until: 1.5, into: &sink)
      let strain = try #require(sink.strains.first)
      let predicted = strain.velocity(for: event.moment, impulse: 1e10)
      // The last tenth is left out: where a record is cut, its resampling rings by 1e-4.
      let whole = series.count * 9 / 10
      let error = zip(predicted, series).prefix(whole).reduce(0.0) {
        $0 + Double(($1.0 - $1.1) * ($1.0 - $1.1))
      }
      let norm = series.reduce(0.0) { $0 + Double($1 * $1) }
      // The two runs are transposes of each other on the grid: only float rounding remains.
      #expect((error / norm).squareRoot() < 1e-4)
    }
  }

  @Test("Impossible input is refused with its numbers")
  func refusals() throws {
    let grid = try grid()
    #expect(throws: SimulationError.self) {
      _ = try WaveSimulation(model: HomogeneousModel(rock), grid: grid, sources: [source(x: -300)])
    }
    let fluidLike = Material(density: 2600, pVelocity: 3000, sVelocity: 2900)
    #expect(throws: SimulationError.self) {
      _ = try WaveSimulation(model: HomogeneousModel(fluidLike), grid: grid)
    }
    #expect {
      _ = try WaveSimulation(
        model: HomogeneousModel(rock),
        grid: grid,
        options: SimulationOptions(timeStep: 0.02)
      )
    } throws: { error in
      guard case .unstableTimeStep(let requested, let limit, _, _)? = error as? SimulationError
      else { return false }
      return requested == 0.02 && limit < 0.011 && limit > 0.009
    }
  }

  @Test("A wavefield that is not finite is noticed")
  func notANumber() throws {
    var simulation = try WaveSimulation(
      model: HomogeneousModel(rock),
      grid: grid(),
      options: SimulationOptions(nanWatchInterval: 5)
    )
    simulation.setFields { component, point in component == .vx && point.z < 10 ? .nan : 0 }
    var sink = InMemorySink()
    #expect(throws: SimulationError.self) { try simulation.run(until: 0.5, into: &sink) }
  }

  @Test("A checkpoint that does not fit or is cut off is refused")
  func checkpoints() throws {
    let url = FileManager.default.temporaryDirectory.appendingPathComponent("\(UUID()).checkpoint")
    defer { try? FileManager.default.removeItem(at: url) }
    var simulation = try WaveSimulation(
      model: HomogeneousModel(rock),
      grid: grid(),
      sources: [source()]
    )
    for _ in 0..<5 { simulation.advance() }
    try simulation.writeCheckpoint(to: url)
    var other = try WaveSimulation(
      model: HomogeneousModel(rock),
      grid: grid(),
      sources: [source()],
      options: SimulationOptions(timeStep: 0.005)
    )
    #expect(throws: SimulationError.self) { try other.restore(from: url) }
    let data = try Data(contentsOf: url)
    try data.prefix(data.count / 2).write(to: url)
    var same = try WaveSimulation(model: HomogeneousModel(rock), grid: grid(), sources: [source()])
    #expect(throws: SimulationError.self) { try same.restore(from: url) }
  }
}
