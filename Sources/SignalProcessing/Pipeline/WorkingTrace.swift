import Foundation
import Seismology

/// A trace on its way through a pipeline.
struct WorkingTrace: Sendable {
  /// The codes as they are now, and as they came in.
  var identifier: TraceIdentifier
  let originalIdentifier: TraceIdentifier
  /// The time of the first sample, now and as it came in.
  var startTime: Date
  let originalStartTime: Date
  /// Seconds between samples.
  var samplingInterval: Double
  /// The samples.
  var samples: [Double]
  /// What they are.
  var quantity: TraceQuantity
  /// The place of the channel's epoch in the index.
  var epoch: Int?
  /// Why there is none.
  var missingEpoch = ProcessingProblem.noChannel
  /// Where positive samples point to, after an ``ProcessingStep/orient``.
  var orientation: ChannelOrientation?
  /// What was found so far.
  var findings: [ProcessingFinding] = []
  /// Whether it is out.
  var isDropped = false

  /// A trace as it comes in.
  init(_ trace: WaveformTrace, quantity: TraceQuantity, index: ChannelIndex) {
    identifier = trace.identifier
    originalIdentifier = trace.identifier
    startTime = trace.startTime
    originalStartTime = trace.startTime
    samplingInterval = trace.samplingInterval
    samples = trace.samples.asDoubles
    self.quantity = quantity
    do throws(ProcessingProblem) {
      epoch = try index.epoch(of: trace.identifier, at: trace.startTime)
    } catch {
      missingEpoch = error
    }
  }

  /// The station as `NET.STA`.
  var station: String { "\(identifier.network).\(identifier.station)" }

  /// The time at which the sample after the last one would stand.
  var endTime: Date { startTime.addingTimeInterval(Double(samples.count) * samplingInterval) }

  /// Notes something.
  mutating func flag(_ problem: ProcessingProblem, step: Int?) {
    add(problem, step: step, isDropped: false)
  }

  /// Takes the trace out.
  mutating func drop(_ problem: ProcessingProblem, step: Int?) {
    add(problem, step: step, isDropped: true)
    isDropped = true
    samples = []
  }

  private mutating func add(_ problem: ProcessingProblem, step: Int?, isDropped: Bool) {
    findings.append(
      ProcessingFinding(
        identifier: originalIdentifier,
        startTime: originalStartTime,
        step: step,
        problem: problem,
        isDropped: isDropped
      )
    )
  }
}

extension WorkingTrace {
  /// Looks at a trace as it comes in.
  mutating func inspect(index: ChannelIndex, clipping: ClippingPolicy) {
    guard !samples.isEmpty else { return drop(.empty, step: nil) }
    guard samplingInterval > 0, samplingInterval.isFinite else {
      return drop(.badInterval(samplingInterval), step: nil)
    }
    if let index = FiniteSamples.firstExceptionIndex(in: samples) {
      return drop(.notFinite(index: index), step: nil)
    }
    if let epoch {
      let description = index.epochs[epoch]
      let rate = 1 / samplingInterval
      // Clocks of old recorders were off by less than this.
      if let expected = description.sampleRate, expected > 0, abs(rate / expected - 1) > 1e-3 {
        flag(.samplingMismatch(hz: rate, expectedHz: expected), step: nil)
      }
      if let end = description.endTime, end < endTime { flag(.epochEnds(end), step: nil) }
    }
    if samples.count > 1, samples.allSatisfy({ $0 == samples[0] }) {
      return flag(.dead(level: samples[0]), step: nil)
    }
    inspectClipping(clipping)
  }

  private mutating func inspectClipping(_ policy: ClippingPolicy) {
    guard policy != .ignore, quantity == .counts,
      let clipped = try? ClippingCheck().findings(in: samples).max(by: { $0.count < $1.count })
    else { return }
    let problem = ProcessingProblem.clipped(samples: clipped.count, level: clipped.level)
    if policy == .drop { drop(problem, step: nil) } else { flag(problem, step: nil) }
  }
}
