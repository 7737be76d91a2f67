import Foundation
import Seismology
import Testing

@Suite struct BandLimitedTimeFunctionTests {
  /// The convolution by the midpoint rule on steps far below those of the function under test.
  private static func convolution(
    _ base: any SourceTimeFunction,
    _ pulse: LowPassPulse,
    at time: Double
  ) -> Double {
    let (start, end) = (base.support.lowerBound, base.support.upperBound)
    let count = 20_000
    let step = (end - start) / Double(count)
    return (0..<count).reduce(0) { sum, index in
      let moment = start + (Double(index) + 0.5) * step
      return sum + step * base.rate(at: moment) * pulse.rate(at: time - moment)
    }
  }

  @Test("It is the convolution of base function and pulse")
  func convolution() throws {
    let pulse = try LowPassPulse(maximumFrequency: 0.2)
    let bases: [any SourceTimeFunction] = [
      try BruneTimeFunction(cornerFrequency: 2.3), try BruneTimeFunction(cornerFrequency: 0.05),
      try LiuTimeFunction(riseTime: 3), try TriangleTimeFunction(duration: 8),
      try CosineTimeFunction(duration: 1),
    ]
    for base in bases {
      let limited = try BandLimitedTimeFunction(base: base, pulse: pulse)
      let peak = pulse.rate(at: 0)
      for time in stride(from: -11, through: 40, by: 1.37) {
        let exact = Self.convolution(base, pulse, at: time)
        // Cubics through 32 points to a period are 4e-5 off at the highest frequency, which the pulse has removed.
        #expect(abs(limited.rate(at: time) - exact) < 2e-5 * peak, "\(base) at \(time) s")
      }
    }
  }

  @Test("Its spectrum is the product, as quadrature of its rate finds it")
  func spectrum() throws {
    let pulse = try LowPassPulse(maximumFrequency: 0.5)
    let base = try BruneTimeFunction(cornerFrequency: 0.4)
    let limited = try BandLimitedTimeFunction(base: base, pulse: pulse)
    let (start, end, step) = (limited.support.lowerBound, limited.support.upperBound, 0.001)
    for frequency in [0.0, 0.05, 0.13, 0.3, 0.45, 0.6] {
      var (real, imaginary) = (0.0, 0.0)
      for time in stride(from: start, through: end, by: step) {
        real += step * limited.rate(at: time) * cos(2 * .pi * frequency * time)
        imaginary -= step * limited.rate(at: time) * sin(2 * .pi * frequency * time)
      }
      let value = limited.spectrum(at: frequency)
      #expect(abs(value.real - real) < 1e-5 && abs(value.imaginary - imaginary) < 1e-5)
    }
    #expect(abs(limited.cumulative(at: limited.support.upperBound) - 1) < 1e-5)
  }

  @Test("An impulse becomes the pulse, and a delayed one the delayed pulse")
  func impulse() throws {
    let pulse = try LowPassPulse(maximumFrequency: 1)
    let limited = try BandLimitedTimeFunction(base: ImpulseTimeFunction(time: 3), pulse: pulse)
    #expect(limited.support == 1.0...5.0)
    for time in stride(from: 0.9, through: 5.1, by: 0.013) {
      // At its ends the pulse falls to zero from 2e-3 of its peak, between two entries of the table.
      let tolerance = abs(abs(time - 3) - 2) < 0.1 ? 2e-3 : 2e-5
      let exact = pulse.rate(at: time - 3)
      #expect(abs(limited.rate(at: time) - exact) < tolerance * pulse.rate(at: 0), "\(time)")
    }
  }

  @Test("A source too long for a table is refused")
  func refusal() throws {
    let pulse = try LowPassPulse(maximumFrequency: 1000)
    let base = try TriangleTimeFunction(duration: 1e6)
    #expect(throws: SourceError.self) { try BandLimitedTimeFunction(base: base, pulse: pulse) }
  }
}
