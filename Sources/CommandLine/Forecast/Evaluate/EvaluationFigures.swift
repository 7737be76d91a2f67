import Evaluation
import Plotting

/// The scores of an evaluation as curves: one a forecaster, over lead time or epicentral distance.
struct EvaluationFigures {
  let report: ForecastReport

  /// ACC and RFNE over lead time; nil if there are fewer than two bins.
  var leadTime: CurveFigure? {
    figure(
      "Forecasts by lead time",
      "Lead time (s)",
      report.byLeadTime,
      report.scoring.leadTimes,
      panels: [
        .init("acc", "ACC", range: -0.2...1), .init("rfne", "RFNE", range: 0...1.6, level: 1),
      ]
    )
  }

  /// ACC, RFNE and errors of PGV over epicentral distance; nil if there are fewer than two bins.
  var distance: CurveFigure? {
    figure(
      "Forecasts by epicentral distance",
      "Epicentral distance (km)",
      report.byDistance,
      report.scoring.distances,
      panels: [
        .init("acc", "ACC", range: -0.2...1), .init("rfne", "RFNE", range: 0...1.6, level: 1),
        .init("pgv_deviation_log10", "deviation of log10 PGV"),
      ]
    )
  }

  /// What a panel shows.
  private struct Quantity {
    /// The key of the table's column.
    let key: String
    let label: String
    let range: ClosedRange<Double>?
    let level: Double?

    init(
      _ key: String,
      _ label: String,
      range: ClosedRange<Double>? = nil,
      level: Double? = nil
    ) {
      (self.key, self.label, self.range, self.level) = (key, label, range, level)
    }
  }

  private func figure(
    _ title: String,
    _ axis: String,
    _ table: ScoreTable,
    _ bins: ScoreBins,
    panels: [Quantity]
  ) -> CurveFigure? {
    guard Set(table.rows.map { $0.labels[0] }).count > 1 else { return nil }
    return CurveFigure(
      title: title,
      axisLabel: axis,
      panels: panels.map { quantity in
        CurveFigure.Panel(
          quantity.label,
          curves: curves(of: quantity.key, table, bins),
          range: quantity.range,
          level: quantity.level
        )
      }
    )
  }

  /// A curve for each forecaster that has the quantity, through the middles of the bins.
  private func curves(of key: String, _ table: ScoreTable, _ bins: ScoreBins) -> [CurveFigure.Curve]
  {
    guard let column = table.columns.firstIndex(where: { $0.key == key }) else { return [] }
    return report.entries.enumerated().compactMap { number, entry in
      let points = (0..<bins.count).compactMap { bin -> SIMD2<Double>? in
        let labels = [bins.label(bin), entry.name]
        guard let row = table.rows.first(where: { $0.labels == labels }),
          case .number(let value) = row.values[column]
        else { return nil }
        return SIMD2((bins.edges[bin] + bins.edges[bin + 1]) / 2, value)
      }
      guard !points.isEmpty else { return nil }
      let style = Self.styles[number % Self.styles.count]
      return .init(entry.name, points: points, color: style.color, dash: style.dash)
    }
  }

  private static let styles: [(color: Color, dash: [Double])] = [
    (.blue, []), (.red, []), (.green, []), (.ink, [4, 2]), (.grey, [4, 2]), (.blue, [1, 2]),
    (.red, [1, 2]), (.green, [1, 2]),
  ]
}
