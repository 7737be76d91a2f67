import Foundation
import Seismology
import SignalProcessing

/// One station's record of one event, in the catalog's samples.
struct StationRecord {
  /// The station.
  var network, code: String
  var position: GeographicPoint
  /// `(component, time)`: east, north, up in SI units; NaN where nothing was recorded.
  var samples: [Float]
}

/// Looks at the streams of an event and keeps the best one of each station that is good enough.
struct RecordSelection {
  let settings: ImportSettings
  let places: StationPlaces
  let spoiledShare: Double
  let event: RecordedEvent
  let window: RecordWindow

  /// What was decided on a stream.
  struct Decision {
    var row: ImportReport.Row
    var record: StationRecord?
    var samplingRate: Double
  }

  /// The decision on each stream, in their order.
  func decisions(on streams: [RecordPreparation.Stream]) -> [Decision] {
    var decisions = streams.map { decide(on: $0) }
    // Of several streams the one with the highest sampling rate counts, then the first by name.
    var best: [String: Int] = [:]
    for index in decisions.indices where decisions[index].record != nil {
      guard let other = best[decisions[index].row.station] else {
        best[decisions[index].row.station] = index
        continue
      }
      let wins = decisions[index].samplingRate > decisions[other].samplingRate
      let (winner, loser) = wins ? (index, other) : (other, index)
      best[decisions[index].row.station] = winner
      decisions[loser].record = nil
      decisions[loser].row.reason = .otherStream
      decisions[loser].row.detail = "\(decisions[winner].row.stream) is taken"
    }
    return decisions
  }

  private func decide(on stream: RecordPreparation.Stream) -> Decision {
    var row = ImportReport.Row(event: event.event.id, station: "\(stream.network).\(stream.code)")
    row.stream = stream.name
    guard let position = places.position(network: stream.network, code: stream.code) else {
      row.reason = .noPosition
      return Decision(row: row, record: nil, samplingRate: stream.samplingRate)
    }
    row.distance = Geodesic(from: event.event.epicenter, to: position).distance
    var record: StationRecord?
    do throws(SignalError) {
      let components = try stream.components.map { segments throws(SignalError) in
        try window.samples(of: segments)
      }
      let samples = components.flatMap { $0 }
      row.coverage = Double(samples.count { !$0.isNaN }) / Double(samples.count)
      row.signalToNoise = signalToNoise(of: stream, distance: row.distance ?? 0)
      (row.reason, row.detail) = verdict(on: stream, row)
      if row.reason == nil {
        record = StationRecord(
          network: stream.network,
          code: stream.code,
          position: position,
          samples: samples
        )
      }
    } catch {
      (row.reason, row.detail) = (.unusable, "\(error)")
    }
    return Decision(row: row, record: record, samplingRate: stream.samplingRate)
  }

  /// Why a stream is dropped, or what is odd about one that is kept.
  private func verdict(
    on stream: RecordPreparation.Stream,
    _ row: ImportReport.Row
  ) -> (ImportReport.Reason?, String) {
    let remarks = stream.findings.map(\.remark).joined(separator: " ")
    if let motion = stream.senses { return (.wrongMotion, "it senses \(motion.rawValue)") }
    let isEmpty = row.coverage == 0
    if isEmpty || !settings.keepsAll {
      let isDead = { (finding: ProcessingFinding) in finding.reason == .dead }
      if let worst = stream.findings.first(where: { $0.isDropped || isDead($0) }) {
        return (worst.reason, worst.remark)
      }
    }
    let missing = zip(["east", "north", "up"], stream.components).filter { $0.1.isEmpty }.map(\.0)
    if isEmpty || !settings.keepsAll {
      if !missing.isEmpty { return (.missingComponent, missing.joined(separator: ", ")) }
      let least = settings.quality.minimumCoverage
      if let share = row.coverage, isEmpty || share < least {
        return (.tooShort, String(format: "%.1f %% of the window", share * 100))
      }
    }
    if !settings.keepsAll, let ratio = row.signalToNoise,
      ratio < settings.quality.minimumSignalToNoise
    {
      return (.noisy, String(format: "signal-to-noise ratio %.2f", ratio))
    }
    let unmeasured = row.signalToNoise == nil ? ["noise not measurable"] : []
    let lacking = missing.isEmpty ? [] : ["without \(missing.joined(separator: ", "))"]
    return (
      nil, (lacking + unmeasured + (remarks.isEmpty ? [] : [remarks])).joined(separator: "; ")
    )
  }

  /// Nothing arrives sooner than along a straight ray at this velocity in m/s, that of the uppermost mantle.
  private static let fastestWave = 8000.0
  /// Seconds before the arrival that count neither as noise nor as signal.
  private static let arrivalMargin = 0.5

  private func signalToNoise(of stream: RecordPreparation.Stream, distance: Double) -> Double? {
    guard let origin = event.event.originTime else { return nil }
    let depth = event.event.depth ?? 0
    let travel = (distance * distance + depth * depth).squareRoot() / Self.fastestWave
    let arrival = (event.pickedP ?? origin.addingTimeInterval(travel))
      .addingTimeInterval(-Self.arrivalMargin)
    return stream.components.compactMap { segments in
      RecordQuality.signalToNoise(
        segments,
        arrival: arrival,
        end: window.end,
        margin: spoiledShare
      )
    }.max()
  }
}
