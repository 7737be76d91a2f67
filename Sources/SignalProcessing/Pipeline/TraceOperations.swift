import Foundation
import Seismology
import Synchronization

/// What the steps of one run need to know, and the operators that its traces share.
final class PipelineRun: Sendable {
  let context: ProcessingContext
  let index: ChannelIndex
  private let removals = Mutex<[Key: Result<ResponseRemoval, ProcessingProblem>]>([:])
  private let simulations = Mutex<[Key: Result<ResponseSimulation, ProcessingProblem>]>([:])

  private struct Key: Hashable {
    let step: Int
    let epoch: Int?
    let motion: GroundMotion?
  }

  init(context: ProcessingContext) {
    self.context = context
    index = ChannelIndex(context.inventory)
  }

  /// The response of a trace's channel.
  func response(of trace: WorkingTrace) throws(ProcessingProblem) -> InstrumentResponse {
    guard let epoch = trace.epoch else { throw trace.missingEpoch }
    guard let response = index.epochs[epoch].response,
      !response.stages.isEmpty || response.sensitivity != nil
    else { throw .noResponse }
    return response
  }

  /// The removal of the response of a trace's channel, made once for all its traces.
  func removal(
    _ settings: ResponseRemovalSettings,
    of trace: WorkingTrace,
    step: Int
  ) throws(ProcessingProblem) -> ResponseRemoval {
    let response = try response(of: trace)
    let key = Key(step: step, epoch: trace.epoch, motion: nil)
    return try removals.withLock { known in
      if let removal = known[key] { return removal }
      let removal = Result { () throws(ProcessingProblem) in
        try ProcessingProblem.translating {
          var removal = try ResponseRemoval(
            response: FrequencyResponse(response, to: settings.output),
            preFilter: settings.preFilter,
            waterLevelDB: settings.waterLevelDB
          )
          removal.removesMean = settings.removesMean
          removal.taperFraction = settings.taperFraction
          return removal
        }
      }
      known[key] = removal
      return removal
    }.get()
  }

  /// The simulation of an instrument that sees what a trace holds.
  func simulation(
    _ instrument: SimulatedInstrument,
    of trace: WorkingTrace,
    input: GroundMotion,
    step: Int
  ) throws(ProcessingProblem) -> ResponseSimulation {
    let isOwn = instrument == .channel
    let response =
      switch instrument {
      case .woodAnderson: InstrumentResponse.woodAnderson
      case .seismometer(let period, let damping, let magnification):
        InstrumentResponse.seismometer(
          period: period,
          damping: damping,
          magnification: magnification
        )
      case .channel: try response(of: trace)
      }
    let key = Key(step: step, epoch: isOwn ? trace.epoch : nil, motion: input)
    return try simulations.withLock { known in
      if let simulation = known[key] { return simulation }
      let simulation = Result { () throws(ProcessingProblem) in
        try ProcessingProblem.translating {
          try ResponseSimulation(response: response, input: input)
        }
      }
      known[key] = simulation
      return simulation
    }.get()
  }
}

extension ProcessingProblem {
  /// Runs an operation whose errors become problems of the trace.
  static func translating<Value>(
    _ body: () throws -> Value
  ) throws(ProcessingProblem) -> Value {
    do {
      return try body()
    } catch let error as ProcessingProblem {
      throw error
    } catch let error as SignalError {
      throw .signal(error)
    } catch let error as ResponseError {
      throw .response(error)
    } catch {
      throw .impossible(reason: "\(error)")
    }
  }
}

extension WorkingTrace {
  /// Does a step that concerns this trace alone; a trace that cannot take it is dropped.
  mutating func apply(_ step: ProcessingStep, number: Int, in run: PipelineRun) {
    guard !isDropped else { return }
    do throws(ProcessingProblem) {
      let next = try step.quantities(after: quantity)
      try perform(step, number: number, in: run)
      if let only = next.first, next.count == 1 { quantity = only }
      if let index = FiniteSamples.firstExceptionIndex(in: samples) {
        throw .notFinite(index: index)
      }
    } catch {
      drop(error, step: number)
    }
  }

  private mutating func perform(
    _ step: ProcessingStep,
    number: Int,
    in run: PipelineRun
  ) throws(ProcessingProblem) {
    switch step {
    case .trim(let window): try trim(window, number: number, in: run.context)
    case .removeResponse(let settings):
      let removal = try run.removal(settings, of: self, step: number)
      note(findings(of: removal), step: number)
      try replace { try removal.applied(to: $0, samplingInterval: $1) }
    case .removeSensitivity: try removeSensitivity(try run.response(of: self))
    case .simulate(let instrument):
      guard let input = quantity.motion else { return }
      let simulation = try run.simulation(instrument, of: self, input: input, step: number)
      if instrument == .channel { note(simulation.response.findings, step: number) }
      try replace { try simulation.applied(to: $0, samplingInterval: $1) }
    case .decimate(let decimation):
      try replace { try decimation.applied(to: $0, samplingInterval: $1) }
      samplingInterval *= Double(decimation.factor)
    case .resample(let interval, let method):
      try replace { try Resampler(method, from: $1, to: interval).applied(to: $0) }
      samplingInterval = interval
    default: try performPlain(step)
    }
  }

  /// The steps that change samples only.
  private mutating func performPlain(_ step: ProcessingStep) throws(ProcessingProblem) {
    switch step {
    case .detrend(let detrend): try replace { samples, _ in try detrend.applied(to: samples) }
    case .taper(let taper): try replace { try taper.applied(to: $0, samplingInterval: $1) }
    case .filter(let band, let order, let zeroPhase):
      try replace {
        try ButterworthFilter(band, order: order, samplingInterval: $1)
          .applied(to: $0, zeroPhase: zeroPhase)
      }
    case .integrate(let way): try replace { try way.applied(to: $0, samplingInterval: $1) }
    case .differentiate(let way): try replace { try way.applied(to: $0, samplingInterval: $1) }
    case .scale(let factor): samples = samples.map { $0 * factor }
    case .normalize:
      let peak = samples.reduce(0) { max($0, abs($1)) }
      if peak > 0 { samples = samples.map { $0 / peak } }
    default: break
    }
  }

  private mutating func replace(
    _ operation: (_ samples: [Double], _ interval: Double) throws -> [Double]
  ) throws(ProcessingProblem) {
    samples = try ProcessingProblem.translating { try operation(samples, samplingInterval) }
  }

  /// What is odd about a response within the band that its removal keeps.
  private func findings(of removal: ResponseRemoval) -> [ResponseFinding] {
    // A water level alone says that nothing is wanted where the response is weak.
    guard removal.preFilter != nil || removal.waterLevelDB == nil else {
      return removal.response.findings
    }
    let nyquist = 0.5 / samplingInterval
    let low = removal.preFilter?.corners[1] ?? 2 / (Double(samples.count) * samplingInterval)
    // Up to 0.6 of the Nyquist frequency every digitiser is flat.
    let high = min(removal.preFilter?.corners[2] ?? nyquist, 0.6 * nyquist)
    guard low > 0, low <= high else { return removal.response.findings }
    return removal.response.findings(in: low...high)
  }

  private mutating func note(_ remarks: [ResponseFinding], step: Int) {
    for remark in remarks { flag(.responseNote(remark), step: step) }
  }

  private mutating func removeSensitivity(
    _ response: InstrumentResponse
  ) throws(ProcessingProblem) {
    let removal = try ProcessingProblem.translating {
      try SensitivityRemoval(response: response)
    }
    samples = removal.applied(to: samples)
    quantity = .motion(removal.output)
  }

  /// Cuts to the samples nearest to the ends of a window, both included.
  private mutating func trim(
    _ window: TimeWindow,
    number: Int,
    in context: ProcessingContext
  ) throws(ProcessingProblem) {
    let last = startTime.addingTimeInterval(Double(samples.count - 1) * samplingInterval)
    let start = try window.start.map { mark throws(ProcessingProblem) in
      try context.date(mark, station: station)
    }
    let end = try window.end.map { mark throws(ProcessingProblem) in
      try context.date(mark, station: station)
    }
    if let start, let end, start > end {
      throw .noWindow("it ends at \(UTCTime.text(end)), before it starts at \(UTCTime.text(start))")
    }
    func index(_ date: Date) -> Double {
      (date.timeIntervalSince(startTime) / samplingInterval).rounded()
    }
    let (from, to) = (start.map(index) ?? 0, end.map(index) ?? Double(samples.count - 1))
    guard to >= 0, from <= Double(samples.count - 1) else {
      throw .noWindow("the trace spans \(UTCTime.text(startTime)) to \(UTCTime.text(last))")
    }
    let missing = max(0, -from) + max(0, to - Double(samples.count - 1))
    if missing > 0 {
      flag(.windowIncomplete(missingSeconds: missing * samplingInterval), step: number)
    }
    let (first, final) = (Int(max(0, from)), Int(min(Double(samples.count - 1), to)))
    samples = Array(samples[first...final])
    startTime.addTimeInterval(Double(first) * samplingInterval)
  }
}
