import Foundation
import Testing
import WavefieldForecasting

@Suite("Ground-motion models")
struct PeakVelocityModelTests {
  @Test(
    "BSSA14 gives the numbers of its equations worked out by an independent script",
    arguments: [
      (4.0, 10.0, 760.0, 0.2841839679), (7.0, 20.0, 760.0, 12.83714526),
      (7.0, 5.0, 270.0, 58.06385442),
      (6.2, 100.0, 1500.0, 0.7604355809),
    ]
  )
  func boore(magnitude: Double, distance: Double, vs30: Double, expected: Double) {
    let pgv = BooreAtkinson2014(vs30: vs30)
      .peakVelocity(magnitude: magnitude, depth: 8, epicentralDistance: distance)
    // cm/s printed to nine digits.
    #expect(abs(100 * pgv / expected - 1) < 1e-8)
  }

  @Test("The fit finds the attenuation that made the peaks, and its scatter")
  func fittedAttenuation() throws {
    let truth = FittedAttenuation(coefficients: [-7, 1.1, -1.3, -0.004], deviation: 0)
    var fit = FittedAttenuation.Fit()
    var scattered = FittedAttenuation.Fit()
    let distances = (0..<50).map { 2 * Double($0) }
    for magnitude in [3.5, 4, 4.5] {
      let peaks = truth.peakVelocities(
        magnitude: magnitude,
        depth: 2 * magnitude,
        epicentralDistances: distances
      )
      fit.add(
        magnitude: magnitude,
        depth: 2 * magnitude,
        epicentralDistances: distances + [3],
        peaks: peaks + [0]
      )
      // Each peak once a factor of two too large and once too small: the same fit, and a scatter of log₁₀ 2.
      for factor: Float in [0.5, 2] {
        scattered.add(
          magnitude: magnitude,
          depth: 2 * magnitude,
          epicentralDistances: distances,
          peaks: peaks.map { $0 * factor }
        )
      }
    }
    let (exact, wide) = (try fit.solved(), try scattered.solved())
    for (found, wanted) in zip(exact.coefficients, truth.coefficients) {
      // Peaks in singles are right to 3e-8 of log₁₀, and alike terms magnify that.
      #expect(abs(found - wanted) < 1e-5)
    }
    #expect(exact.deviation < 1e-6 && abs(wide.deviation - log10(2)) < 1e-6)
    for (one, other) in zip(exact.coefficients, wide.coefficients) {
      #expect(abs(one - other) < 1e-5)
    }
  }

  @Test("Events of one magnitude tell no attenuation")
  func oneMagnitude() {
    var fit = FittedAttenuation.Fit()
    fit.add(magnitude: 4, depth: 8, epicentralDistances: [1, 5, 10, 50], peaks: [4, 3, 2, 1])
    #expect(throws: ForecastingError.self) { try fit.solved() }
  }
}
