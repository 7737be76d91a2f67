import Evaluation
import Foundation
import Testing

@Test("Relative L2, variance reduction, correlation and ratios of a scaled record are exact")
func scaledRecord() throws {
  let reference = [0.0, 3, -4, 0, 1]
  let half = reference.map { $0 / 2 }
  // Binary fractions: every number is exact but for the last rounding.
  #expect(RelativeError.l2(half, against: reference) == 0.5)
  #expect(VarianceReduction.percent(of: half, against: reference) == 75)
  #expect(try #require(Correlation.coefficient(half, with: reference)) > 1 - 1e-15)
  #expect(Correlation.coefficient(half.map { -$0 }, with: reference) ?? 0 < -1 + 1e-15)
  #expect(AmplitudeRatio.peak(half, to: reference) == 0.5)
  #expect(AmplitudeRatio.rootMeanSquare(half, to: reference) == 0.5)
}

@Test("A silent reference gives no score instead of a NaN")
func silence() {
  let (silence, motion) = ([0.0, 0], [1.0, 2])
  #expect(RelativeError.l2(motion, against: silence) == nil)
  #expect(VarianceReduction.percent(of: motion, against: silence) == nil)
  #expect(Correlation.coefficient(silence, with: motion) == nil)
  #expect(AmplitudeRatio.peak(motion, to: silence) == nil)
  #expect(AmplitudeRatio.rootMeanSquare(motion, to: []) == nil)
  #expect(VarianceReduction.total(of: []) == nil)
}

/// A wave packet about a time in s; its spectrum lies below 0.4 Hz.
private func packet(at time: Double, times: [Double], frequency: Double = 0.15) -> [Double] {
  times.map { exp(-pow(($0 - time) / 5, 2)) * cos(2 * .pi * frequency * ($0 - time)) }
}

@Test("One shift for three components is found to a hundredth of a sample, with its sign")
func stationShift() throws {
  let step = 0.5
  let margin = StationFit.margin(maximumShift: 3, samplingInterval: step)
  let times = (0..<120).map { Double($0) * step }
  let wide = (-margin..<120 + margin).map { Double($0) * step }
  let frequencies = [0.1, 0.15, 0.2]
  for delay in [-3.0, -1.37, 0, 0.21, 1.5, 2.9] {
    // The observed motion comes `delay` later than the synthetic one.
    let fit = StationFit(
      observed: frequencies.map { packet(at: 30 + delay, times: times, frequency: $0) },
      synthetic: frequencies.map { packet(at: 30, times: wide, frequency: $0) },
      margin: margin,
      samplingInterval: step,
      maximumShift: 3
    )
    // A parabola through a cosine's minimum is off by less than 1% of a sample at ten samples a period.
    #expect(abs(fit.shift - delay) < 0.01 * step, "\(delay): \(fit.shift)")
    // 1% of a sample of 0.5 s at 0.2 Hz is 0.006 rad: 4e-5 of the variance.
    #expect(try #require(fit.varianceReduction) > 100 - 0.01)
    #expect(fit.components.allSatisfy { $0.synthetic.count == 120 })
  }
}

@Test("Without a shift the score is the plain one, and beyond the limit the shift stops there")
func limitedShift() throws {
  let times = (0..<200).map { Double($0) * 0.25 }
  let wide = (-16..<216).map { Double($0) * 0.25 }
  let observed = packet(at: 26, times: times)
  let fixed = StationFit(
    observed: [observed],
    synthetic: [packet(at: 25, times: times)],
    margin: 0,
    samplingInterval: 0.25,
    maximumShift: 0
  )
  let plain = VarianceReduction.percent(of: packet(at: 25, times: times), against: observed)
  #expect(fixed.shift == 0)
  // The same sums in another order.
  #expect(abs((fixed.varianceReduction ?? 0) - (plain ?? 1)) < 1e-10)
  let limited = StationFit(
    observed: [observed],
    synthetic: [packet(at: 23.5, times: wide)],
    margin: 16,
    samplingInterval: 0.25,
    maximumShift: 2
  )
  #expect(abs(limited.shift - 2) < 1e-12)
}

@Test("Motion that starts outside the window can move into it")
func motionFromOutside() throws {
  let times = (0..<80).map { Double($0) * 0.5 }
  let wide = (-13..<93).map { Double($0) * 0.5 }
  let fit = StationFit(
    observed: [packet(at: 1, times: times)],
    synthetic: [packet(at: -2, times: wide)],
    margin: 13,
    samplingInterval: 0.5,
    maximumShift: 4
  )
  #expect(abs(fit.shift - 3) < 0.005 && (fit.varianceReduction ?? 0) > 99.9)
}

@Test("The total weighs squares: strong stations decide unless weights say otherwise")
func totals() throws {
  func fit(_ amplitude: Double, error: Double) -> StationFit {
    StationFit(
      observed: [[amplitude, 0, -amplitude]],
      synthetic: [[amplitude * (1 - error), 0, -amplitude * (1 - error)]],
      margin: 0,
      samplingInterval: 1,
      maximumShift: 0
    )
  }
  let fits = [fit(2, error: 0.5), fit(1, error: 1)]
  // Squares 8 and 2; residuals 2 and 2.
  #expect(abs(try #require(VarianceReduction.total(of: fits)) - 60) < 1e-12)
  #expect(abs(try #require(VarianceReduction.total(of: fits, weights: [1, 4])) - 37.5) < 1e-12)
  #expect(VarianceReduction.total(of: fits, weights: [0, 0]) == nil)
}
