import Evaluation
import Foundation
import Seismology
import SignalProcessing

extension IntensityReport {
  /// The table for people: PSA at a few periods, and a line that says where the others are.
  func text(psv: Bool) -> String {
    let shown = periodsForPeople
    let table = table(periods: shown, psv: psv)
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

  /// The table with PSA (and PSV) at some of the periods: a row for each record, then those over all orientations.
  func table(periods shown: [Double], psv: Bool) -> ScoreTable {
    var table = ScoreTable(
      labels: ["station", "component", "start"],
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
        }
        + (psv ? shown : []).map { period in
          let text = String(format: "%g", period)
          return .init("psv_\(text)s_m_s", "PSV \(text) s", unit: "m/s")
        } + [.init("remark", "remark")]
    )
    let spectra = Spectra(
      indices: shown.compactMap { periods.firstIndex(of: $0) },
      periods: periods,
      psv: psv
    )
    for row in rows {
      for component in row.components {
        table.append(
          [
            row.station.name, component.channel.component,
            UTCTime.text(component.channel.startTime, digits: 3),
          ],
          Self.values(component, spectra)
        )
      }
      guard row.horizontal != nil || !row.remark.isEmpty else { continue }
      let start = row.horizontal.map { UTCTime.text($0.startTime, digits: 3) } ?? ""
      for (name, percentile) in [("RotD50", 50.0), ("RotD100", 100)] {
        table.append(
          [row.station.name, name, start],
          Self.values(row, percentile: percentile, spectra)
        )
      }
    }
    return table
  }

  /// Which values of spectra stand in the table.
  private struct Spectra {
    var indices: [Int]
    var periods: [Double]
    var psv: Bool

    /// PSA in m/s² at the chosen periods, and PSV in m/s.
    func values(_ acceleration: [Double]?) -> [ScoreTable.Value] {
      let chosen = indices.map { acceleration?[$0] }
      let velocities = zip(indices, chosen).map { index, value in
        value.map { $0 * periods[index] / (2 * Double.pi) }
      }
      return (chosen + (psv ? velocities : [])).map { .init($0) }
    }
  }

  private static func values(_ component: Component, _ spectra: Spectra) -> [ScoreTable.Value] {
    let measures = component.measures
    let remark = component.channel.remarks.joined(separator: "; ")
    let numbers: [Double?] = [
      measures?.peakAcceleration.value, measures?.peakVelocity.value,
      measures?.peakDisplacement.value, measures?.ariasIntensity.value,
      measures?.cumulativeAbsoluteVelocity.value, measures?.duration5To75?.duration,
      measures?.duration5To95?.duration, measures?.bracketedDuration.duration,
    ]
    return numbers.map { .init($0) } + spectra.values(measures?.spectrum.pseudoAcceleration)
      + [.text(remark)]
  }

  private static func values(
    _ row: StationRow,
    percentile: Double,
    _ spectra: Spectra
  ) -> [ScoreTable.Value] {
    let measures = row.horizontal?.measures
    let peaks = [measures?.acceleration, measures?.velocity, measures?.displacement]
    return peaks.map { .init($0?.percentile(percentile)) }
      + [ScoreTable.Value](repeating: .missing, count: 5)
      + spectra.values(measures?.spectrum.percentile(percentile))
      + [.text(row.horizontalRemark)]
  }
}
