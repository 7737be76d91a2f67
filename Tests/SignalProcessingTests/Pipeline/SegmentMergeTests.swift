import Foundation
import Seismology
import SignalProcessing
import Testing

@Suite("Joining the segments of a channel")
struct SegmentMergeTests {
  private func run(_ policy: GapPolicy?, _ traces: [WaveformTrace]) throws -> ProcessingResult {
    try ProcessingPipeline(steps: policy.map { [.merge($0)] } ?? []).run(on: traces)
  }

  /// 1 2 3, then two samples missing, then 6 7.
  private let gapped = [Fixture.trace([6, 7], delay: 2.5), Fixture.trace([1, 2, 3])]

  @Test("A gap is refused, filled with zeros or a line, or kept, as the policy says")
  func gaps() throws {
    let refused = try run(.refuse, gapped)
    #expect(refused.traces.isEmpty)
    #expect(refused.findings.map(\.problem) == [.gap(seconds: 1)])
    #expect(refused.findings[0].isDropped)
    let zero = try run(.zero(maximumSeconds: 1), gapped)
    #expect(zero.samples == [1, 2, 3, 0, 0, 6, 7])
    #expect(zero.findings.map(\.problem) == [.gapFilled(seconds: 1, count: 2)])
    let line = try run(.interpolate(maximumSeconds: 1), gapped)
    #expect(line.samples == [1, 2, 3, 4, 5, 6, 7])
    #expect(line.traces[0].trace.startTime == Fixture.start)
    let short = try run(.interpolate(maximumSeconds: 0.5), gapped)
    #expect(short.traces.isEmpty && short.findings.map(\.problem) == [.gap(seconds: 1)])
  }

  @Test("Without a merge, or with separate, the segments stay and the gap is told")
  func separate() throws {
    for policy in [nil, GapPolicy.separate] {
      let result = try run(policy, gapped)
      #expect(result.traces.map { $0.trace.samples.asDoubles } == [[1, 2, 3], [6, 7]])
      #expect(result.findings.map(\.problem) == [.gap(seconds: 1)])
      #expect(!result.findings[0].isDropped)
    }
  }

  @Test("Overlaps with the same samples are joined, also one segment inside another")
  func overlaps() throws {
    let traces = [
      Fixture.trace([1, 2, 3, 4]), Fixture.trace([2, 3], delay: 0.5),
      Fixture.trace([3, 4, 5, 6], delay: 1),
    ]
    for policy in [nil, GapPolicy.refuse] {
      let result = try run(policy, traces)
      #expect(result.samples == [1, 2, 3, 4, 5, 6])
      #expect(
        result.findings.map(\.problem) == [.overlapJoined(seconds: 1), .overlapJoined(seconds: 1)]
      )
    }
  }

  @Test("Overlaps with other samples are dropped, or kept apart and told")
  func contradictions() throws {
    let traces = [Fixture.trace([1, 2, 3, 4]), Fixture.trace([3, 5, 6], delay: 1)]
    let dropped = try run(.zero(maximumSeconds: 10), traces)
    #expect(dropped.traces.isEmpty)
    #expect(dropped.findings.map(\.problem) == [.overlapContradicts(seconds: 1)])
    let kept = try run(nil, traces)
    #expect(kept.traces.count == 2)
    #expect(kept.findings.map(\.problem) == [.overlapContradicts(seconds: 1)])
  }

  @Test("Segments between the samples are moved and told, those of another rate are not joined")
  func sampling() throws {
    let moved = try run(.refuse, [Fixture.trace([1, 2]), Fixture.trace([3], delay: 1.125)])
    #expect(moved.samples == [1, 2, 3])
    #expect(moved.findings.map(\.problem) == [.shifted(seconds: -0.125)])
    let mixed = try run(
      .refuse,
      [Fixture.trace([1, 2]), Fixture.trace([3], delay: 1, interval: 0.25)]
    )
    #expect(mixed.findings.map(\.problem) == [.samplingMismatch(hz: 4, expectedHz: 2)])
  }

  @Test("Clocks that drift apart by half a sample are not joined")
  func drift() throws {
    let first = Fixture.trace([1, 2])
    for (count, isJoined) in [(5000, true), (5100, false)] {
      let samples = [Double](repeating: 3, count: count - 1) + [4]
      let second = Fixture.trace(samples, delay: 1, interval: 0.5 * (1 + 0.99e-4))
      #expect(try run(nil, [first, second]).traces.count == (isJoined ? 1 : 2))
    }
  }

  @Test("A gap of years is not filled, however long a gap may be")
  func hugeGap() throws {
    let far = Fixture.trace([1, 2], delay: 1e9)
    let result = try run(.zero(maximumSeconds: 1e9), [Fixture.trace([1, 2]), far])
    #expect(result.traces.isEmpty)
    guard case .signal(.outOfRange(_, 2_000_000_002, _)) = result.findings.first?.problem else {
      Issue.record("\(result.findings)")
      return
    }
  }
}
