import Foundation
import Testing

@testable import Seismology

private let model = HomogeneousModel(Material(density: 2700, pVelocity: 6000, sVelocity: 3400))

private func hayward(magnitude: Double = 6.5, seed: UInt64 = 1) throws -> RuptureBuilder {
  let plane = try FaultPlane(
    hypocenter: LocalPoint(x: 1000, y: 2000, z: 11_000),
    length: 20_000,
    width: 13_000,
    strike: 144,
    dip: 70,
    hypocenterAlongStrike: -5000,
    hypocenterDownDip: 8000
  )
  return RuptureBuilder(
    plane: plane,
    rake: 175,
    magnitude: MomentMagnitude(magnitude),
    subFaultSize: 500,
    seed: seed
  )
}

@Suite struct RuptureBuilderTests {
  @Test("The sub-faults tile the plane: along strike, down dip, hypocenter where it was asked for")
  func geometry() throws {
    let builder = try hayward()
    let plane = builder.plane
    #expect(abs(plane.hypocenter.x - 1000) < 1e-9 && abs(plane.hypocenter.z - 11_000) < 1e-9)
    #expect(abs(plane.topCenter.z - (11_000 - 8000 * sin(70 * .pi / 180))) < 1e-9)
    let fault = try builder.fault(in: model)
    #expect(fault.count == 40 * 26)
    #expect(abs(fault.totalArea - 20_000 * 13_000) < 1e3)
    // Along strike at 144°: x (east) grows by sin, y (north) by cos.
    let (a, b) = (fault[0].location, fault[1].location)
    #expect(abs(b.x - a.x - 500 * sin(144 * .pi / 180)) < 1e-3)
    #expect(abs(b.y - a.y - 500 * cos(144 * .pi / 180)) < 1e-3)
    // Down dip: the fault leans to the right of its strike, azimuth 234°, and sinks by sin(dip).
    let c = fault[40].location
    #expect(abs(c.x - a.x - 500 * cos(70 * .pi / 180) * sin(234 * .pi / 180)) < 1e-3)
    #expect(abs(c.z - a.z - 500 * sin(70 * .pi / 180)) < 1e-2)
  }

  @Test("The same fault in turned frames is the same fault")
  func turnedFrames() throws {
    for frame in [
      LocalFrame(xAzimuth: 0, yIsClockwise: true),
      LocalFrame(xAzimuth: 143.638, yIsClockwise: true),
    ] {
      let plane = try FaultPlane(
        topCenter: LocalPoint(x: 0, y: 0, z: 0),
        length: 1e4,
        width: 5e3,
        strike: 144,
        dip: 70,
        hypocenterAlongStrike: 0,
        hypocenterDownDip: 0,
        frame: frame
      )
      let p = plane.point(alongStrike: 1000, downDip: 2000)
      let v = frame.geographicComponents(x: p.x, y: p.y, z: p.z)
      let (phi, delta) = (144 * Double.pi / 180, 70 * Double.pi / 180)
      #expect(abs(v.north - (1000 * cos(phi) - 2000 * cos(delta) * sin(phi))) < 1e-9)
      #expect(abs(v.east - (1000 * sin(phi) + 2000 * cos(delta) * cos(phi))) < 1e-9)
      #expect(abs(v.down - 2000 * sin(delta)) < 1e-9)
    }
  }

  @Test("The moment is that of the magnitude, whatever the model")
  func exactMoment() throws {
    let slow = HomogeneousModel(Material(density: 2000, pVelocity: 3000, sVelocity: 1200))
    for magnitude in [4.0, 6.5, 7.2] {
      for rock in [model, slow] {
        let fault = try hayward(magnitude: magnitude).fault(in: rock)
        let sum = try fault.pointSources().reduce(0) { $0 + $1.moment.scalarMoment }
        // A thousand slips rounded to seven digits.
        #expect(abs(sum / MomentMagnitude(magnitude).scalarMoment - 1) < 1e-7)
      }
    }
  }

  @Test("The front starts at the hypocenter and runs at the fraction of the shear velocity")
  func front() throws {
    let builder = try hayward()
    let fault = try builder.fault(in: model)
    let hypocenter = builder.plane.hypocenter
    for index in 0..<fault.count {
      let p = fault[index].location
      let r =
        ((p.x - hypocenter.x) * (p.x - hypocenter.x) + (p.y - hypocenter.y) * (p.y - hypocenter.y)
        + (p.z - hypocenter.z) * (p.z - hypocenter.z)).squareRoot()
      // Depths are kept as Float: 1 mm at 10 km.
      #expect(abs(fault[index].initiationTime - r / (0.8 * 3400)) < 1e-5)
    }
  }

  @Test("The same seed gives the same rupture, another seed another one of the same moment")
  func seeds() throws {
    let (a, b) = (try hayward(seed: 3).fault(in: model), try hayward(seed: 3).fault(in: model))
    let c = try hayward(seed: 4).fault(in: model)
    #expect((0..<a.count).allSatisfy { a[$0].slip == b[$0].slip })
    #expect((0..<a.count).contains { abs(a[$0].slip - c[$0].slip) > 0.1 * a.meanSlip })
  }

  @Test("Slip falls to zero at the edges, is never negative, and lasts as long as Somerville says")
  func slipShape() throws {
    let builder = try hayward()
    let fault = try builder.fault(in: model)
    let slips = (0..<fault.count).map { fault[$0].slip }
    #expect(slips.allSatisfy { $0 >= 0 })
    let edge = slips.indices.filter {
      $0 % 40 == 0 || $0 % 40 == 39 || $0 / 40 == 0 || $0 / 40 == 25
    }
    #expect(edge.allSatisfy { slips[$0] < 0.3 * fault.maximumSlip })
    #expect(fault.maximumSlip > 1.5 * fault.meanSlip)
    // Mw 6.5 has 6.31e25 dyne·cm: 2.03e-9 · 3.98e8 = 0.808 s.
    #expect(abs(RuptureBuilder.somervilleRiseTime(of: MomentMagnitude(6.5)) - 0.808) < 0.005)
    let riseTimes = (0..<fault.count).compactMap { index -> Double? in
      guard case .liu(let time) = fault[index].slipRate else { return nil }
      return time
    }
    let mean = riseTimes.reduce(0, +) / Double(riseTimes.count)
    // The floor of a tenth for sub-faults that hardly slip lifts the mean a little.
    #expect(abs(mean / 0.808 - 1) < 0.03)
  }

  @Test("A fault that reaches the surface keeps its slip there; uniform slip is uniform inside")
  func surfaceRupture() throws {
    let plane = try FaultPlane(
      topCenter: LocalPoint(x: 0, y: 0, z: 0),
      length: 10_000,
      width: 8000,
      strike: 0,
      dip: 90,
      hypocenterAlongStrike: 0,
      hypocenterDownDip: 6000
    )
    let builder = RuptureBuilder(
      plane: plane,
      rake: 180,
      magnitude: MomentMagnitude(6),
      subFaultSize: 500,
      slip: .uniform,
      riseTime: .uniform(0.7)
    )
    let fault = try builder.fault(in: model)
    #expect(abs(fault[10].slip / fault[20 * 8 + 10].slip - 1) < 1e-6)
    #expect(fault[20 * 15 + 10].slip < 0.7 * fault[10].slip)
    #expect(fault[0].initiationTime > fault[10].initiationTime)
  }

  @Test(
    "Random slip has the von Kármán correlation: exp(−r/a) for H = ½, along strike and down dip"
  )
  func correlation() {
    let (columns, rows, spacing) = (256, 192, 100.0)
    let slip = CorrelatedSlip(lengths: (1600, 800), hurst: 0.5)
    var along = [Double](repeating: 0, count: 33)
    var down = [Double](repeating: 0, count: 33)
    let seeds = 24
    for seed in 0..<seeds {
      let field = slip.field(
        columns: columns,
        rows: rows,
        spacing: (spacing, spacing),
        seed: UInt64(seed)
      )
      for lag in [0, 8, 16, 32] {
        var (a, d) = (0.0, 0.0)
        for row in 0..<(rows - lag) {
          for column in 0..<(columns - lag) {
            let value = field[row * columns + column]
            a += value * field[row * columns + column + lag]
            d += value * field[(row + lag) * columns + column]
          }
        }
        let count = Double((rows - lag) * (columns - lag) * seeds)
        along[lag] += a / count
        down[lag] += d / count
      }
    }
    // 24 fields of 16 × 24 correlation lengths hold about 3,000 independent patches: ±0.02; taking out each
    // field's mean lowers all by about 2 π a_s a_d / area = 0.02.
    for lag in [8, 16, 32] {
      let r = Double(lag) * spacing
      #expect(abs(along[lag] - exp(-r / 1600)) < 0.06, "lag \(r): \(along[lag])")
      #expect(abs(down[lag] - exp(-r / 800)) < 0.06, "lag \(r): \(down[lag])")
    }
  }

  @Test("Impossible ruptures are refused")
  func refusals() throws {
    #expect(throws: SourceError.self) {
      try FaultPlane(
        hypocenter: LocalPoint(x: 0, y: 0, z: 3000),
        length: 1e4,
        width: 8000,
        strike: 0,
        dip: 90,
        hypocenterAlongStrike: 0,
        hypocenterDownDip: 6000
      )
    }
    #expect(throws: SourceError.self) {
      try FaultPlane(
        topCenter: LocalPoint(x: 0, y: 0, z: 3000),
        length: 1e4,
        width: 8000,
        strike: 0,
        dip: 100,
        hypocenterAlongStrike: 0,
        hypocenterDownDip: 6000
      )
    }
    #expect(throws: SourceError.self) {
      try FaultPlane(
        topCenter: LocalPoint(x: 0, y: 0, z: 3000),
        length: 1e4,
        width: 8000,
        strike: 0,
        dip: 90,
        hypocenterAlongStrike: 6000,
        hypocenterDownDip: 6000
      )
    }
    var builder = try hayward()
    builder.speedFraction = 0
    #expect(throws: SourceError.self) { try builder.fault(in: model) }
    builder = try hayward()
    builder.subFaultSize = 0.1
    #expect(throws: SourceError.self) { try builder.fault(in: model) }
    builder = try hayward()
    builder.rake = .nan
    #expect(throws: SourceError.self) { try builder.fault(in: model) }
    let sea = HomogeneousModel(Material(density: 1000, pVelocity: 1500, sVelocity: 0))
    #expect(throws: SourceError.self) { try hayward().fault(in: sea) }
  }
}
