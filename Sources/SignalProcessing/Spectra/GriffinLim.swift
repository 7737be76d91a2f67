import Foundation
public import NumericalRuntime

/// Waveforms from the magnitudes of their short-time spectra: the phase is found by iteration with momentum.
///
///     let retrieval = try GriffinLim(transform: transform, iterations: 100, initialPhase: .random(seed: 7))
///     let found = try retrieval.waveforms(magnitudes: [magnitudes])
///     found[0].samples; found[0].spectralConvergence.last
///
/// With G the projection on consistent spectrograms (inverse and forward transform) and S the magnitudes:
///
///     t_n = G c_{n−1},   a_n = t_n + α (t_n − t_{n−1}),   c_n = S a_n / |a_n|
///
/// α = 0 is the algorithm of Griffin & Lim (1984); α = 0.99 gets nearer in fewer iterations. The result is
/// one of many waveforms with about these magnitudes; its sign is arbitrary.
///
/// The transform must be the one that the magnitudes came from, its window included.
///
/// - Reference: Perraudin, Balazs & Søndergaard (2013), A fast Griffin–Lim algorithm, WASPAA.
public struct GriffinLim: Sendable {
  /// The phase before the first iteration.
  public enum InitialPhase: Hashable, Sendable {
    /// Zero everywhere.
    case zero
    /// Uniform over the circle; waveform i of a batch draws from stream i of the seed.
    case random(seed: UInt64)
    /// Angles in rad, frames × bins for each waveform, frame after frame.
    case given([[Float]])
  }

  /// A waveform with the way to it.
  public struct Solution: Hashable, Sendable {
    /// The waveform.
    public let samples: [Float]
    /// ‖|t_n| − S‖ / ‖S‖ after each iteration (Frobenius norms); 0 for a spectrogram of zeros.
    public let spectralConvergence: [Double]
  }

  /// The transform between waveform and spectrogram.
  public let transform: ShortTimeFourierTransform<Float>
  /// How many iterations.
  public let iterations: Int
  /// The momentum α.
  public let momentum: Double
  /// The phase to start from.
  public let initialPhase: InitialPhase

  /// A retrieval of phases.
  ///
  /// - Parameters:
  ///   - transform: the transform that gave the magnitudes.
  ///   - iterations: 1 or more; with momentum, 100 are usually plenty.
  ///   - momentum: α, from 0 to below 2.
  ///   - initialPhase: the phase to start from.
  /// - Throws: ``SignalError/outOfRange(name:value:limits:)``.
  public init(
    transform: ShortTimeFourierTransform<Float>,
    iterations: Int = 100,
    momentum: Double = 0.99,
    initialPhase: InitialPhase = .random(seed: 0)
  ) throws(SignalError) {
    guard iterations > 0 else {
      throw .outOfRange(
        name: "number of iterations",
        value: Double(iterations),
        limits: "1 or more"
      )
    }
    guard (0..<2).contains(momentum) else {
      throw .outOfRange(name: "momentum", value: momentum, limits: "0 to below 2")
    }
    self.transform = transform
    self.iterations = iterations
    self.momentum = momentum
    self.initialPhase = initialPhase
  }

  /// The waveforms of spectrograms that are equally long, sixteen at a time in the lanes of a vector and in
  /// parallel.
  ///
  /// - Parameters:
  ///   - magnitudes: of each waveform, frames × bins, frame after frame; not negative.
  ///   - count: samples of a waveform; nil for those that the frames cover.
  ///   - firstStream: the random stream, or the place among given phases, of the first waveform (0 or more), to
  ///     go on with a batch elsewhere.
  /// - Returns: a waveform for each; the same whatever the size of the batch and the number of threads.
  /// - Throws: ``SignalError`` for magnitudes that are negative, not finite or of a wrong number.
  public func waveforms(
    magnitudes: [[Float]],
    count: Int? = nil,
    firstStream: Int = 0
  ) throws(SignalError) -> [Solution] {
    guard let first = magnitudes.first else { return [] }
    let frames = first.count / transform.binCount
    for values in magnitudes { try check(values, frames: frames) }
    try checkPhases(of: magnitudes, firstStream: firstStream)
    let samples = count ?? transform.sampleCount(frames: frames)
    try check(count: samples, frames: frames)
    let work = PhaseRetrieval(settings: self, frames: frames, count: samples)
    let lanes = PhaseRetrieval.lanes
    let batches = stride(from: 0, to: magnitudes.count, by: lanes).map {
      $0..<min($0 + lanes, magnitudes.count)
    }
    return parallelMap(batches) { batch in
      work.solve(Array(magnitudes[batch]), firstStream: firstStream + batch.lowerBound)
    }.flatMap { $0 }
  }

  private func check(_ values: [Float], frames: Int) throws(SignalError) {
    guard frames > 0, values.count == frames * transform.binCount else {
      throw .mismatch(
        what: "number of magnitudes (that of a waveform and frames × \(transform.binCount) bins)",
        first: Double(values.count),
        second: Double(max(1, frames) * transform.binCount)
      )
    }
    for (index, value) in values.enumerated() {
      guard value.isFinite else { throw .notFinite(index: index) }
      guard value >= 0 else {
        throw .outOfRange(
          name: "magnitude \(index)",
          value: Double(value),
          limits: "zero or more; set what a model gives below zero to zero"
        )
      }
    }
  }

  private func check(count: Int, frames: Int) throws(SignalError) {
    guard count > transform.margin, transform.frameCount(of: count) == frames else {
      let counts = transform.sampleCounts(frames: frames)
      throw .outOfRange(
        name: "number of samples",
        value: Double(count),
        limits: """
          as many as give \(frames) frames: \(counts.lowerBound) to \(counts.upperBound), and more than \
          \(transform.margin)
          """
      )
    }
  }

  private func checkPhases(of magnitudes: [[Float]], firstStream: Int) throws(SignalError) {
    guard firstStream >= 0 else {
      throw .outOfRange(name: "first stream", value: Double(firstStream), limits: "0 or more")
    }
    guard case .given(let phases) = initialPhase else { return }
    guard phases.count >= firstStream + magnitudes.count else {
      throw .mismatch(
        what: "number of waveforms (magnitudes and given phases)",
        first: Double(firstStream + magnitudes.count),
        second: Double(phases.count)
      )
    }
    for (values, angles) in zip(magnitudes, phases.dropFirst(firstStream)) {
      guard angles.count == values.count else {
        throw .mismatch(
          what: "number of coefficients (magnitudes and given phases)",
          first: Double(values.count),
          second: Double(angles.count)
        )
      }
      if let index = angles.firstIndex(where: { !$0.isFinite }) {
        throw .outOfRange(
          name: "given phase \(index)",
          value: Double(angles[index]),
          limits: "a finite number of radians"
        )
      }
    }
  }
}
