import Foundation
import SignalProcessing
import Testing

@Suite struct IntensityMeasuresTests {
  /// A sine of amplitude A (m/s²) and frequency f for whole periods, well sampled.
  private func sine(amplitude: Double, frequency: Double, duration: Double, step: Double)
    -> [Double]
  {
    (0...Int((duration / step).rounded())).map {
      amplitude * sin(2 * Double.pi * frequency * step * Double($0))
    }
  }

  @Test("Arias intensity of a sine is π A² T / (4g) and builds up linearly")
  func arias() throws {
    let record = sine(amplitude: 2, frequency: 5, duration: 20, step: 0.001)
    let arias = try AriasIntensity(of: record, samplingInterval: 0.001)
    #expect(abs(arias.value / (Double.pi * 4 * 20 / (4 * 9.80665)) - 1) < 1e-9)
    let middle = try #require(arias.time(of: 0.5))
    #expect(abs(middle - 10) < 1e-3)
    #expect(arias.husidCurve.first == 0 && arias.husidCurve.last == 1)
    let long = try SignificantDuration(arias)
    let short = try SignificantDuration(arias, shares: 0.05...0.75)
    // Within a half period of the sine, 0.1 s, the growth is not linear: ± 0.1/(4π) s.
    #expect(abs(long.duration - 18) < 0.02 && abs(short.duration - 14) < 0.02)
    #expect(abs(long.start - 1) < 0.01)
  }

  @Test("CAV of a sine is 2 A T / π; seconds below 0.025 g do not count in the standardised one")
  func cumulativeAbsoluteVelocity() throws {
    let strong = sine(amplitude: 2, frequency: 5, duration: 10, step: 0.001)
    let weak = sine(amplitude: 0.2, frequency: 5, duration: 10, step: 0.001)
    let both = strong + weak.dropFirst()
    let cav = try CumulativeAbsoluteVelocity(of: both, samplingInterval: 0.001)
    // The trapezoidal rule is off by (2πfΔt)²/12 = 8.2e-5.
    #expect(abs(cav.value / (2 * (2 + 0.2) * 10 / Double.pi) - 1) < 1e-4)
    #expect(abs(cav.standardized / (2 * 2 * 10 / Double.pi) - 1) < 1e-4)
  }

  @Test("The bracketed duration runs from the first to the last sample at the threshold")
  func bracketed() throws {
    let record = [0, 0.4, -0.6, 0.1, 0, 0.5, 0.2, 0]
    let duration = try BracketedDuration(of: record, samplingInterval: 0.1, threshold: 0.5)
    #expect(abs(duration.duration - 0.3) < 1e-12)
    #expect(try BracketedDuration(of: record, samplingInterval: 0.1, threshold: 9).duration == 0)
  }

  @Test("Peaks carry their time, and the horizontal peaks their order")
  func peaks() throws {
    let peak = try PeakValue(of: [0, 1, -3, 3, 2], samplingInterval: 0.5)
    #expect(peak.value == 3 && peak.time == 1)
    let horizontal = try HorizontalPeak(of: [0, 3, 0, 0], [0, 0, 4, 0])
    #expect(horizontal.larger == 4 && abs(horizontal.geometricMean - 12.0.squareRoot()) < 1e-12)
    #expect(horizontal.rotD100 == 4 && horizontal.rotD00 < horizontal.rotD50)
    // max(3 |cos θ|, 4 |sin θ|) is least where both are equal: 12/5.
    #expect(abs(horizontal.rotD00 - 2.4) < 0.03)
  }

  @Test("A record at rest has zeros and no duration, never NaN")
  func atRest() throws {
    let zeros = [Double](repeating: 0, count: 500)
    let motion = IntensityMeasures.Motion(
      acceleration: zeros,
      velocity: zeros,
      displacement: zeros,
      samplingInterval: 0.01
    )
    let measures = try IntensityMeasures(of: motion)
    #expect(measures.peakAcceleration.value == 0 && measures.ariasIntensity.value == 0)
    #expect(measures.duration5To95 == nil && measures.bracketedDuration.duration == 0)
    #expect(measures.ariasIntensity.husidCurve.allSatisfy { $0 == 0 })
    #expect(measures.spectrum.pseudoAcceleration.allSatisfy { $0 == 0 })
    #expect(throws: SignalError.self) { try SignificantDuration(measures.ariasIntensity) }
  }

  @Test("Samples that are no numbers and forms of different length are refused")
  func refusals() {
    #expect(throws: SignalError.notFinite(index: 1)) {
      try AriasIntensity(of: [0, .nan, 1], samplingInterval: 0.01)
    }
    #expect(throws: SignalError.self) { try PeakValue(of: [], samplingInterval: 1) }
    #expect(throws: SignalError.self) {
      try CumulativeAbsoluteVelocity(of: [1], samplingInterval: 1)
    }
    let motion = IntensityMeasures.Motion(
      acceleration: [1, 2],
      velocity: [1],
      displacement: [1, 2],
      samplingInterval: 1
    )
    #expect(throws: SignalError.self) { try IntensityMeasures(of: motion) }
  }
}
