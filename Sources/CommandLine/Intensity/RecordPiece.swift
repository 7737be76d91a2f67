import Foundation
import Seismology
import SignalProcessing

/// A stretch of a channel without gaps.
struct RecordPiece: Sendable {
  /// Its samples; none where it cannot be used.
  let trace: WaveformTrace
  /// Whether all samples were whole numbers, as digitisers give.
  let isDigitised: Bool
  /// What was found when it was put together; begins with “left out” where it cannot be used.
  let remarks: [String]

  /// The time at which the sample after the last one would stand.
  var endTime: Date {
    trace.startTime.addingTimeInterval(Double(trace.count) * trace.samplingInterval)
  }

  /// The pieces of a channel by time: segments that follow one another or overlap with the same samples are one.
  ///
  /// - Parameters:
  ///   - segments: the channel's traces as they were read.
  ///   - quantity: what they hold.
  /// - Returns: the pieces, and one without samples for each segment that cannot be used.
  /// - Throws: `CancellationError` if the work was stopped.
  static func pieces(
    of segments: [WaveformTrace],
    holding quantity: TraceQuantity
  ) throws -> [RecordPiece] {
    let result = try ProcessingPipeline(steps: [], clipping: .ignore)
      .run(on: segments, holding: quantity)
    let isDigitised = segments.allSatisfy {
      if case .integers = $0.samples { true } else { false }
    }
    let traces = result.traces.map(\.trace).sorted { $0.startTime < $1.startTime }
    var remarks = traces.indices.map { number in
      traces.count > 1 ? ["piece \(number + 1) of \(traces.count)"] : []
    }
    var lost: [RecordPiece] = []
    for finding in result.findings {
      if finding.isDropped {
        lost += segments.filter { $0.startTime == finding.startTime }.prefix(1).map {
          left(out: $0, over: finding)
        }
      } else if let number = traces.lastIndex(where: { $0.startTime <= finding.startTime }) {
        remarks[number].append(text(of: finding))
      }
    }
    let pieces = zip(traces, remarks).map {
      RecordPiece(trace: $0, isDigitised: isDigitised, remarks: $1)
    }
    return (pieces + lost).sorted { $0.trace.startTime < $1.trace.startTime }
  }

  private static func left(out trace: WaveformTrace, over finding: ProcessingFinding) -> RecordPiece
  {
    RecordPiece(
      trace: WaveformTrace(
        identifier: trace.identifier,
        startTime: trace.startTime,
        samplingInterval: trace.samplingInterval,
        samples: .doubles([])
      ),
      isDigitised: false,
      remarks: ["left out: \(text(of: finding))"]
    )
  }

  /// The problem as part of a remark: without its capital and full stop.
  private static func text(of finding: ProcessingFinding) -> String {
    var text = "\(finding.problem)"
    if text.hasSuffix(".") { text.removeLast() }
    return text.prefix(1).lowercased() + text.dropFirst()
  }
}

/// The records of a sensor that were made at the same time.
struct SimultaneousRecords: Sendable {
  /// At most one record of each component.
  var members: [IntensityChannel]
  /// A horizontal record of another set that ran at the same time as the only one of this set.
  var partner: IntensityChannel?

  /// Sets of records by time; each record is a member of one of them.
  static func sets(of records: [IntensityChannel]) -> [SimultaneousRecords] {
    var sets: [SimultaneousRecords] = []
    for record in records.sorted(by: { $0.startTime < $1.startTime }) {
      let open = sets.indices.filter { index in
        sets[index].members.allSatisfy { $0.component != record.component }
          && sets[index].overlap(with: record) > 0
      }
      if let best = open.max(by: { sets[$0].overlap(with: record) < sets[$1].overlap(with: record) }
      ) {
        sets[best].members.append(record)
      } else {
        sets.append(SimultaneousRecords(members: [record]))
      }
    }
    return sets.map { set in
      var set = set
      set.members.sort { $0.component < $1.component }
      set.partner = set.partner(among: records)
      return set
    }
  }

  private func partner(among records: [IntensityChannel]) -> IntensityChannel? {
    let horizontal = members.filter(\.isUsableHorizontal)
    guard horizontal.count == 1, let only = horizontal.first else { return nil }
    return records.filter {
      $0.isUsableHorizontal && $0.component != only.component && $0.overlap(with: only) > 0
    }.max { $0.overlap(with: only) < $1.overlap(with: only) }
  }

  private func overlap(with record: IntensityChannel) -> Double {
    members.map { $0.overlap(with: record) }.max() ?? 0
  }
}

extension IntensityChannel {
  /// Whether it is ground motion of a horizontal component: by its dip where that is known, else by its code.
  var isUsableHorizontal: Bool {
    guard motion != nil else { return false }
    if let dip { return abs(dip) <= 45 }
    return !["Z", "3", "V"].contains(component)
  }

  /// Seconds in which both records run; a record without samples counts as a microsecond.
  func overlap(with other: IntensityChannel) -> Double {
    let slack = startTime == endTime || other.startTime == other.endTime ? 1e-6 : 0
    let end = min(endTime, other.endTime).addingTimeInterval(slack)
    return end.timeIntervalSince(max(startTime, other.startTime))
  }
}
