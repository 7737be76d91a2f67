import Evaluation
import Plotting

/// How many truths the intervals of an ensemble hold: as they are, and widened by a factor that validation events ask for.
struct EnsembleCoverage {
  /// Validation events, by which intervals are calibrated, quantity by quantity.
  let known: [EnsembleForecasts.Peaks]
  /// Test events, by which they are judged.
  let held: [EnsembleForecasts.Peaks]
  /// Members and events in words.
  let words: String

  /// A row for each quantity at one share.
  func table(_ share: Double) -> ScoreTable {
    var table = ScoreTable(
      title: "\(words), intervals for \(Readable.number(100 * share)) %",
      labels: ["quantity"],
      columns: [
        .init("coverage_percent", "coverage", unit: "%", decimals: 1),
        .init("calibrated_percent", "calibrated", unit: "%", decimals: 1),
        .init("factor", "factor"), .init("spread", "spread"),
        .init("error_of_mean", "RMS error of the mean"),
      ]
    )
    for (known, held) in zip(known, held) {
      let result = Self.coverage(known, held, share)
      let (spread, error) = Self.spreadAndError(held)
      table.append(
        [held.name],
        [
          .init(result.plain.map { 100 * $0 }), .init(result.calibrated.map { 100 * $0 }),
          .init(result.factor), .init(spread), .init(error),
        ]
      )
    }
    return table
  }

  /// By how much the intervals of log₁₀ PGV are widened for a share.
  func factorOfLogPGV(_ share: Double) -> Double {
    Self.coverage(known[0], held[0], share).factor
  }

  /// Shares that are held over shares that are promised.
  var figure: CurveFigure {
    let shares = [0.05] + (1...9).map { Double($0) / 10 } + [0.95]
    let panels = zip(known, held).map { known, held in
      let points = shares.map { ($0, Self.coverage(known, held, $0)) }
      func curve(_ held: (Double, Coverage) -> Double?) -> [SIMD2<Double>] {
        points.compactMap { share, coverage in
          held(share, coverage).map { SIMD2(100 * share, 100 * $0) }
        }
      }
      return CurveFigure.Panel(
        "\(held.name): held (%)",
        curves: [
          .init("as promised", points: curve { share, _ in share }, color: .grey, dash: [2, 2]),
          .init("as it is", points: curve { $1.plain }, color: .red),
          .init("calibrated", points: curve { $1.calibrated }, color: .blue),
        ],
        range: 0...100
      )
    }
    return CurveFigure(
      title: "True values that intervals hold: \(words)",
      axisLabel: "Promised (%)",
      panels: panels
    )
  }

  /// The shares that intervals hold, and the factor between them.
  private typealias Coverage = (plain: Double?, calibrated: Double?, factor: Double)

  private static func coverage(
    _ known: EnsembleForecasts.Peaks,
    _ held: EnsembleForecasts.Peaks,
    _ share: Double
  ) -> Coverage {
    let calibration = IntervalCalibration(
      of: known.intervals(share),
      truths: known.truths,
      share: share
    )
    let intervals = held.intervals(share)
    return (
      intervals.coverage(of: held.truths),
      intervals.widened(by: calibration.factor).coverage(of: held.truths), calibration.factor
    )
  }

  /// Root mean squares over places whose truth is known: of the members about their mean, and of the mean about the truth.
  private static func spreadAndError(
    _ held: EnsembleForecasts.Peaks
  ) -> (spread: Double?, error: Double?) {
    let count = Double(held.members.count)
    let places = held.truths.indices.filter { held.truths[$0].isFinite }
    guard !places.isEmpty else { return (nil, nil) }
    var (spread, error) = (0.0, 0.0)
    for place in places {
      let values = held.members.map { $0[place] }
      let mean = values.reduce(0, +) / count
      spread += values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / max(count - 1, 1)
      error += (held.truths[place] - mean) * (held.truths[place] - mean)
    }
    let number = Double(places.count)
    return ((spread / number).squareRoot(), (error / number).squareRoot())
  }
}
