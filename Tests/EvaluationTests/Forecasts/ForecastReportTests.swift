import Evaluation
import Foundation
import SignalProcessing
import Testing

/// A wave that passes three places, with a size.
private func wave(_ size: Float, frames count: Int, start: Double) -> WavefieldFrames {
  frames(count, places: 3, interval: 0.5, start: start) { t, c, x in
    let time = start + 0.5 * Double(t)
    return size * Float(c + 1) * Float(exp(-pow(time - 8 - 2 * Double(x), 2)))
  }
}

private func event(_ id: String) -> ForecastCase {
  ForecastCase(
    eventID: id,
    magnitude: 4.5,
    input: wave(1, frames: 10, start: 0),
    truth: wave(1, frames: 30, start: 5),
    distances: [5, 15, 25]
  )
}

private var scoring: ForecastScoring {
  var scoring = ForecastScoring(
    deviations: Array(repeating: 0.5, count: 9),
    leadTimes: ScoreBins(width: 5, limit: 15),
    distances: ScoreBins(width: 10, limit: 40)
  )
  scoring.alertThreshold = 1
  scoring.fit = (places: [0, 1, 2], options: .init(band: 0.1...0.8, frequencyCount: 10))
  scoring.positions = [SIMD2(0, 0), SIMD2(1000, 0), SIMD2(2000, 0)]
  return scoring
}

@Test("A forecast half as large as the truth has the scores that follow from that")
func halfForecast() throws {
  let scores = try ForecastScores(of: wave(0.5, frames: 30, start: 5), for: event("a"), scoring)
  #expect(isClose(scores.field?.acc, 1, within: 1e-12))
  #expect(isClose(scores.field?.rfne, 0.5, within: 1e-12))
  let (normalized, plain) = (try #require(scores.field?.rmse), try #require(scores.velocityRMSE))
  #expect(abs(normalized - 2 * plain) < 1e-12)
  #expect(scores.byLeadTime.count == 3 && scores.byDistance.count == 4)
  #expect(scores.byDistance[3].acc == nil)
  // The true peaks, √5 at 8, 10 and 12 s, all lie in the forecast.
  #expect(isClose(scores.peaks.logRatio.mean, log10(0.5), within: 1e-6))
  #expect(scores.peaks.time.values == [0, 0, 0])
  #expect(scores.laterPeaks == scores.peaks && scores.peaksByDistance[3].absolute.count == 0)
  #expect(scores.sArrival?.errors.count == 3 && scores.peakPlace?.values.max() == 0)
  // Half of √5 reaches the level of 1 m/s, a sample or so later than the truth.
  #expect(scores.alerts?.trueAlerts == 3 && scores.alerts?.falseAlerts == 0)
  #expect(isClose(scores.fit?.phase, 10, within: 1e-3))
}

@Test("A report has a row a forecaster, and says where it does not win")
func report() throws {
  var report = ForecastReport(scoring)
  let events = [event("a"), event("b")]
  let good = try events.map {
    try ForecastScores(of: wave(0.9, frames: 30, start: 5), for: $0, scoring)
  }
  let poor = try events.map {
    try ForecastScores(of: wave(0, frames: 30, start: 5), for: $0, scoring)
  }
  report.add("model", good)
  report.add("silence", poor)
  report.add(
    "peaks",
    events.map { ForecastScores(ofPeaks: PeakMap(values: [1, 1, 1]), for: $0, scoring) }
  )
  #expect(report.summary.rows.map(\.labels) == [["model"], ["silence"], ["peaks"]])
  let row = zip(report.summary.columns.map(\.key), report.summary.rows[0].values)
  let values = Dictionary(uniqueKeysWithValues: row)
  #expect(values["events"] == .number(2))
  guard case .number(let rfne) = values["rfne"] else {
    Issue.record("no RFNE in \(report.summary.text)")
    return
  }
  // 1 − 0.9 in singles.
  #expect(abs(rfne - 0.1) < 1e-6)
  // Peaks alone have no field: ACC is missing, the bias of log₁₀ PGV is there.
  #expect(report.summary.rows[2].values[1] == .missing)
  guard case .number(let bias) = report.summary.rows[2].values[4] else {
    Issue.record("no bias in \(report.summary.text)")
    return
  }
  // The true peak in singles is √5 to 1e-7.
  #expect(abs(bias + log10(5.0) / 2) < 1e-6)
  #expect(report.byEvent.rows.count == 6 && report.byEvent.rows[1].labels == ["b", "model"])
  #expect(
    report.byLeadTime.rows.map(\.labels).prefix(2) == [["0–5", "model"], ["0–5", "silence"]]
  )
  #expect(report.byDistance.rows.count == 9)
  #expect(report.unbeaten(by: "model", beyondLeadTime: 5).rows.isEmpty)
  let lost = report.unbeaten(by: "silence", beyondLeadTime: 5)
  #expect(lost.rows.map(\.labels) == [["5–10", "model"], ["10–15", "model"]])
  #expect(report.summary.csv.hasPrefix("forecast,events,acc,rfne,"))
}
