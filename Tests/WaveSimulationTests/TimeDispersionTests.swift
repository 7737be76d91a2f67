import Foundation
import Testing

@testable import WaveSimulation

@Suite("Time dispersion")
struct TimeDispersionTests {
  /// v' = −ω0² u + s(t), u' = v by leapfrog: the simulator's time stepping with one degree of freedom.
  private func oscillator(frequency: Double, dt: Double, count: Int, source: [Double]) -> [Float] {
    var (u, v) = (0.0, 0.0)
    let k = 4 * Double.pi * Double.pi * frequency * frequency
    return (0..<count).map { n in
      v += dt * -k * u
      // The source enters as a stress does: half a step after the velocities' forces.
      u += dt * (v + source[n])
      return Float(v)
    }
  }

  @Test("The correction makes a coarse time step as good as one twenty times finer")
  func correction() {
    let (f0, sigma, centre, end) = (2.0, 0.08, 0.6, 6.0)
    func rate(_ t: Double) -> Double {
      exp(-0.5 * (t - centre) * (t - centre) / (sigma * sigma))
        / (sigma * (2 * Double.pi).squareRoot())
    }
    func solve(dt: Double, corrects: Bool) -> [Float] {
      let dispersion = TimeDispersion(timeStep: dt, corrects: corrects)
      let count = Int((end / dt).rounded()) + 1
      let source = dispersion.sourceSeries(
        start: 0.5 * dt,
        count: count,
        support: 0...1.2,
        delay: 0,
        maximumFrequency: 12,
        rate: rate
      )
      let raw = oscillator(frequency: f0, dt: dt, count: count, source: source)
      return dispersion.corrected(
        raw,
        start: 0.5 * dt,
        maximumFrequency: 12,
        outputStart: 0.2,
        outputStep: 0.02,
        outputCount: 200
      )
    }
    func difference(_ a: [Float], _ b: [Float]) -> Double {
      let d = zip(a, b).reduce(0.0) { $0 + Double(($1.0 - $1.1) * ($1.0 - $1.1)) }
      return (d / b.reduce(0.0) { $0 + Double($1 * $1) }).squareRoot()
    }
    let fine = solve(dt: 0.001, corrects: true)
    let plain = difference(solve(dt: 0.02, corrects: false), fine)
    let corrected = difference(solve(dt: 0.02, corrects: true), fine)
    // 8 cycles × 2π × (ωΔt)²/24 = 13 % phase error without it; with it what the cut record leaves.
    #expect(plain > 0.05)
    #expect(corrected < 0.01)
  }
}
