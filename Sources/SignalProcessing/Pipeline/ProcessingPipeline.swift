import Foundation
import NumericalRuntime
public import Seismology
import Synchronization

/// A row of steps that turns recorded traces into what is wanted of them.
///
/// ```swift
/// let pipeline = try ProcessingPipeline(steps: [
///   .merge(.interpolate(maximumSeconds: 1)),
///   .detrend(.linear),
///   .removeResponse(ResponseRemovalSettings(
///     output: .velocity, preFilter: PreFilter(0.005, 0.01, 15, 18), waterLevelDB: nil)),
///   .filter(.bandpass(0.02, 0.05), order: 4, zeroPhase: true),
/// ])
/// let result = try pipeline.run(on: traces, in: ProcessingContext(inventory: inventory))
/// for finding in result.findings { print(finding) }
/// ```
///
/// Each trace goes its own way: one that cannot take a step is dropped with the reason among the findings,
/// and spoils no other. What is odd but usable is flagged. Traces run in parallel; the result does not depend
/// on how many threads there are.
///
/// Before the first step, segments of a channel that overlap with the same samples are joined, and traces
/// without samples or with numbers that are not finite are dropped.
public struct ProcessingPipeline: Hashable, Sendable {
  /// The steps in their order.
  public let steps: [ProcessingStep]
  /// What happens to traces that were clipped in recording.
  public var clipping: ClippingPolicy

  /// A pipeline of steps.
  ///
  /// - Throws: ``PipelineError`` if a step can never be done after those before it, such as a second removal
  ///   of the response.
  public init(
    steps: [ProcessingStep],
    clipping: ClippingPolicy = .flag
  ) throws(PipelineError) {
    self.steps = steps
    self.clipping = clipping
    var possible = Set(TraceQuantity.all)
    for (index, step) in steps.enumerated() {
      var after: Set<TraceQuantity> = []
      var reason = ""
      for quantity in possible {
        do throws(ProcessingProblem) {
          after.formUnion(try step.quantities(after: quantity))
        } catch {
          if case .impossible(let text) = error { reason = max(reason, text) }
        }
      }
      guard !after.isEmpty else {
        throw PipelineError(step: index + 1, name: step.name, reason: reason)
      }
      possible = after
    }
  }

  /// Runs all steps on traces.
  ///
  /// - Parameters:
  ///   - traces: the traces; several of one channel are its segments.
  ///   - quantity: what they hold.
  ///   - context: stations, responses and the earthquake.
  ///   - observer: told from any thread how many of how many pieces of work are done; returns false to stop.
  /// - Returns: the processed traces, in the order of the first segments, and what was found.
  /// - Throws: `CancellationError` if the observer stopped the run.
  public func run(
    on traces: [WaveformTrace],
    holding quantity: TraceQuantity = .counts,
    in context: ProcessingContext = ProcessingContext(),
    observer: @escaping @Sendable (_ done: Int, _ total: Int) -> Bool = { _, _ in true }
  ) throws(CancellationError) -> ProcessingResult {
    let run = PipelineRun(context: context)
    let phases = phases
    let progress = RunProgress(
      total: traces.count * (1 + phases.count { !$0.steps.isEmpty && !$0.joinsTraces }),
      observer: observer
    )
    let clipping = clipping
    var working = parallelMap(traces) { trace in
      var working = WorkingTrace(trace, quantity: quantity, index: run.index)
      if progress.isRunning { working.inspect(index: run.index, clipping: clipping) }
      progress.advance()
      return working
    }
    if case .merge = steps.first {
    } else {
      working = SegmentMerge(policy: .separate, step: nil).merged(working)
    }
    for phase in phases {
      guard progress.isRunning else { throw CancellationError() }
      perform(phase, on: &working, run: run, progress: progress)
    }
    guard progress.isRunning else { throw CancellationError() }
    return ProcessingResult(working)
  }

  /// Consecutive steps that concern traces one by one, or one step that joins traces.
  private struct Phase: Sendable {
    var steps: [(number: Int, step: ProcessingStep)]
    var joinsTraces: Bool
  }

  private var phases: [Phase] {
    steps.enumerated().reduce(into: []) { phases, item in
      let (number, step) = (item.offset + 1, item.element)
      if !step.joinsTraces, phases.last?.joinsTraces == false {
        phases[phases.count - 1].steps.append((number, step))
      } else {
        phases.append(Phase(steps: [(number, step)], joinsTraces: step.joinsTraces))
      }
    }
  }

  private func perform(
    _ phase: Phase,
    on traces: inout [WorkingTrace],
    run: PipelineRun,
    progress: RunProgress
  ) {
    guard phase.joinsTraces, let (number, step) = phase.steps.first else {
      traces = parallelMap(traces) { trace in
        var trace = trace
        for (number, step) in phase.steps where progress.isRunning {
          trace.apply(step, number: number, in: run)
        }
        progress.advance()
        return trace
      }
      return
    }
    switch step {
    case .merge(let policy): traces = SegmentMerge(policy: policy, step: number).merged(traces)
    case .orient: ComponentRotation(run: run, step: number).orient(&traces)
    default: ComponentRotation(run: run, step: number).rotate(&traces)
    }
  }
}

/// What happens to traces that were clipped in recording.
public enum ClippingPolicy: String, Hashable, Sendable, CaseIterable {
  /// They are flagged and kept.
  case flag
  /// They are dropped.
  case drop
  /// Nobody looks.
  case ignore
}

/// A trace that a pipeline has processed.
public struct ProcessedTrace: Hashable, Sendable {
  /// The trace, with samples in double precision.
  public let trace: WaveformTrace
  /// What its samples are.
  public let quantity: TraceQuantity
}

/// What a pipeline made of its traces.
public struct ProcessingResult: Hashable, Sendable {
  /// The traces that are left.
  public let traces: [ProcessedTrace]
  /// What was found, by trace and then by step.
  public let findings: [ProcessingFinding]

  /// The ground motion that all traces hold, if they hold the same.
  public var motion: GroundMotion? {
    guard let quantity = traces.first?.quantity, traces.allSatisfy({ $0.quantity == quantity })
    else { return nil }
    return quantity.motion
  }

  init(_ working: [WorkingTrace]) {
    findings = working.flatMap(\.findings)
    traces = working.filter { !$0.isDropped }.map { trace in
      ProcessedTrace(
        trace: WaveformTrace(
          identifier: trace.identifier,
          startTime: trace.startTime,
          samplingInterval: trace.samplingInterval,
          samples: .doubles(trace.samples)
        ),
        quantity: trace.quantity
      )
    }
  }
}

/// Counts finished work and remembers whether to go on.
final class RunProgress: Sendable {
  private let total: Int
  private let observer: @Sendable (Int, Int) -> Bool
  private let done = Atomic<Int>(0)
  private let stopped = Atomic<Bool>(false)

  init(total: Int, observer: @escaping @Sendable (Int, Int) -> Bool) {
    self.total = total
    self.observer = observer
  }

  /// Whether nobody wants to stop.
  var isRunning: Bool { !stopped.load(ordering: .relaxed) }

  /// Another piece is done.
  func advance() {
    guard isRunning else { return }
    let count = done.add(1, ordering: .relaxed).newValue
    if !observer(min(count, total), total) { stopped.store(true, ordering: .relaxed) }
  }
}
