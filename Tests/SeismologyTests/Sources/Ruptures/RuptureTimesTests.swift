import Foundation
import Testing

@testable import Seismology

private func times(
  columns: Int,
  rows: Int,
  spacing: Double,
  hypocenter: (strike: Double, dip: Double),
  slowness: (Double, Double) -> Double
) -> [Double] {
  var values: [Double] = []
  for row in 0..<rows {
    for column in 0..<columns {
      values.append(slowness(Double(column) * spacing, Double(row) * spacing))
    }
  }
  return RuptureTimes(
    columns: columns,
    rows: rows,
    spacing: (spacing, spacing),
    hypocenter: hypocenter,
    slowness: values
  ).solve()
}

@Suite struct RuptureTimesTests {
  @Test("At uniform speed the front arrives after distance over speed, to rounding")
  func uniformSpeed() {
    let hypocenter = (strike: 1234.0, dip: 3456.0)
    let found = times(columns: 60, rows: 40, spacing: 200, hypocenter: hypocenter) { _, _ in
      1 / 2500
    }
    for index in found.indices {
      let r = hypot(
        Double(index % 60) * 200 - hypocenter.strike,
        Double(index / 60) * 200 - hypocenter.dip
      )
      #expect(abs(found[index] - r / 2500) < 1e-9)
    }
  }

  @Test("Where speed grows with depth the front arrives when the closed form says")
  func linearSpeed() {
    // v = v0 + g z from the surface: t = acosh(1 + g² ((x-x0)² + (z-z0)²) / (2 v v_h)) / g.
    let (v0, g) = (2000.0, 0.15)
    var errors: [Double] = []
    for spacing in [200.0, 100.0] {
      let (columns, rows) = (Int(12_000 / spacing) + 1, Int(8_000 / spacing) + 1)
      let found = times(
        columns: columns,
        rows: rows,
        spacing: spacing,
        hypocenter: (5000, 6000)
      ) { _, z in 1 / (v0 + g * z) }
      var worst = 0.0
      for index in found.indices {
        let x = Double(index % columns) * spacing
        let z = Double(index / columns) * spacing
        let square = (x - 5000) * (x - 5000) + (z - 6000) * (z - 6000)
        let exact = acosh(1 + g * g * square / (2 * (v0 + g * z) * (v0 + g * 6000))) / g
        worst = max(worst, abs(found[index] - exact))
      }
      errors.append(worst)
    }
    // First order in the spacing: 200 m at a few km/s err by some milliseconds in about 3 s.
    #expect(errors[0] < 0.02, "\(errors)")
    #expect(errors[1] < 0.65 * errors[0], "\(errors)")
  }

  @Test("A fast layer is used by the front that dives into it")
  func headFront() {
    let found = times(columns: 101, rows: 21, spacing: 100, hypocenter: (0, 0)) { _, z in
      z > 950 ? 1 / 4000 : 1 / 2000
    }
    // At 10 km on the top row: direct 5 s; through the layer 10/4 + 2 · 0.95 cos(30°) / 2 = 3.32 s.
    #expect(abs(found[100] - 3.32) < 0.1, "\(found[100])")
  }
}
