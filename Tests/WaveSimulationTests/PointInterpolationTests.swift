import Foundation
import Testing

@testable import WaveSimulation

@Suite("Point interpolation")
struct PointInterpolationTests {
  @Test(
    "A wave of eight points per wavelength is interpolated to 0.2 %",
    arguments: [0.1, 0.25, 0.5, 0.83]
  )
  func sinc(fraction: Double) {
    let k = 2 * Double.pi / 8
    let (first, weights) = PointInterpolation.sinc(at: 20 + fraction)
    for phase in [0.0, 0.7, 1.9] {
      let value = weights.enumerated().reduce(0) {
        $0 + $1.element * cos(k * Double(first + $1.offset) + phase)
      }
      // Hicks (2002) gives errors of this size for half width 4 and kmax = π/2.
      #expect(abs(value - cos(k * (20 + fraction) + phase)) < 2e-3)
    }
  }

  @Test("A point on a node has one weight")
  func onNode() {
    let (first, weights) = PointInterpolation.sinc(at: 7)
    #expect(first == 7 && weights == [1])
  }

  @Test(
    "Under the surface weights stay below it and are exact for degree 5",
    arguments: [0.0, 0.3, 1.7]
  )
  func oneSided(depth: Double) {
    let pairs = PointInterpolation.vertical(
      at: depth,
      half: false,
      surface: (FreeSurfaceStencils(.summationByParts), false)
    )
    #expect(pairs.allSatisfy { $0.0 >= 0 })
    for power in 0...5 {
      let value = pairs.reduce(0) { $0 + $1.1 * pow(Double($1.0), Double(power)) }
      #expect(abs(value - pow(depth, Double(power))) < 1e-9)
    }
  }

  @Test("The value at the surface is exact for quartics")
  func surfaceValue() {
    let rule = PointInterpolation.valueAtSurface
    func p(_ x: Double) -> Double { 2 - 3 * x + x * x - 0.5 * x * x * x + 0.1 * x * x * x * x }
    let value =
      rule.slope * -3
      + rule.values.enumerated().reduce(0) { $0 + $1.element * p(Double($1.offset) + 0.5) }
    #expect(abs(value - 2) < 1e-12)
  }
}
