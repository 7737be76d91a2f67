import Foundation
import SeismicFiles
import Seismology
import TestSupport
import Testing

private let folder = "ruptures/srf"
private let twoPoints = """
  2.0
  # a comment with PLANE and 1.0 in it
  PLANE 1
    172.0000  -43.0000    2     1     2.00     1.00
    45   80     0.00     0.00     0.50
  POINTS 2
    172.0000  -43.0000    0.5000   45   80  1.00000e+10     0.0000  1.00000e-01  3.50000e+05  2.70000e+00
    90    10.00     2     0.00      0     0.00      0
    0.00000e+00  5.00000e+00
    172.0100  -43.0100    0.5000   45   80  1.00000e+10     0.1000  1.00000e-01  3.60000e+05  2.80000e+00
    90    12.00     2     0.00      0     0.00      0
    0.00000e+00  6.00000e+00

  """

private func rupture(_ text: String) throws -> StandardRupture {
  try StandardRupture(Data(text.utf8), name: "test.srf")
}

/// A local position without a projection: degrees times 111 km.
private func place(_ point: GeographicPoint, _ depth: Double) -> LocalPoint {
  LocalPoint(x: 111e3 * point.longitude, y: 111e3 * point.latitude, z: depth)
}

@Suite struct StandardRuptureTests {
  @Test("A small SRF 2.0 file is read into SI units")
  func readsSmallFile() throws {
    let rupture = try rupture(twoPoints)
    #expect(rupture.version == .two && rupture.pointCount == 2 && rupture.blockCounts == [2])
    #expect(rupture.segments.count == 1)
    let segment = rupture.segments[0]
    #expect(segment.length == 2000 && segment.width == 1000 && segment.hypocenterDownDip == 500)
    #expect(segment.topCenter == GeographicPoint(latitude: -43, longitude: 172))
    let point = rupture[1]
    #expect(point.epicenter == GeographicPoint(latitude: -43.01, longitude: 172.01))
    #expect(point.depth == 500 && point.strike == 45 && point.dip == 80 && point.rake == 90)
    #expect(point.area == 1e6 && point.sVelocity == 3600 && point.density == 2800)
    #expect(abs(point.initiationTime - 0.1) < 1e-8)
    #expect(abs(point.slip[0] - 0.12) < 1e-8 && point.slip[1] == 0)
    #expect(point.slipRates[0] == [0, 0.06] && point.slipRates[1].isEmpty)
  }

  @Test("Moment, place, time and mechanism survive the way from SRF to point sources")
  func becomesPointSources() throws {
    let fault = try rupture(twoPoints).fault(placedBy: place)
    let sources = try fault.pointSources()
    #expect(sources.count == 2)
    // μ A s = 2800 · 3600² · 1e6 · 0.12; Float storage keeps seven digits.
    #expect(abs(sources[1].moment.scalarMoment / (2800 * 3600 * 3600 * 1e6 * 0.12) - 1) < 1e-6)
    #expect(sources[1].location == LocalPoint(x: 111e3 * 172.01, y: 111e3 * -43.01, z: 500))
    #expect(abs(sources[1].delay - 0.1) < 1e-8)
    let tensor = MomentTensor(
      strike: 45,
      dip: 80,
      rake: 90,
      scalarMoment: sources[1].moment.scalarMoment
    )
    #expect(abs(tensor.ne - sources[1].moment.ne) < 1e-12 * tensor.scalarMoment)
    // 0, 5 and the closing zero: a triangle that peaks after 0.1 s.
    #expect(abs(sources[0].timeFunction.rate(at: 0.1) - 10) < 1e-5)
    #expect(abs(sources[0].timeFunction.cumulative(at: 0.2) - 1) < 1e-7)
  }

  @Test("Slip across the rake becomes a second source, turned by 90°")
  func twoSlipDirections() throws {
    let text = twoPoints.replacing(
      "90    12.00     2     0.00      0     0.00      0\n  0.00000e+00  6.00000e+00",
      with: "90    12.00     2     4.00      1     0.00      0\n  0.00000e+00  6.00000e+00 40"
    )
    let sources = try rupture(text).fault(placedBy: place).pointSources()
    #expect(sources.count == 3)
    let expected = MomentTensor(
      strike: 45,
      dip: 80,
      rake: 180,
      scalarMoment: 2800 * 3600 * 3600 * 1e6 * 0.04
    )
    #expect(abs(sources[2].moment.ne / expected.ne - 1) < 1e-6)
    // A single sample rises and falls within an interval: the source begins that much earlier.
    #expect(abs(sources[2].delay) < 1e-8)
  }

  @Test(
    "Real rupture files have the magnitudes of their README",
    .enabled(if: SharedData.has(folder), "needs ../shared/data"),
    arguments: [
      ("hayward_m6.5_20x13km.srf", 6500, 6.49), ("berkeley_m5.5_5.6x5.6km.srf", 729, 5.50),
      ("whittier_m5.89_gp.srf", 2500, 5.92), ("two_point_v2.srf", 2, 0),
    ]
  )
  func realMagnitudes(name: String, count: Int, magnitude: Double) throws {
    let rupture = try StandardRupture(contentsOf: SharedData.url("\(folder)/\(name)"))
    #expect(rupture.pointCount == count)
    let fault = try rupture.fault(placedBy: place)
    let found = try fault.magnitude().value
    // The README rounds to two decimals.
    if magnitude > 0 { #expect(abs(found - magnitude) < 0.006, "\(name): \(found)") }
    let moment = try #require(rupture.scalarMoment)
    #expect(try abs(fault.scalarMoment() / moment - 1) < 1e-6)
  }

  @Test(
    "The Hayward scenario slips 1.00 m on average and 3.76 m at most, and ends at 14.5 s",
    .enabled(if: SharedData.has(folder), "needs ../shared/data")
  )
  func haywardSlip() throws {
    let rupture = try StandardRupture(
      contentsOf: SharedData.url("\(folder)/hayward_m6.5_20x13km.srf")
    )
    let fault = try rupture.fault(placedBy: place)
    let slips = (0..<rupture.pointCount).map { rupture[$0].slip[0] }
    #expect(abs(slips.reduce(0, +) / 6500 - 1.00) < 0.005)
    #expect(abs(fault.maximumSlip - 3.76) < 0.005)
    #expect(abs(fault.duration - 14.5) < 0.1)
    // In this file the samples add up to the slip.
    let point = rupture[3250]
    let sum = point.slipRates[0].reduce(0) { $0 + Double($1) } * point.interval
    #expect(abs(sum / point.slip[0] - 1) < 1e-3)
  }

  @Test(
    "Real ruptures last as long as their last sample says",
    .enabled(if: SharedData.has(folder), "needs ../shared/data"),
    arguments: [
      ("berkeley_m5.5_5.6x5.6km.srf", 9.733), ("eight_point_v1.srf", 12.322),
      ("hayward_m6.5_20x13km.srf", 14.544), ("two_point_v2.srf", 0.3),
      ("whittier_m5.89_gp.srf", 3.292), ("whittier_m5.89_ucsb_v1.srf", 9.746),
    ]
  )
  func realDurations(name: String, seconds: Double) throws {
    let rupture = try StandardRupture(contentsOf: SharedData.url("\(folder)/\(name)"))
    let fault = try rupture.fault(placedBy: place)
    // A reader in Python took the latest of tinit + dt (nt − 1), one dt more where a rate does not end at zero.
    #expect(abs(fault.duration - seconds) < 1e-3, "\(fault.duration)")
  }

  @Test(
    "SRF 1.0 files have no rigidity: a velocity model gives it, and without one it is asked for",
    .enabled(if: SharedData.has(folder), "needs ../shared/data")
  )
  func rigidityFromModel() throws {
    let rupture = try StandardRupture(
      contentsOf: SharedData.url("\(folder)/whittier_m5.89_ucsb_v1.srf")
    )
    #expect(rupture.pointCount == 841 && rupture.scalarMoment == nil)
    let fault = try rupture.fault(placedBy: place)
    #expect(throws: SourceError.missingRigidity(index: 0)) { try fault.pointSources() }
    let model = HomogeneousModel(Material(density: 2700, pVelocity: 6000, sVelocity: 3464))
    let magnitude = try fault.magnitude(model: model).value
    // The scenario is Mw 5.89; the rigidity of rock at 12 km is near 33 GPa, 20 % of moment is 0.05 units.
    #expect(abs(magnitude - 5.89) < 0.06, "\(magnitude)")
    // This sample has the head of a ninth point that it does not announce.
    let sample = try StandardRupture(contentsOf: SharedData.url("\(folder)/eight_point_v1.srf"))
    #expect(sample.pointCount == 8 && sample.trailingLine == 53 && rupture.trailingLine == nil)
  }

  @Test(
    "What is written is read back the same, for all versions",
    .enabled(if: SharedData.has(folder), "needs ../shared/data"),
    arguments: ["hayward_m6.5_20x13km.srf", "whittier_m5.89_ucsb_v1.srf", "whittier_m5.89_gp.srf"]
  )
  func roundTrip(name: String) throws {
    let original = try StandardRupture(contentsOf: SharedData.url("\(folder)/\(name)"))
    try withTemporaryFolder { folder in
      let url = folder.appendingPathComponent("copy.srf")
      try original.write(to: url)
      let copy = try StandardRupture(contentsOf: url)
      #expect(copy.version == original.version && copy.segments == original.segments)
      #expect(copy.pointCount == original.pointCount && copy.blockCounts == original.blockCounts)
      for index in stride(from: 0, to: original.pointCount, by: 7) {
        let (a, b) = (copy[index], original[index])
        #expect(a.epicenter == b.epicenter && abs(a.depth - b.depth) < 0.01)
        #expect(a.strike == b.strike && a.dip == b.dip && a.rake == b.rake)
        // Six digits are written.
        #expect(abs(a.area / b.area - 1) < 1e-5 && abs(a.initiationTime - b.initiationTime) < 1e-6)
        #expect(abs(a.slip[0] - b.slip[0]) < 1e-6 && a.slipRates[0].count == b.slipRates[0].count)
        for (x, y) in zip(a.slipRates[0], b.slipRates[0]) {
          #expect(abs(x - y) <= 1e-5 * abs(y))
        }
      }
    }
  }
}
