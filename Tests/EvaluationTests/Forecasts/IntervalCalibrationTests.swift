import Evaluation
import Foundation
import Testing

@Test("Intervals of members lie between their quantiles")
func memberIntervals() {
  let members = (0...20).map { [Double($0), Double(-$0)] }
  let intervals = ForecastIntervals(ofMembers: members, share: 0.9)
  // Quantiles 0.05, 0.5 and 0.95 of 0...20.
  #expect(abs(intervals.lower[0] - 1) < 1e-12 && abs(intervals.upper[0] - 19) < 1e-12)
  #expect(intervals.middle == [10, -10] && abs(intervals.lower[1] + 19) < 1e-12)
  #expect(intervals.coverage(of: [10, -19.5]) == 0.5)
  #expect(intervals.coverage(of: [10, .nan]) == 1)
  #expect(intervals.coverage(of: [.nan, .nan]) == nil)
}

@Test("The factor is the ⌈(n + 1) share⌉-th smallest of the normalized residuals")
func calibrationRank() {
  // Nine truths at 1...9 half-widths from the middle, alternately above (width 1) and below (width 2).
  let intervals = ForecastIntervals(
    lower: Array(repeating: -2, count: 9),
    middle: Array(repeating: 0, count: 9),
    upper: Array(repeating: 1, count: 9)
  )
  let truths: [Double] = [1, -4, 3, -8, 5, -12, 7, -16, 9]
  // ⌈10 · 0.8⌉ = 8, and ⌈10 · 0.9⌉ = 9 of 9; 0.95 would need a tenth.
  let eighth = IntervalCalibration(of: intervals, truths: truths, share: 0.8)
  #expect(eighth.factor == 8 && eighth.coverageBefore == 1.0 / 9)
  #expect(eighth.coverageAfter == 8.0 / 9)
  #expect(intervals.widened(by: 8).coverage(of: truths) == 8.0 / 9)
  #expect(IntervalCalibration(of: intervals, truths: truths, share: 0.9).factor == 9)
  #expect(IntervalCalibration(of: intervals, truths: truths, share: 0.95).factor == .infinity)
}

@Test("Intervals half as wide as they should be are doubled, and new truths are held as promised")
func calibratedCoverage() throws {
  // Residuals spread evenly over 0...1: the intervals of half-width 0.45 hold 45 %.
  func truths(_ shift: Double) -> [Double] { (0..<1000).map { (Double($0) + shift) / 1000 } }
  let intervals = ForecastIntervals(
    lower: Array(repeating: -0.45, count: 1000),
    middle: Array(repeating: 0, count: 1000),
    upper: Array(repeating: 0.45, count: 1000)
  )
  let calibration = IntervalCalibration(of: intervals, truths: truths(0.5))
  #expect(calibration.coverageBefore == 0.45)
  // The 901st residual is 0.9005.
  #expect(abs(calibration.factor - 0.9005 / 0.45) < 1e-12)
  let after = try #require(intervals.widened(by: calibration.factor).coverage(of: truths(0.2)))
  #expect(abs(after - 0.901) < 1e-12)
  let exact = ForecastIntervals(lower: [1], middle: [1], upper: [1])
  #expect(IntervalCalibration(of: exact, truths: [1], share: 0.5).factor == 0)
  #expect(IntervalCalibration(of: exact, truths: [.nan]).coverageAfter == nil)
}

@Test("A least half-width keeps members that agree by chance from calling for huge factors")
func leastHalfWidth() throws {
  // Both members say the same at each place; truths lie up to one frame of 0.5 s beside.
  let members = [[Double]](repeating: Array(repeating: 20, count: 9), count: 2)
  let truths = [20, 20.5, 20, 19.5, 20, 20, 20.5, 20, 20]
  let bare = ForecastIntervals(ofMembers: members, share: 0.8)
  #expect(IntervalCalibration(of: bare, truths: truths, share: 0.8).factor > 1e8)
  let intervals = ForecastIntervals(ofMembers: members, share: 0.8, minimumHalfWidth: 0.25)
  #expect(intervals.lower == Array(repeating: 19.75, count: 9))
  #expect(intervals.upper == Array(repeating: 20.25, count: 9))
  let factor = IntervalCalibration(of: intervals, truths: truths, share: 0.8).factor
  #expect(factor == 2 && intervals.widened(by: factor).coverage(of: truths) == 1)
  // It widens nothing that is wider already.
  let apart = ForecastIntervals(ofMembers: [[0], [10]], share: 1, minimumHalfWidth: 2)
  #expect(apart.lower == [0] && apart.upper == [10])
}

@Test("An infinite factor makes intervals unbounded, those without a width too")
func infiniteFactor() {
  let intervals = ForecastIntervals(lower: [1, 0], middle: [1, 1], upper: [1, 3])
  let wide = intervals.widened(by: .infinity)
  #expect(wide.lower == [-.infinity, -.infinity] && wide.upper == [.infinity, .infinity])
  #expect(wide.coverage(of: [1e300, -5]) == 1)
}
