import Evaluation
import Foundation
import SignalProcessing

extension IntensityReport {
  /// The table for people: PSA at a few periods, and a line that says where the others are.
  var text: String {
    let shown = periodsForPeople
    let table = table(periods: shown)
    let more =
      shown.count < periods.count
      ? "PSA at all \(periods.count) periods: --csv, --json or --output.\n" : ""
    let damping = Readable.number(damping * 100)
    return table.text + "PSA for \(damping) % damping; RotD50 and RotD100 over all orientations.\n"
      + more.trimmingCharacters(in: .newlines)
  }

  private var periodsForPeople: [Double] {
    guard periods.count > 6 else { return periods }
    let wanted = [0.1, 0.3, 1, 3]
    let nearest = wanted.compactMap { value in
      periods.min { abs(log($0 / value)) < abs(log($1 / value)) }
    }
    return periods.filter { nearest.contains($0) }
  }

  /// The table with PSA at some of the periods: a row for each component, then those over all orientations.
  func table(periods shown: [Double]) -> ScoreTable {
    var table = ScoreTable(
      labels: ["station", "component"],
      columns: [
        .init("pga_m_s2", "PGA", unit: "m/s\u{B2}"), .init("pgv_m_s", "PGV", unit: "m/s"),
        .init("pgd_m", "PGD", unit: "m"), .init("arias_m_s", "Arias", unit: "m/s"),
        .init("cav_m_s", "CAV", unit: "m/s"),
        .init("d5_75_s", "D5-75", unit: "s", decimals: 2),
        .init("d5_95_s", "D5-95", unit: "s", decimals: 2),
        .init("bracketed_s", "D0.05g", unit: "s", decimals: 2),
      ]
        + shown.map { period in
          let text = String(format: "%g", period)
          return .init("psa_\(text)s_m_s2", "PSA \(text) s", unit: "m/s\u{B2}")
        } + [.init("remark", "remark")]
    )
    let indices = shown.compactMap { periods.firstIndex(of: $0) }
    for row in rows {
      for component in row.components {
        table.append(
          [row.station.name, component.channel.component],
          Self.values(component, periods: indices)
        )
      }
      guard let horizontal = row.horizontal else { continue }
      for (name, percentile) in [("RotD50", 50.0), ("RotD100", 100)] {
        table.append(
          [row.station.name, name],
          Self.values(horizontal, percentile: percentile, periods: indices)
        )
      }
    }
    return table
  }

  private static func values(_ component: Component, periods: [Int]) -> [ScoreTable.Value] {
    let measures = component.measures
    let remark = component.channel.remarks.joined(separator: "; ")
    let numbers: [Double?] = [
      measures?.peakAcceleration.value, measures?.peakVelocity.value,
      measures?.peakDisplacement.value, measures?.ariasIntensity.value,
      measures?.cumulativeAbsoluteVelocity.value, measures?.duration5To75?.duration,
      measures?.duration5To95?.duration, measures?.bracketedDuration.duration,
    ]
    let spectrum = measures?.spectrum.pseudoAcceleration
    return numbers.map { .init($0) } + periods.map { .init(spectrum?[$0]) } + [.text(remark)]
  }

  private static func values(
    _ horizontal: Horizontal,
    percentile: Double,
    periods: [Int]
  ) -> [ScoreTable.Value] {
    let peaks = [horizontal.acceleration, horizontal.velocity, horizontal.displacement]
    let spectrum = horizontal.spectrum.percentile(percentile)
    return peaks.map { .init($0.percentile(percentile)) }
      + [ScoreTable.Value](repeating: .missing, count: 5) + periods.map { .init(spectrum[$0]) }
      + [.text("")]
  }
}
