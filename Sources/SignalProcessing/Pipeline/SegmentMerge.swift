import Foundation
import Seismology

/// Joins the segments of a channel.
struct SegmentMerge {
  /// What happens at gaps.
  let policy: GapPolicy
  /// The step's place, from 1; nil where it is done before the first.
  let step: Int?

  /// The traces with the segments of each channel joined, in the order of the first segment of each.
  ///
  /// A channel that is dropped leaves one dropped trace with its findings.
  func merged(_ traces: [WorkingTrace]) -> [WorkingTrace] {
    var segments: [TraceIdentifier: [WorkingTrace]] = [:]
    var order: [TraceIdentifier] = []
    var result: [WorkingTrace] = []
    for trace in traces {
      if trace.isDropped {
        result.append(trace)
      } else if segments[trace.identifier] == nil {
        order.append(trace.identifier)
        segments[trace.identifier] = [trace]
      } else {
        segments[trace.identifier]?.append(trace)
      }
    }
    for codes in order { result += joined(segments[codes] ?? []) }
    return result
  }

  private func joined(_ segments: [WorkingTrace]) -> [WorkingTrace] {
    let sorted = segments.sorted { $0.startTime < $1.startTime }
    guard var current = sorted.first else { return [] }
    var result: [WorkingTrace] = []
    for segment in sorted.dropFirst() {
      do throws(ProcessingProblem) {
        try append(segment, to: &current)
        current.findings += segment.findings
      } catch {
        guard policy == .separate else {
          current.drop(error, step: step)
          return [current]
        }
        result.append(current)
        current = segment
        current.flag(error, step: step)
      }
    }
    return result + [current]
  }

  /// Appends a segment to what has been joined so far.
  ///
  /// - Throws: what forbids it.
  private func append(
    _ next: WorkingTrace,
    to trace: inout WorkingTrace
  ) throws(ProcessingProblem) {
    let interval = trace.samplingInterval
    // Less than half a sample may the clocks drift apart over the segment.
    let drift = abs(next.samplingInterval / interval - 1) * Double(next.samples.count)
    guard drift < 0.5, next.quantity == trace.quantity else {
      throw .samplingMismatch(hz: 1 / next.samplingInterval, expectedHz: 1 / interval)
    }
    let offset = next.startTime.timeIntervalSince(trace.startTime) / interval
    guard offset < 1e12 else { throw .gap(seconds: offset * interval) }
    let missing = Int(offset.rounded()) - trace.samples.count
    if missing > 0, policy != .separate, policy != .refuse {
      try ProcessingProblem.translating {
        try SampleCount.require(offset + Double(next.samples.count), after: "filling gaps")
      }
    }
    if missing >= 0 {
      let filling = try filling(missing, from: trace.samples, to: next.samples, interval: interval)
      trace.samples += filling + next.samples
      if missing > 0 {
        trace.flag(.gapFilled(seconds: Double(missing) * interval, count: missing), step: step)
      }
    } else {
      try join(next, overlap: -missing, to: &trace)
    }
    let shift = offset.rounded() - offset
    if abs(shift) > 0.1 { trace.flag(.shifted(seconds: shift * interval), step: step) }
  }

  private func join(
    _ next: WorkingTrace,
    overlap: Int,
    to trace: inout WorkingTrace
  ) throws(ProcessingProblem) {
    let count = min(overlap, next.samples.count)
    let start = trace.samples.count - overlap
    let seconds = Double(count) * trace.samplingInterval
    // Equal up to the rounding of single precision.
    let isSame = (0..<count).allSatisfy { i in
      let (a, b) = (trace.samples[start + i], next.samples[i])
      return abs(a - b) <= 1e-6 * max(abs(a), abs(b))
    }
    guard isSame else { throw .overlapContradicts(seconds: seconds) }
    trace.samples += next.samples.dropFirst(count)
    trace.flag(.overlapJoined(seconds: seconds), step: step)
  }

  private func filling(
    _ count: Int,
    from before: [Double],
    to after: [Double],
    interval: Double
  ) throws(ProcessingProblem) -> [Double] {
    guard count > 0 else { return [] }
    let seconds = Double(count) * interval
    switch policy {
    case .separate, .refuse: throw .gap(seconds: seconds)
    case .zero(let maximum), .interpolate(let maximum):
      guard seconds <= maximum else { throw .gap(seconds: seconds) }
    }
    guard case .interpolate = policy, let first = before.last, let last = after.first else {
      return [Double](repeating: 0, count: count)
    }
    return (1...count).map { first + (last - first) * Double($0) / Double(count + 1) }
  }
}
