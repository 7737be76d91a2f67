public import NumericalRuntime

/// What stands before the first and after the last sample when a signal is cut into frames.
public enum EdgePadding: Hashable, Sendable {
  /// Nothing: frames lie wholly within the signal, the first one starts at its first sample.
  case none
  /// The signal mirrored at its first and last sample; frame t is centred at sample t × hop.
  case reflect
  /// Zeros; frame t is centred at sample t × hop.
  case zeros
}

/// The short-time Fourier transform and its inverse, in single or double precision.
///
///     X[t, k] = Σ_n w[n] x[t·hop + n − N/2] exp(−2πi kn/N)
///
/// with N the transform length; a window shorter than N stands in its middle between zeros. Frames, order and
/// scale are those of `torch.stft` and `librosa.stft` (with `center=True` unless the padding is `.none`):
///
///     let transform = try ShortTimeFourierTransform<Float>(windowLength: 160, hop: 40)
///     let spectrogram = try transform.forward(samples)
///     let same = try transform.inverse(spectrogram, count: samples.count)
///
/// With padding, one frame more than theirs stands at the end where a long hop would leave the last samples
/// nearly without weight; so every hop that the window allows gives the signal back whole.
///
/// The inverse adds the windowed frames up and divides by the sum of the squared windows, which is the
/// least-squares solution (Griffin & Lim 1984, IEEE Trans. ASSP 32(2), eq. 6).
public struct ShortTimeFourierTransform<Scalar: FourierScalar>: Sendable {
  /// The window's weights, of `transformLength` samples with the zeros around it.
  public let window: [Scalar]
  /// Samples from one frame to the next.
  public let hop: Int
  /// Samples in a transform N.
  public var transformLength: Int { window.count }
  /// What stands beyond the ends of the signal.
  public let padding: EdgePadding
  /// Frequencies from 0 to Nyquist, N/2 + 1.
  public var binCount: Int { transformLength / 2 + 1 }

  /// Samples behind those of the last whole hop that need no further frame; −1 if any do.
  private let longestTail: Int

  let forwardPlan: FourierPlan
  let inversePlan: FourierPlan

  /// A transform with one of the known windows, periodic.
  ///
  /// - Parameters:
  ///   - window: the window function.
  ///   - windowLength: its length in samples.
  ///   - hop: samples from one frame to the next.
  ///   - transformLength: samples in a transform, at least the window's; nil for as many.
  ///   - padding: what stands beyond the ends.
  /// - Throws: ``SignalError`` if the lengths do not fit, or if the shifted windows leave samples without
  ///   weight so that there is no inverse.
  public init(
    window: Window = .hann,
    windowLength: Int,
    hop: Int,
    transformLength: Int? = nil,
    padding: EdgePadding = .reflect
  ) throws(SignalError) {
    try self.init(
      weights: try window.coefficients(count: windowLength),
      hop: hop,
      transformLength: transformLength,
      padding: padding
    )
  }

  /// A transform with any window, given by its weights.
  ///
  /// - Throws: ``SignalError`` as the other initialiser.
  public init(
    weights: [Double],
    hop: Int,
    transformLength: Int? = nil,
    padding: EdgePadding = .reflect
  ) throws(SignalError) {
    let length = transformLength ?? weights.count
    guard weights.count > 0 else {
      throw .outOfRange(name: "window length", value: 0, limits: "1 or more samples")
    }
    guard length >= weights.count else {
      throw .outOfRange(
        name: "transform length",
        value: Double(length),
        limits: "at least the window's \(weights.count) samples"
      )
    }
    guard hop > 0, hop <= weights.count else {
      throw .outOfRange(
        name: "hop",
        value: Double(hop),
        limits: "1 to the window's \(weights.count) samples"
      )
    }
    if let index = weights.firstIndex(where: { !$0.isFinite }) {
      throw .outOfRange(
        name: "window weight \(index)",
        value: weights[index],
        limits: "a finite number"
      )
    }
    let leastOverlap = try Self.leastOverlap(weights, hop: hop)
    let before = (length - weights.count) / 2
    var window = [Scalar](repeating: 0, count: length)
    for (n, weight) in weights.enumerated() { window[before + n] = Scalar(weight) }
    self.window = window
    self.hop = hop
    self.padding = padding
    longestTail =
      padding == .none
      ? hop : Self.longestTail(under: window.map { Double($0) }, hop: hop, least: leastOverlap)
    forwardPlan = Scalar.fourierPlan(count: length, direction: .forward)
    inversePlan = Scalar.fourierPlan(count: length, direction: .inverse)
  }

  /// The non-zero overlap-add condition: every sample within a long signal carries weight, and enough of it for
  /// the inverse to keep 1e-6 of the signal in single and 1e-12 in double precision.
  ///
  /// - Returns: the least sum of squared windows.
  private static func leastOverlap(_ weights: [Double], hop: Int) throws(SignalError) -> Double {
    var sums = [Double](repeating: 0, count: hop)
    for (n, weight) in weights.enumerated() { sums[n % hop] += weight * weight }
    let (least, most) = (sums.min() ?? 0, sums.max() ?? 0)
    // scipy.signal.check_NOLA asks for 1e-10 of a peak of 1. Rounding grows by √(most/sum) at a sample; its
    // mean square is what single precision can bear.
    let growth = sums.reduce(0) { $0 + most / max($1, .leastNormalMagnitude) } / Double(hop)
    let bearable = 1e-6 / (2 * Double(Scalar.ulpOfOne))
    guard least > 1e-10 * most, growth < max(bearable * bearable, 16) else {
      throw .outOfRange(
        name: "hop",
        value: Double(hop),
        limits: """
          short enough to be invertible: windows so far apart add up to \(least / most) of their largest sum \
          at some sample
          """
      )
    }
    return least
  }

  /// How far a signal may go on behind its last whole hop before its last samples, under the windows that end
  /// there, weigh less than a hundredth of the most (or than the least within the signal).
  private static func longestTail(under window: [Double], hop: Int, least: Double) -> Int {
    let squares = window.map { $0 * $0 }
    /// Σ w² at a place of the last frame, of that frame and those before it.
    let sums = squares.indices.map { place in
      stride(from: place, to: squares.count, by: hop).reduce(0) { $0 + squares[$1] }
    }
    let limit = min(0.01 * (sums.max() ?? 0), least) * (1 - 1e-6)
    let covered = sums.firstIndex { $0 < limit } ?? sums.count
    return max(-1, min(hop, covered - (window.count - window.count / 2)))
  }

  /// Samples added on either side.
  var margin: Int { padding == .none ? 0 : transformLength / 2 }

  /// The number of frames of a signal of `count` samples; 0 if it is shorter than one frame.
  public func frameCount(of count: Int) -> Int {
    let (hops, tail) = (count + 2 * margin - transformLength).quotientAndRemainder(dividingBy: hop)
    guard count + 2 * margin >= transformLength else { return 0 }
    return 1 + hops + (tail > longestTail ? 1 : 0)
  }

  /// The number of samples that `frameCount` frames cover; ``inverse(_:count:)`` gives as many by default.
  public func sampleCount(frames: Int) -> Int {
    max(0, (frames - 1) * hop + transformLength - 2 * margin)
  }

  /// The numbers of samples that have so many frames (one or more).
  func sampleCounts(frames: Int) -> ClosedRange<Int> {
    let whole = sampleCount(frames: frames)
    // A tail that is too long for the frames before belongs to these.
    let shortest = longestTail < hop ? whole - hop + longestTail + 1 : whole
    return max(1, shortest)...max(1, whole + min(hop - 1, longestTail))
  }

  /// The frequency of each bin in Hz.
  public func frequencies(samplingInterval: Double) -> [Double] {
    (0..<binCount).map { Double($0) / (Double(transformLength) * samplingInterval) }
  }

  /// The time of the middle of each frame in s after the first sample.
  public func frameTimes(count: Int, samplingInterval: Double) -> [Double] {
    let first = padding == .none ? transformLength / 2 : 0
    return (0..<count).map { Double(first + $0 * hop) * samplingInterval }
  }
}
