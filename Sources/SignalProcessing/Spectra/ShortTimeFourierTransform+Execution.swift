import NumericalRuntime

extension ShortTimeFourierTransform {
  /// The spectrogram of a signal, as many frames as ``frameCount(of:)`` says.
  ///
  /// - Throws: ``SignalError`` if the signal is shorter than a frame or than what must be mirrored, or if a
  ///   sample is not finite.
  public func forward(_ samples: [Scalar]) throws(SignalError) -> Spectrogram<Scalar> {
    try check(samples)
    return transform(samples)
  }

  /// The spectrograms of many signals, worked out in parallel.
  ///
  /// - Throws: ``SignalError`` for the first signal that ``forward(_:)`` would refuse.
  public func forward(_ signals: [[Scalar]]) throws(SignalError) -> [Spectrogram<Scalar>] {
    for samples in signals { try check(samples) }
    return parallelMap(signals) { transform($0) }
  }

  /// The signal of a spectrogram: frames added up and divided by the sum of the squared windows.
  ///
  /// Without padding, samples on which all windows are zero (the first one under a Hann window) come out as zero.
  ///
  /// - Parameters:
  ///   - spectrogram: any number of frames with ``binCount`` bins.
  ///   - count: how many samples are wanted; nil for those that the frames cover.
  /// - Returns: the samples.
  /// - Throws: ``SignalError`` if the number of bins is another one, if a coefficient is not finite, or if
  ///   `count` samples are more than the frames cover.
  public func inverse(
    _ spectrogram: Spectrogram<Scalar>,
    count: Int? = nil
  ) throws(SignalError) -> [Scalar] {
    try check(spectrogram)
    try checkCover(of: count, frames: spectrogram.frameCount)
    return synthesize(spectrogram, count: count ?? sampleCount(frames: spectrogram.frameCount))
  }

  /// The signals of many spectrograms, worked out in parallel.
  ///
  /// - Throws: ``SignalError`` as for one.
  public func inverse(
    _ spectrograms: [Spectrogram<Scalar>],
    count: Int? = nil
  ) throws(SignalError) -> [[Scalar]] {
    for spectrogram in spectrograms { try check(spectrogram) }
    for frames in Set(spectrograms.map(\.frameCount)) { try checkCover(of: count, frames: frames) }
    return parallelMap(spectrograms) {
      synthesize($0, count: count ?? sampleCount(frames: $0.frameCount))
    }
  }

  private func check(_ spectrogram: Spectrogram<Scalar>) throws(SignalError) {
    guard spectrogram.binCount == binCount else {
      throw .mismatch(
        what: "number of frequency bins",
        first: Double(spectrogram.binCount),
        second: Double(binCount)
      )
    }
    let values = spectrogram.values
    if let index = values.firstIndex(where: { !($0.x.isFinite && $0.y.isFinite) }) {
      throw .outOfRange(
        name: "coefficient of frame \(index / binCount) at bin \(index % binCount)",
        value: Double(values[index].x.isFinite ? values[index].y : values[index].x),
        limits: "a finite number"
      )
    }
  }

  /// Refuses numbers of samples that the frames do not cover.
  private func checkCover(of count: Int?, frames: Int) throws(SignalError) {
    guard let count else { return }
    guard count >= 0 else {
      throw .outOfRange(name: "number of samples", value: Double(count), limits: "0 or more")
    }
    let weights = overlapWeights(frames: frames)
    let isCovered =
      padding == .none
      ? count <= sampleCount(frames: frames)
      : margin + count <= weights.count && !weights[margin..<(margin + count)].contains(0)
    guard isCovered else {
      throw .outOfRange(
        name: "hop",
        value: Double(hop),
        limits: """
          short enough for \(frames) frames to cover \(count) samples; ask for fewer samples, \
          such as \(sampleCount(frames: frames)), or give the frames that forward(_:) makes of \
          so many
          """
      )
    }
  }

  private func check(_ samples: [Scalar]) throws(SignalError) {
    let needed = padding == .reflect ? margin + 1 : transformLength - 2 * margin
    guard samples.count >= max(1, needed) else {
      throw .tooShort(
        operation: "A short-time Fourier transform of length \(transformLength)",
        count: samples.count,
        needed: max(1, needed)
      )
    }
    if let index = samples.firstIndex(where: { !$0.isFinite }) { throw .notFinite(index: index) }
  }

  /// The spectrogram of the signal of a spectrogram: the nearest one that belongs to a signal.
  func consistent(_ spectrogram: Spectrogram<Scalar>, count: Int) -> Spectrogram<Scalar> {
    transform(synthesize(spectrogram, count: count))
  }

  /// The signal with what stands beyond its ends.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  private func padded(_ samples: [Scalar]) -> [Scalar] {
    guard margin > 0 else { return samples }
    // A last frame behind the mirrored part ends in zeros.
    let needed = (frameCount(of: samples.count) - 1) * hop + transformLength
    var result = [Scalar](repeating: 0, count: max(samples.count + 2 * margin, needed))
    for n in samples.indices { result[margin + n] = samples[n] }
    if padding == .reflect {
      let end = margin + samples.count - 1
      for n in 1...margin {
        result[margin - n] = result[margin + n]
        result[end + n] = result[end - n]
      }
    }
    return result
  }

  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  private func transform(_ samples: [Scalar]) -> Spectrogram<Scalar> {
    let signal = padded(samples)
    var result = Spectrogram<Scalar>(frameCount: frameCount(of: samples.count), binCount: binCount)
    var frame = [Scalar](repeating: 0, count: transformLength)
    frame.withUnsafeMutableBufferPointer { frame in
      result.values.withUnsafeMutableBufferPointer { spectrum in
        guard let source = frame.baseAddress, let target = spectrum.baseAddress else { return }
        for t in 0..<(spectrum.count / binCount) {
          for n in 0..<transformLength { frame[n] = window[n] * signal[t * hop + n] }
          Scalar.execute(forwardPlan, samples: source, spectrum: target + t * binCount)
        }
      }
    }
    return result
  }

  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  func synthesize(_ spectrogram: Spectrogram<Scalar>, count: Int) -> [Scalar] {
    let frames = spectrogram.frameCount
    var sum = [Scalar](repeating: 0, count: max(0, frames - 1) * hop + transformLength)
    var (spectrum, frame) = (spectrogram.values, [Scalar](repeating: 0, count: transformLength))
    frame.withUnsafeMutableBufferPointer { frame in
      spectrum.withUnsafeMutableBufferPointer { spectrum in
        guard let target = frame.baseAddress, let source = spectrum.baseAddress else { return }
        for t in 0..<frames {
          Scalar.execute(inversePlan, spectrum: source + t * binCount, samples: target)
          for n in 0..<transformLength { sum[t * hop + n] += window[n] * frame[n] }
        }
      }
    }
    let weights = overlapWeights(frames: frames)
    return (0..<count).map { n in
      let place = margin + n
      return place < sum.count ? sum[place] * weights[place] : 0
    }
  }

  /// 1 / (N Σ w²) at every sample under `frames` windows; 0 where nearly no window weight lies.
  func overlapWeights(frames: Int) -> [Scalar] {
    var sums = [Double](repeating: 0, count: max(0, frames - 1) * hop + transformLength)
    let squares = window.map { Double($0) * Double($0) }
    for t in 0..<frames {
      for n in squares.indices { sums[t * hop + n] += squares[n] }
    }
    let least = 1e-10 * (sums.max() ?? 0)
    return sums.map { $0 > least ? Scalar(1 / ($0 * Double(transformLength))) : 0 }
  }
}
