import Evaluation
import Foundation
import Testing

@Test("The horizontal peak is the largest vector at one instant, at its first time")
func horizontalPeak() {
  // East and north peak at different times; together they are largest at frame 1 and again at frame 3.
  let east: [Float] = [3, 3, 0, -3]
  let north: [Float] = [0, 4, 4.5, 4]
  let motion = frames(4, places: 2, interval: 0.5, start: 10) { t, c, x in
    x == 1 ? 0 : [east[t], north[t], -7][c]
  }
  let peaks = PeakMap(of: motion)
  #expect(peaks.values == [5, 0])
  #expect(peaks.times == [10.5, 10])
  #expect(PeakMap(of: motion, .component(1)).values == [4.5, 0])
  #expect(PeakMap(of: motion, .component(2)).values == [7, 0])
}

@Test("Of two parts the larger peak stays, and the earlier one if both are equal; NaN is no peak")
func combinedPeaks() {
  let earlier = PeakMap(values: [1, 5, 2, .nan], times: [0, 0, 0, .nan])
  let later = PeakMap(values: [3, 4, 2, 1], times: [9, 9, 9, 9])
  let both = later.combined(withEarlier: earlier)
  #expect(both.values == [3, 5, 2, 1])
  #expect(both.times == [9, 0, 0, 9])
  let missing = frames(2, places: 1) { _, _, _ in .nan }
  #expect(PeakMap(of: missing).values[0].isNaN && PeakMap(of: missing).times[0].isNaN)
}

@Test("Peak errors are differences, ratios and times of the places where both exist")
func peakErrors() throws {
  let truth = PeakMap(values: [1, 2, 0, .nan, 4], times: [1, 2, 3, .nan, 5])
  let forecast = PeakMap(values: [10, 2, 1, 1, 0.4], times: [2, 2, 1, 1, 8])
  let errors = PeakErrors(of: forecast, against: truth)
  // Singles of 0.4 and of 4 − 0.4 differ from the decimals by less than 2⁻²⁴.
  #expect(isClose(errors.absolute.mean, 13.6 / 4, within: 1e-7))
  #expect(errors.logRatio.count == 3 && errors.unrelatedCount == 1)
  #expect(isClose(errors.logRatio.mean, 0, within: 1e-7))
  #expect(isClose(errors.logRatio.standardDeviation, (2.0 / 3).squareRoot(), within: 1e-7))
  #expect(errors.time.values == [-2, 0, 1, 3] && errors.time.meanAbsolute == 1.5)
  #expect(PeakErrors(of: forecast, against: truth, places: [1]).time.values == [0])
}

@Test(
  "The place error is the distance of the strongest places, in frames where both exceed the level"
)
func peakPlaces() {
  let positions = [SIMD2(0.0, 0.0), SIMD2(3000.0, 4000.0), SIMD2(6000.0, 0.0)]
  // In frame 0 the truth is strongest at place 0; in frame 1 it is below the level everywhere.
  let truth = frames(2, places: 3) { t, c, x in
    c > 0 ? 0 : (t == 0 ? [4, 1, 1][x] : [0.5, 0.5, 0.5][x])
  }
  // v/s is (2, 3, 1): place 1 is strongest once s is divided out.
  let forecast = frames(2, places: 3) { _, c, x in c > 0 ? 0 : [-4, 3, 1][x] }
  let deviations: [Float] = Array(repeating: [2, 1, 1], count: 3).flatMap { $0 }
  let found = PeakPlaceError.distances(
    of: forecast,
    from: truth,
    deviations: deviations,
    positions: positions
  )
  #expect(found.values == [5000])
}

@Test("Percentiles are NumPy's, and numbers that are not finite do not count")
func distribution() throws {
  let numbers = ScoreDistribution([4, 1, .nan, 3, 2, .infinity])
  #expect(numbers.count == 4 && numbers.mean == 2.5 && numbers.median == 2.5)
  // numpy.percentile([1, 2, 3, 4], 95) = 3.85
  #expect(isClose(numbers.percentile(95), 3.85, within: 1e-12))
  #expect(numbers.quantile(1) == 4 && numbers.quantile(1.1) == nil)
  #expect(ScoreDistribution([]).mean == nil && ScoreDistribution([]).quantile(0.5) == nil)
}
