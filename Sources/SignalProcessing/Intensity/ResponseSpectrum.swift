import NumericalRuntime

/// The largest response of damped oscillators to a record of ground acceleration.
///
///     let spectrum = try ResponseSpectrum(of: acceleration, samplingInterval: 0.01)
///     spectrum.pseudoAcceleration       // m/s², one for each of spectrum.periods
///
/// The relative displacement u of an oscillator with period T, ω = 2π/T and damping ratio ζ obeys
/// ü + 2ζω u̇ + ω² u = −a. It starts at rest, and the ground rests after the record: the free vibration
/// afterwards counts. The record is interpolated as a band-limited signal where the period asks for a finer
/// time step, then the recurrence of Nigam & Jennings (1969) is exact. Both want a record that begins and ends near
/// zero: see ``IntensityMeasures/Motion/endShare``.
public struct ResponseSpectrum: Hashable, Sendable {
  /// Periods in s.
  public let periods: [Double]
  /// The damping ratio ζ.
  public let damping: Double
  /// SD: the largest |u| in m.
  public let displacement: [Double]

  /// PSV = ω SD in m/s.
  public var pseudoVelocity: [Double] {
    zip(periods, displacement).map { 2 * Double.pi / $0 * $1 }
  }

  /// PSA = ω² SD in m/s².
  public var pseudoAcceleration: [Double] {
    zip(periods, displacement).map { 4 * Double.pi * Double.pi / ($0 * $0) * $1 }
  }

  /// The periods in s at which most ground-motion models of hazard are given.
  public static let standardPeriods = [
    0.01, 0.02, 0.03, 0.05, 0.075, 0.1, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5, 0.75, 1, 1.5, 2, 3, 4, 5, 6,
    7.5, 10,
  ]

  /// The spectrum of a record.
  ///
  /// - Parameters:
  ///   - acceleration: ground acceleration in m/s², equally spaced.
  ///   - samplingInterval: seconds between samples.
  ///   - periods: in s, from 1e-6 to 1e8 sampling intervals, in any order.
  ///   - damping: the ratio ζ, from 0 to 100; from 1 on the oscillator does not swing.
  /// - Throws: ``SignalError`` for an unusable record, period or damping.
  public init(
    of acceleration: [Double],
    samplingInterval: Double,
    periods: [Double] = ResponseSpectrum.standardPeriods,
    damping: Double = 0.05
  ) throws(SignalError) {
    self = try Self.spectra(
      of: [acceleration],
      samplingInterval: samplingInterval,
      periods: periods,
      damping: damping
    )[0]
  }

  init(periods: [Double], damping: Double, displacement: [Double]) {
    self.periods = periods
    self.damping = damping
    self.displacement = displacement
  }

  /// The spectra of many records sampled alike, worked out in parallel over records and periods.
  ///
  /// - Throws: ``SignalError`` for the first record that cannot be used.
  public static func spectra(
    of records: [[Double]],
    samplingInterval: Double,
    periods: [Double] = ResponseSpectrum.standardPeriods,
    damping: Double = 0.05
  ) throws(SignalError) -> [ResponseSpectrum] {
    for record in records {
      try check(record, samplingInterval: samplingInterval, periods: periods, damping: damping)
    }
    let groups = OscillatorSampling.groups(periods: periods, samplingInterval: samplingInterval)
    let work = Work(groups: groups, periods: periods, damping: damping, step: samplingInterval)
    // A single record is shared out by periods, many records by record.
    let spectra =
      records.count < ThreadBudget.available
      ? records.map { work.peaksInParallel(of: $0) }
      : parallelMap(records) { work.peaks(of: $0) }
    return spectra.map {
      ResponseSpectrum(periods: periods, damping: damping, displacement: $0)
    }
  }

  static func check(
    _ record: [Double],
    samplingInterval: Double,
    periods: [Double],
    damping: Double
  ) throws(SignalError) {
    try SampleCheck.check(
      record,
      interval: samplingInterval,
      operation: "A response spectrum",
      needed: 2
    )
    guard (0...100).contains(damping) else {
      throw .outOfRange(name: "damping ratio", value: damping, limits: "0 to 100")
    }
    let (least, most) = (1e-6 * samplingInterval, 1e8 * samplingInterval)
    for period in periods where !(period >= least && period <= most) {
      throw .outOfRange(
        name: "oscillator period",
        value: period,
        limits: "from 1e-6 to 1e8 sampling intervals, \(least) to \(most) s"
      )
    }
  }
}

/// What is to be done for each record.
private struct Work: Sendable {
  let groups: [OscillatorSampling.Group]
  let periods: [Double]
  let damping, step: Double

  /// SD at every period, group after group; a record is interpolated once for each rate.
  func peaks(of record: [Double]) -> [Double] {
    var result = [Double](repeating: 0, count: periods.count)
    for factor in Set(groups.map(\.factor)) {
      let fine = OscillatorSampling.upsampled(record, factor: factor)
      for group in groups where group.factor == factor {
        result.replaceSubrange(group.range, with: peaks(of: fine, group: group))
      }
    }
    return result
  }

  /// The same with the groups shared out among threads.
  func peaksInParallel(of record: [Double]) -> [Double] {
    let factors = Set(groups.map(\.factor)).sorted()
    // A long record is not held at all rates at once.
    guard record.count < 100_000 else {
      return factors.reduce(into: [Double](repeating: 0, count: periods.count)) { result, factor in
        let fine = OscillatorSampling.upsampled(record, factor: factor)
        let members = groups.filter { $0.factor == factor }
        let found = parallelMap(members) { peaks(of: fine, group: $0) }
        for (group, values) in zip(members, found) {
          result.replaceSubrange(group.range, with: values)
        }
      }
    }
    let versions = parallelMap(factors) { OscillatorSampling.upsampled(record, factor: $0) }
    let fine = Dictionary(uniqueKeysWithValues: zip(factors, versions))
    return parallelMap(groups) { group in
      peaks(of: fine[group.factor] ?? [], group: group)
    }.flatMap { $0 }
  }

  private func peaks(of fine: [Double], group: OscillatorSampling.Group) -> [Double] {
    let chosen = periods[group.range]
    let fineStep = step / Double(group.factor)
    let recurrence = OscillatorRecurrence(periods: chosen, damping: damping, step: fineStep)
    let free = OscillatorSampling.freeSteps(periods: chosen, step: fineStep)
    let peaks = recurrence.peaks(of: fine, freeSteps: free)
    return chosen.indices.map { peaks[$0 - chosen.startIndex] }
  }
}
