import NumericalRuntime
import Seismology
import Synchronization

/// Functionals of the velocities, recorded at every step.
struct RecordedSeries {
  private let functionals: [FieldFunctional]
  private let startTime: Double
  private let dispersion: TimeDispersion
  private let maximumFrequency: Double
  private let threads: Int

  /// Values of each functional at the times startTime + (n + 1/2) Δt.
  var samples: [[Float]]

  init(
    _ functionals: [FieldFunctional],
    startTime: Double,
    dispersion: TimeDispersion,
    maximumFrequency: Double,
    threads: Int
  ) {
    self.functionals = functionals
    self.startTime = startTime
    self.dispersion = dispersion
    self.maximumFrequency = maximumFrequency
    self.threads = threads
    samples = [[Float]](repeating: [], count: functionals.count)
  }

  /// Makes room, so that sampling allocates nothing.
  mutating func reserve(_ count: Int) {
    for n in samples.indices { samples[n].reserveCapacity(count) }
  }

  /// Appends the present values.
  mutating func sample(_ field: Wavefield) {
    for n in functionals.indices { samples[n].append(functionals[n].value(in: field)) }
  }

  /// The series up to a time, integrated or differentiated, resampled and freed of time dispersion.
  func output(until endTime: Double, as motion: GroundMotion, interval requested: Double?) -> (
    startTime: Double, timeStep: Double, series: [[Float]]
  ) {
    let dt = dispersion.timeStep
    let count = samples.first?.count ?? 0
    let offset: Double = motion == .velocity ? 0.5 : motion == .displacement ? 1 : 0
    let rawStart = startTime + offset * dt
    guard count > 0, dispersion.corrects || requested != nil else {
      return (rawStart, dt, samples.map { converted($0, to: motion) })
    }
    let interval = requested ?? dt
    let length = Int(((endTime - startTime) / interval + 1e-6).rounded(.down)) + 1
    let results = Mutex([[Float]](repeating: [], count: samples.count))
    parallelFor(threads) { index in
      for n in share(index, of: threads, in: samples.count) {
        let series = dispersion.corrected(
          converted(samples[n], to: motion),
          start: rawStart,
          maximumFrequency: maximumFrequency,
          outputStart: startTime,
          outputStep: interval,
          outputCount: length
        )
        results.withLock { $0[n] = series }
      }
    }
    return (startTime, interval, results.withLock { $0 })
  }

  /// Sums or differences over one step: exact partners of the leapfrog in time.
  private func converted(_ velocity: [Float], to motion: GroundMotion) -> [Float] {
    let dt = dispersion.timeStep
    switch motion {
    case .velocity: return velocity
    case .displacement:
      var sum = 0.0
      return velocity.map { v in
        sum += Double(v) * dt
        return Float(sum)
      }
    case .acceleration:
      var last: Float = 0
      return velocity.map { v in
        defer { last = v }
        return (v - last) / Float(dt)
      }
    }
  }
}
