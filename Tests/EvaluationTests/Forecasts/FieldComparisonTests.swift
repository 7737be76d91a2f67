import Evaluation
import Foundation
import TestSupport
import Testing

/// Frames of a function of frame, component and place.
func frames(
  _ count: Int,
  places: Int,
  interval: Double = 0.5,
  start: Double = 0,
  _ value: (Int, Int, Int) -> Float
) -> WavefieldFrames {
  WavefieldFrames(
    samples: (0..<count).flatMap { t in
      (0..<3).flatMap { c in (0..<places).map { value(t, c, $0) } }
    },
    placeCount: places,
    frameInterval: interval,
    start: start
  )
}

/// Whether two numbers exist and agree.
func isClose(_ value: Double?, _ expected: Double?, within tolerance: Double) -> Bool {
  guard let value, let expected else { return false }
  return abs(value - expected) < tolerance
}

@Test("Scores of two samples a component are those worked out by hand")
func handScores() throws {
  // East: y = (3, 4), p = (4, 3); north: p = y; up: p = −y/2.
  let truth = frames(2, places: 1) { t, c, _ in
    c == 0 ? Float(3 + t) : Float(t + 1)
  }
  let forecast = frames(2, places: 1) { t, c, _ in
    c == 0 ? Float(4 - t) : [0, 1, -0.5][c] * Float(t + 1)
  }
  let scores = FieldComparison(of: forecast, against: truth).scores
  // ACC: 24/25, 1, −1. RFNE: √(2/25), 0, 3/2. RMSE: 1, 0, √((1.5² + 3²)/2).
  #expect(isClose(scores.acc, 0.96 / 3, within: 1e-14))
  let rfne: Double = (0.08.squareRoot() + 1.5) / 3
  #expect(isClose(scores.rfne, rfne, within: 1e-14))
  let rmse: Double = (1 + 5.625.squareRoot()) / 3
  #expect(isClose(scores.rmse, rmse, within: 1e-14))
}

@Test("Silence scores ACC 0 and RFNE 1, a silent truth has no score, missing samples do not count")
func silentFields() throws {
  let moving = frames(3, places: 2) { t, _, x in Float(1 + t + x) }
  let silent = frames(3, places: 2) { _, _, _ in 0 }
  let scores = FieldComparison(of: silent, against: moving).scores
  #expect(scores.acc == 0 && scores.rfne == 1)
  let none = FieldComparison(of: moving, against: silent).scores
  #expect(none.acc == nil && none.rfne == nil && none.rmse != nil)
  let gap = frames(3, places: 2) { t, _, x in x == 1 ? .nan : Float(1 + t + x) }
  let partial = FieldComparison(of: moving, against: gap).scores
  #expect(partial == FieldScores(acc: 1, rfne: 0, rmse: 0))
  // A forecast that is no number has no score, rather than a good one.
  let broken = FieldComparison(of: gap, against: moving).scores
  #expect(broken == FieldScores(acc: nil, rfne: nil, rmse: nil))
}

@Test("Deviations weigh places, and a place that never moved in training counts as it is")
func normalizedScores() throws {
  let truth = frames(1, places: 3) { _, _, x in [2, 8, 1][x] }
  let forecast = frames(1, places: 3) { _, _, x in [4, 4, 1][x] }
  let deviations: [Float] = Array(repeating: [2, 4, 0], count: 3).flatMap { $0 }
  let scores = FieldComparison(of: forecast, against: truth, deviations: deviations).scores
  // y/s = (1, 2, 1), p/s = (2, 1, 1).
  #expect(isClose(scores.acc, 5.0 / 6, within: 1e-14))
  #expect(isClose(scores.rfne, (2.0 / 6).squareRoot(), within: 1e-14))
  #expect(isClose(scores.rmse, (2.0 / 3).squareRoot(), within: 1e-14))
  let unknown = deviations.map { $0 == 0 ? Float.nan : $0 }
  let without = FieldComparison(of: forecast, against: truth, deviations: unknown).scores
  #expect(isClose(without.rmse, 1, within: 1e-14))
}

@Test("Frames fall into the bin of their lead time, the last on its edge too")
func leadTimes() throws {
  // Issued at 0: leads 0.5, 1.0, 1.5, 2.0; the error is 1 at first and 0 later.
  let truth = frames(4, places: 1, start: 0.5) { _, _, _ in 2 }
  let forecast = frames(4, places: 1, start: 0.5) { t, _, _ in t < 2 ? 3 : 2 }
  let comparison = FieldComparison(of: forecast, against: truth)
  let bins = comparison.scores(byLeadTime: ScoreBins(width: 1, limit: 3), issueTime: 0)
  #expect(bins.map(\.rmse) == [1, 0, nil])
  #expect(comparison.scoresByFrame.map(\.rfne) == [0.5, 0.5, 0, 0])
}

@Test(
  "Scores by class are those of its places alone, and places in no class count in the whole only"
)
func classes() throws {
  let truth = frames(5, places: 4) { t, c, x in Float(sin(Double(t + 2 * c + 3 * x) + 0.3)) }
  let forecast = frames(5, places: 4) { t, c, x in Float(cos(Double(t * c) + Double(x))) }
  let comparison = FieldComparison(of: forecast, against: truth, classes: [1, 0, nil, 1])
  func part(_ wanted: [Int]) -> FieldScores {
    FieldComparison(
      of: frames(5, places: wanted.count) { forecast.samples[($0 * 3 + $1) * 4 + wanted[$2]] },
      against: frames(5, places: wanted.count) { truth.samples[($0 * 3 + $1) * 4 + wanted[$2]] }
    ).scores
  }
  let byClass = comparison.scores(byClass: 3)
  for (scores, expected) in zip(byClass, [part([1]), part([0, 3])]) {
    // The order of sums differs, so that the last bits may.
    #expect(isClose(scores.acc, expected.acc, within: 1e-14))
    #expect(isClose(scores.rfne, expected.rfne, within: 1e-14))
  }
  #expect(byClass[2] == FieldScores(acc: nil, rfne: nil, rmse: nil))
  let whole = FieldComparison(of: forecast, against: truth).scores
  #expect(isClose(comparison.scores.acc, whole.acc, within: 1e-14))
}

@Test(
  "Scores equal NumPy's for random fields",
  .enabled(if: PythonEnvironment.offers("numpy"), "needs Python with numpy")
)
func numpyScores() throws {
  func hash(_ i: Int) -> Float {
    Float(sin(Double(i) * 12.9898) * 43758.5453).truncatingRemainder(dividingBy: 1)
  }
  let truth = frames(20, places: 12) { hash($0 * 36 + $1 * 12 + $2) }
  let forecast = frames(20, places: 12) { t, c, x in
    hash(t * 36 + c * 12 + x) + 0.5 * hash(7000 + t * 36 + c * 12 + x)
  }
  let script = """
    import sys, numpy as np
    a = np.frombuffer(sys.stdin.buffer.read(), '<f4').astype('f8').reshape(2, 20, 3, 12)
    p, y = a
    ax = (0, 2)
    print((p * y).sum(ax).__truediv__(np.sqrt((p * p).sum(ax) * (y * y).sum(ax))).mean())
    print(np.sqrt(((p - y) ** 2).sum(ax) / (y * y).sum(ax)).mean())
    print(np.sqrt(((p - y) ** 2).mean(ax)).mean())
    """
  let bytes = (forecast.samples + truth.samples).withUnsafeBytes { Data($0) }
  let expected = try PythonEnvironment.run(script, input: bytes).split(separator: "\n")
    .compactMap { Double($0) }
  let scores = FieldComparison(of: forecast, against: truth).scores
  let ours = [scores.acc, scores.rfne, scores.rmse]
  #expect(expected.count == 3)
  for (one, other) in zip(ours, expected) {
    // Both sum in double precision; only the order differs.
    #expect(isClose(one, other, within: 1e-13))
  }
}
