import Foundation
import NumericalRuntime
import Testing

@Test("A harmonic oscillator returns with the error that was asked for")
func harmonicOscillator() {
  for tolerance in [1e-5, 1e-8, 1e-11] {
    let solver = DormandPrince(relativeTolerance: tolerance, absoluteTolerance: tolerance)
    let times = (0...50).map { Double($0) * 0.4 }
    let solution = solver.solve(from: SIMD2(1, 0), at: times) { _, y in SIMD2(y.y, -y.x) }
    let worst = zip(times, solution).map { abs($1.x - cos($0)) }.max() ?? .infinity
    // Errors of some hundred steps add up.
    #expect(worst < 50 * tolerance)
  }
}

@Test("Times enter the derivative, and every requested one is reached exactly")
func timeDependence() {
  let solution = DormandPrince().solve(from: SIMD2(0, 1), at: [1, 1.5, 4]) { t, y in
    SIMD2(4 * t * t * t, -y.y)
  }
  // The first is a polynomial of degree four, which a method of order five follows but for rounding.
  #expect(abs(solution[1].x - (pow(1.5, 4) - 1)) < 1e-12)
  #expect(abs(solution[2].x - 255) < 1e-10)
  #expect(abs(solution[2].y - exp(-3)) < 1e-9)
}

@Test("A stiff relaxation oscillation costs small steps only where it jumps")
func relaxation() {
  var evaluations = 0
  let times = (0...100).map { Double($0) * 0.4 }
  _ = DormandPrince(relativeTolerance: 1e-6, absoluteTolerance: 1e-9).solve(
    from: SIMD2(2, 0),
    at: times
  ) { _, y in
    evaluations += 1
    return SIMD2(y.y, 20 * (1 - y.x * y.x) * y.y - y.x)
  }
  #expect(evaluations < 30_000)
}
