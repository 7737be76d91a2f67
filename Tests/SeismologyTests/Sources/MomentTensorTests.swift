import Foundation
import Seismology
import Testing

/// The published solution of the East Bay earthquake of 2019-07-16, in N·m.
private let published = MomentTensor(
  nn: -2.931e15,
  ee: 3.717e15,
  dd: -1.661e14,
  ne: -1.133e15,
  nd: 8.376e14,
  ed: 8.608e14
)

private let momentFile = URL(filePath: #filePath)
  .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
  .deletingLastPathComponent()
  .appending(path: "../shared/data/byron_m43_20190716/moment_tensor_d12km.txt").standardizedFileURL

/// The largest difference between two tensors' elements, as a share of the first one's moment.
private func difference(_ a: MomentTensor, _ b: MomentTensor) -> Double {
  let elements = [
    a.nn - b.nn, a.ee - b.ee, a.dd - b.dd, a.ne - b.ne, a.nd - b.nd, a.ed - b.ed,
  ]
  return (elements.map(abs).max() ?? 0) / a.scalarMoment
}

/// The largest difference between the angles of two planes, in degrees.
///
/// Rounding in the eigenvectors is about 1e-15; near-horizontal planes magnify it a hundredfold.
private func separation(_ a: NodalPlane, _ b: NodalPlane) -> Double {
  let strike = abs(remainder(a.strike - b.strike, 360))
  let rake = abs(remainder(a.rake - b.rake, 360))
  return max(strike, rake, abs(a.dip - b.dip))
}

@Suite struct MomentTensorTests {
  @Test(
    "Both listings of the published East Bay solution give the same tensor, shares and planes",
    .enabled(
      if: FileManager.default.fileExists(atPath: momentFile.path),
      "needs ../shared/data"
    )
  )
  func publishedSolution() throws {
    let lines = try String(contentsOf: momentFile, encoding: .utf8).split(separator: "\n")
    func numbers(after heading: String) throws -> [Double] {
      let index = try #require(lines.firstIndex { $0.hasPrefix(heading) })
      return lines[index + 1].split(separator: " ").compactMap { Double($0) }.map { $0 * 1e-7 }
    }
    let m = try numbers(after: "Mxx")
    let r = try numbers(after: "Mrr")
    let cartesian = MomentTensor(nn: m[0], ee: m[1], dd: m[2], ne: m[3], nd: m[4], ed: m[5])
    let spherical = MomentTensor(rr: r[0], tt: r[1], pp: r[2], rt: r[3], rp: r[4], tp: r[5])
    #expect(cartesian == spherical)
    #expect(difference(cartesian, published) < 1e-12)
  }

  @Test("The published East Bay solution is 85 % double couple, 10 % CLVD, 5 % isotropic, Mw 4.37")
  func publishedShares() throws {
    let shares = published.decomposition
    // The file gives whole per cent and four digits of the moment.
    #expect(abs(shares.doubleCouple - 0.85) < 0.005)
    #expect(abs(abs(shares.linearVectorDipole) - 0.10) < 0.005)
    #expect(abs(shares.isotropic - 0.05) < 0.005)
    #expect(abs(shares.totalMoment / 4.030e15 - 1) < 5e-4)
    #expect(try abs(MomentMagnitude(scalarMoment: shares.totalMoment).value - 4.37) < 0.005)
    let axes = published.principalAxes
    #expect(abs(axes.tension.moment / 4.030e15 - 1) < 5e-4)
    #expect(abs(axes.null.moment / 3.455e12 - 1) < 0.1, "rounding of the elements is 5e11 N·m")
    #expect(abs(axes.pressure.moment / -3.413e15 - 1) < 5e-4)
  }

  @Test("The nodal planes of the published East Bay solution are 234/71/-5 and 325/85/-161")
  func publishedPlanes() throws {
    let (first, second) = published.nodalPlanes
    let planes = [first, second].sorted { $0.strike < $1.strike }
    // The file rounds to whole degrees.
    #expect(abs(planes[0].strike - 234) < 0.6)
    #expect(abs(planes[0].dip - 71) < 0.6)
    #expect(abs(planes[0].rake + 5) < 0.6)
    #expect(abs(planes[1].strike - 325) < 0.6)
    #expect(abs(planes[1].dip - 85) < 0.6)
    #expect(abs(planes[1].rake + 161) < 0.6)
  }

  @Test("Strike, dip and rake come back from the tensor as one of its two nodal planes")
  func nodalPlaneRoundTrip() throws {
    for strike in stride(from: 0.0, to: 360, by: 37) {
      for dip in [0.5, 20, 45, 71, 89.5] {
        for rake in stride(from: -175.0, through: 180, by: 35.5) {
          let plane = try NodalPlane(strike: strike, dip: dip, rake: rake)
          let tensor = try MomentTensor(plane, scalarMoment: 2e18)
          let (first, second) = tensor.nodalPlanes
          let found = separation(first, plane) < 1e-9 || separation(second, plane) < 1e-9
          #expect(found, "\(plane) gave \(first), \(second)")
          #expect(difference(try MomentTensor(first, scalarMoment: 2e18), tensor) < 1e-12)
          #expect(difference(try MomentTensor(second, scalarMoment: 2e18), tensor) < 1e-12)
          #expect(difference(try MomentTensor(plane.auxiliary, scalarMoment: 2e18), tensor) < 1e-12)
        }
      }
    }
  }

  @Test("Vertical and horizontal faults keep their tensor through their nodal planes")
  func degeneratePlanes() throws {
    for (strike, dip, rake) in [
      (0.0, 90.0, 0.0), (30, 90, 180), (75, 90, 90), (0, 0, 45), (45, 45, 90),
    ] {
      let plane = try NodalPlane(strike: strike, dip: dip, rake: rake)
      let tensor = try MomentTensor(plane, scalarMoment: 1e17)
      let planes = tensor.nodalPlanes
      #expect(difference(try MomentTensor(planes.first, scalarMoment: 1e17), tensor) < 1e-12)
      #expect(difference(try MomentTensor(planes.second, scalarMoment: 1e17), tensor) < 1e-12)
      #expect(abs(tensor.decomposition.doubleCouple - 1) < 1e-12)
      #expect(abs(tensor.scalarMoment / 1e17 - 1) < 1e-12)
    }
  }

  @Test("A vertical right-lateral fault along north moves as Aki & Richards say")
  func strikeSlipConvention() throws {
    // Right-lateral on a north-striking vertical fault: rake 180°, M_ne = −M0.
    let tensor = MomentTensor(strike: 0, dip: 90, rake: 180, scalarMoment: 1)
    #expect(abs(tensor.ne + 1) < 1e-12)
    // A thrust at 45° pushes up and down along the vertical: M_dd = +M0 (tension vertical).
    let thrust = MomentTensor(strike: 0, dip: 45, rake: 90, scalarMoment: 1)
    #expect(abs(thrust.dd - 1) < 1e-12)
    #expect(abs(thrust.ee + 1) < 1e-12)
    #expect(abs(thrust.principalAxes.tension.plunge - 90) < 1e-6)
  }

  @Test("An explosion is isotropic, a dipole with half contraction is CLVD")
  func pureShares() {
    let explosion = MomentTensor(nn: 2, ee: 2, dd: 2, ne: 0, nd: 0, ed: 0).decomposition
    #expect(explosion.isotropic == 1 && explosion.doubleCouple == 0)
    let dipole = MomentTensor(nn: -1, ee: -1, dd: 2, ne: 0, nd: 0, ed: 0).decomposition
    #expect(abs(dipole.linearVectorDipole - 1) < 1e-15 && abs(dipole.doubleCouple) < 1e-15)
    let closing = MomentTensor(nn: 1, ee: 1, dd: -2, ne: 0, nd: 0, ed: 0).decomposition
    #expect(abs(closing.linearVectorDipole + 1) < 1e-15)
  }

  @Test("Elements in a turned frame act on vectors as the tensor itself, for both handednesses")
  func componentsInFrame() {
    let tensor = published
    for azimuth in [90.0, 0, 143.638, 270, -35, 361] {
      for clockwise in [false, true] {
        let frame = LocalFrame(xAzimuth: azimuth, yIsClockwise: clockwise)
        let m = tensor.components(in: frame)
        for (n, e, d) in [(1.0, 0.0, 0.0), (0, 1, 0), (0, 0, 1), (0.3, -0.8, 0.5)] {
          let v = frame.components(north: n, east: e, down: d)
          let product = frame.geographicComponents(
            x: m.xx * v.x + m.xy * v.y + m.xz * v.z,
            y: m.xy * v.x + m.yy * v.y + m.yz * v.z,
            z: m.xz * v.x + m.yz * v.y + m.zz * v.z
          )
          let scale = 1e-14 * tensor.scalarMoment
          #expect(abs(product.north - (tensor.nn * n + tensor.ne * e + tensor.nd * d)) < 4 * scale)
          #expect(abs(product.east - (tensor.ne * n + tensor.ee * e + tensor.ed * d)) < 4 * scale)
          #expect(abs(product.down - (tensor.nd * n + tensor.ed * e + tensor.dd * d)) < 4 * scale)
        }
      }
    }
  }

  @Test("In the default frame x is east and y north; SW4's frame has x north and y east")
  func namedFrames() {
    let tensor = MomentTensor(nn: 1, ee: 2, dd: 3, ne: 4, nd: 5, ed: 6)
    let east = tensor.components(in: LocalFrame())
    #expect([east.xx, east.yy, east.zz, east.xy, east.xz, east.yz] == [2, 1, 3, 4, 6, 5])
    let north = tensor.components(in: LocalFrame(xAzimuth: 0, yIsClockwise: true))
    #expect([north.xx, north.yy, north.zz, north.xy, north.xz, north.yz] == [1, 2, 3, 4, 5, 6])
    let force = LocalFrame().components(north: 1, east: 2, down: 3)
    #expect([force.x, force.y, force.z] == [2, 1, 3])
  }

  @Test("Moment and magnitude convert into each other")
  func magnitudes() throws {
    #expect(try abs(MomentMagnitude(scalarMoment: 4.03e15).value - 4.37) < 0.001)
    for value in [-1.0, 3.2, 4.37, 9.5] {
      #expect(
        try abs(MomentMagnitude(scalarMoment: MomentMagnitude(value).scalarMoment).value - value)
          < 1e-12
      )
    }
  }

  @Test("Impossible angles and moments are refused")
  func mechanismRefusals() throws {
    #expect(throws: SourceError.self) { try NodalPlane(strike: 0, dip: 91, rake: 0) }
    #expect(throws: SourceError.self) { try NodalPlane(strike: 0, dip: -1, rake: 0) }
    #expect(throws: SourceError.self) { try NodalPlane(strike: 0, dip: 45, rake: .nan) }
    #expect(throws: SourceError.self) { try NodalPlane(strike: 4000, dip: 45, rake: 0) }
    let plane = try NodalPlane(strike: -90, dip: 45, rake: 270)
    #expect(plane.strike == 270 && plane.rake == -90)
    #expect(throws: SourceError.notPositive(quantity: "scalar moment", value: -1e15, unit: "N·m")) {
      try MomentTensor(plane, scalarMoment: -1e15)
    }
    #expect(throws: SourceError.self) {
      try MomentTensor(plane, magnitude: MomentMagnitude(4e15))
    }
    #expect(throws: SourceError.self) {
      try MomentTensor(nn: .nan, ee: 0, dd: 0, ne: 0, nd: 0, ed: 0).validate()
    }
    #expect(
      SourceError.outOfRange(
        quantity: "dip",
        value: 91,
        limits: 0...90,
        unit: "degrees",
        remedy: "turn it"
      ).description == "The dip 91.0 degrees lies outside 0.0...90.0; turn it."
    )
  }
}
