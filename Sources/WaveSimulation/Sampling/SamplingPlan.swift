import Seismology

/// When an event starts, when it is sampled, and how its samples become output.
///
/// The time step divides the output interval, and the run starts half a step (a whole one for displacement and
/// acceleration) off the origin time, so that what is recorded stands exactly on the output times. It depends on
/// the event alone, not on those that it shares a run with.
struct SamplingPlan: Hashable {
  /// Time steps from one output to the next.
  let stepsPerOutput: Int
  /// Time steps before the origin time, a multiple of ``stepsPerOutput``.
  let lead: Int
  /// Time steps from one record to the next; divides ``stepsPerOutput``.
  let stride: Int
  /// Seconds from the origin time to the start of step 0.
  let startTime: Double
  /// Where the spectrum of the records may be cut, in Hz.
  let maximumFrequency: Double
  let timeStep: Double
  let corrects: Bool
  let sampling: ReceiverSampling

  init(
    sources: [PointSource],
    timeStep: Double,
    sampling: ReceiverSampling,
    correction: Bool
  ) {
    let functions = sources.map { (function: $0.timeFunction, delay: $0.delay) }
    let perOutput = max(1, Int((sampling.interval / timeStep).rounded()))
    let earliest = functions.map { $0.function.support.lowerBound + $0.delay }.min() ?? 0
    let leading = Int((max(0, -earliest) / timeStep).rounded(.up))
    lead = (leading + perOutput - 1) / perOutput * perOutput
    stepsPerOutput = perOutput
    let early = sampling.motion == .velocity ? 0.5 : 0
    startTime = -(Double(lead) + early) * timeStep
    corrects =
      correction && !functions.isEmpty
      && SourceSchedule.canCorrect(functions, timeStep: timeStep)
    let highest =
      corrects ? functions.map { 1.25 * $0.function.frequency(atAmplitude: 1e-5) }.max() : nil
    maximumFrequency = highest ?? .infinity
    stride = Self.stride(perOutput, timeStep: timeStep, frequency: highest)
    self.timeStep = timeStep
    self.sampling = sampling
  }

  /// The longest stride that still samples the highest frequency of the record.
  private static func stride(_ perOutput: Int, timeStep: Double, frequency: Double?) -> Int {
    guard let frequency else { return perOutput }
    return (1...perOutput).last {
      perOutput % $0 == 0 && 2 * frequency * Double($0) * timeStep <= 0.9
    } ?? 1
  }

  /// Time steps from the start to the last output.
  var lastStep: Int { lead + (sampling.count - 1) * stepsPerOutput }

  /// The number of records of a stride.
  var recordCount: Int { lastStep / stride + 1 }

  /// The weights of the records in each output, row after row.
  func weights() -> [Float] {
    guard corrects else {
      var weights = [Float](repeating: 0, count: sampling.count * recordCount)
      for t in 0..<sampling.count { weights[t * recordCount + lead / stride + t] = 1 }
      return weights
    }
    return TimeDispersion(timeStep: timeStep, corrects: true).outputWeights(
      RecordTimes(
        start: -Double(lead) * timeStep,
        step: Double(stride) * timeStep,
        count: recordCount
      ),
      maximumFrequency: maximumFrequency,
      outputStep: Double(stepsPerOutput) * timeStep,
      outputCount: sampling.count
    )
  }
}
