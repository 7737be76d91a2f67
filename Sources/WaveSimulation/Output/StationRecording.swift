import NumericalRuntime
import Seismology
import Synchronization

/// Velocities at the receivers, step by step, and the seismograms made of them.
struct StationRecording {
  private let receivers: [Receiver]
  private let functionals: [FieldFunctional]
  private let outputs: OutputRequest
  private let startTime: Double
  private let dispersion: TimeDispersion
  private let maximumFrequency: Double
  private let threads: Int

  /// For each receiver the velocity towards east, north, up at the times startTime + (n + 1/2) Δt.
  var samples: [[Float]]

  init(
    receivers: [Receiver], place: GridPlace, outputs: OutputRequest, startTime: Double,
    dispersion: TimeDispersion, maximumFrequency: Double, threads: Int
  ) {
    self.receivers = receivers
    self.outputs = outputs
    self.startTime = startTime
    self.dispersion = dispersion
    self.maximumFrequency = maximumFrequency
    self.threads = threads
    let (x, y) = (place.frame.xAxis, place.frame.yAxis)
    functionals = receivers.flatMap { receiver in
      [
        place.velocity(x: x.east, y: y.east, z: 0, at: receiver.location),
        place.velocity(x: x.north, y: y.north, z: 0, at: receiver.location),
        place.velocity(x: 0, y: 0, z: -1, at: receiver.location),
      ]
    }
    samples = [[Float]](repeating: [], count: functionals.count)
  }

  /// Makes room, so that sampling allocates nothing.
  mutating func reserve(_ count: Int) {
    for n in samples.indices { samples[n].reserveCapacity(count) }
  }

  /// Appends the present velocities.
  mutating func sample(_ field: Wavefield) {
    for n in functionals.indices { samples[n].append(functionals[n].value(in: field)) }
  }

  /// The seismograms up to a time, as the output request wants them.
  func seismograms(until endTime: Double) -> [Seismogram] {
    guard let count = samples.first?.count, count > 0 else { return [] }
    let dt = dispersion.timeStep
    let interval = outputs.sampleInterval ?? dt
    let resamples = dispersion.corrects || outputs.sampleInterval != nil
    let length = resamples ? Int(((endTime - startTime) / interval + 1e-6).rounded(.down)) + 1 : count
    let rawStart = startTime + rawOffset * dt
    let work = samples.count
    let results = Mutex([[Float]](repeating: [], count: work))
    parallelFor(threads) { index in
      for n in share(index, of: threads, in: work) {
        let record = motion(samples[n])
        let series =
          resamples
          ? dispersion.corrected(
            record, start: rawStart, maximumFrequency: maximumFrequency, outputStart: startTime,
            outputStep: interval, outputCount: length) : record
        results.withLock { $0[n] = series }
      }
    }
    let series = results.withLock { $0 }
    return receivers.enumerated().map { n, receiver in
      Seismogram(
        receiver: receiver, motion: outputs.motion, startTime: resamples ? startTime : rawStart,
        timeStep: interval, east: series[3 * n], north: series[3 * n + 1], up: series[3 * n + 2])
    }
  }

  /// Where the first sample of a record stands, in time steps: velocities at half steps.
  private var rawOffset: Double {
    switch outputs.motion {
    case .velocity: 0.5
    case .displacement: 1
    case .acceleration: 0
    }
  }

  /// Sums or differences of the velocities over one step; exact partners of the leapfrog in time.
  private func motion(_ velocity: [Float]) -> [Float] {
    let dt = dispersion.timeStep
    switch outputs.motion {
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
