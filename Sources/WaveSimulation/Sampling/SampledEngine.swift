import Foundation
import NumericalRuntime
import Seismology

/// What a ``SampledSimulation`` (one lane) or a ``FusedSimulation`` (sixteen) owns, and how it runs.
final class SampledEngine {
  let domain: WaveDomain
  let sampling: ReceiverSampling
  private let frame: LocalFrame
  private let array: ReceiverArray
  private var events: [Event] = []
  private var record: SampledRecord?
  /// Number of steps taken since the events were loaded.
  private(set) var stepIndex = 0

  /// One earthquake, tied to the grid.
  private struct Event {
    let plan: SamplingPlan
    let coupling: SourceCoupling
  }

  init(
    model: any VelocityModel,
    grid: SimulationGrid,
    frame: LocalFrame,
    receivers: [Receiver],
    sampling: ReceiverSampling,
    options: SimulationOptions,
    lanes: Int
  ) throws {
    try sampling.check(receivers: receivers.count)
    try InputCheck(grid: grid, options: options).check(
      sources: [],
      forces: [],
      receivers: receivers
    )
    guard options.absorption == .pml || options.absorption == .none else {
      throw SimulationError.invalidGrid(
        """
        sampled and fused runs absorb by a PML or not at all, not by \
        “\(options.absorption.rawValue)”
        """
      )
    }
    if lanes > 1 {
      guard options.spatialOrder == 4 else {
        throw SimulationError.invalidGrid(
          "fused runs take differences of order 4, not \(options.spatialOrder)"
        )
      }
      try FusedMemory(grid: grid, options: options, lanes: lanes)
        .check(channels: 3 * receivers.count, sampling: sampling)
    }
    self.sampling = sampling
    self.frame = frame
    domain = try WaveDomain(
      model: model,
      grid: grid,
      options: options,
      lanes: lanes,
      interval: sampling.interval
    )
    array = try ReceiverArray(receivers, place: domain.place(frame: frame), threads: domain.threads)
  }

  /// Seconds after the origin times at which step 0 starts, for the earliest event.
  var startTime: Double { events.map(\.plan.startTime).min() ?? 0 }

  /// Bytes held for fields, material, memory variables, absorbing layers, receivers and records.
  var allocatedBytes: Int {
    domain.allocatedBytes + array.allocatedBytes + (record?.allocatedBytes ?? 0)
  }

  /// Brings the fields to rest and ties sources to the nodes, one list an event.
  func load(_ lists: [[PointSource]]) throws {
    let check = InputCheck(grid: domain.grid, options: domain.options)
    for sources in lists { try check.check(sources: sources, forces: [], receivers: []) }
    if stepIndex > 0 { domain.clear() }
    stepIndex = 0
    let place = domain.place(frame: frame)
    events = lists.map { sources in
      let plan = SamplingPlan(
        sources: sources,
        timeStep: domain.timeStep,
        sampling: sampling,
        correction: domain.options.timeDispersionCorrection
      )
      let dispersion = TimeDispersion(timeStep: domain.timeStep, corrects: plan.corrects)
      return Event(
        plan: plan,
        coupling: SourceCoupling(
          sources: sources,
          forces: [],
          place: place,
          startTime: plan.startTime,
          dispersion: dispersion
        )
      )
    }
    record = nil
    record = try SampledRecord(
      plans: events.map(\.plan),
      array: array,
      lanes: domain.field.lanes,
      threads: domain.threads
    )
  }

  /// Steps from the start to the last sample.
  var stepCount: Int {
    let longest = events.map(\.plan.lastStep).max() ?? 0
    return sampling.motion == .displacement ? longest : longest + 1
  }

  /// Runs to the end and returns each event's samples.
  func run(progress: ((RunProgress) -> Bool)?) throws -> [[Float]] {
    guard let record else { return [] }
    let watch = Stopwatch()
    var lastReport = -1.0
    while stepIndex < stepCount {
      advance(record)
      let time = startTime + Double(stepIndex) * domain.timeStep
      if stepIndex % domain.options.nanWatchInterval == 0 || stepIndex == stepCount {
        try domain.watchForNaN(step: stepIndex, time: time)
      }
      guard let progress, watch.seconds - lastReport > 0.1 || stepIndex == stepCount else {
        continue
      }
      lastReport = watch.seconds
      let state = RunProgress(
        step: stepIndex,
        stepCount: stepCount,
        time: time,
        elapsedSeconds: lastReport
      )
      guard progress(state) else { throw SimulationError.cancelled(step: stepIndex) }
    }
    return try record.outputs()
  }

  /// One time step without recording, for measuring.
  func advance() { if let record { advance(record) } }

  private func advance(_ record: SampledRecord) {
    domain.step()
    for (lane, event) in events.enumerated() {
      // An event that starts later than the run waits.
      let step = stepIndex - (record.lead - event.plan.lead)
      event.coupling.injectMoments(step: step, into: domain.field, lane: lane)
    }
    stepIndex += 1
    record.sample(afterSteps: stepIndex)
  }
}
