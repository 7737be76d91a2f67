extension SecondOrderSections {
  /// What a section has in store when the first sample arrives.
  enum Start {
    case rest
    case steady
  }

  /// The filtered samples, forwards, or forwards and backwards for twice the order without delay.
  ///
  /// - Throws: ``SignalError`` if there is no sample, one is not finite, or they are so large that the output
  ///   is not.
  func applied(
    to samples: [Double],
    zeroPhase: Bool,
    start: Start
  ) throws(SignalError) -> [Double] {
    guard !samples.isEmpty else { throw .tooShort(operation: "a filter", count: 0, needed: 1) }
    var output = samples
    output.withUnsafeMutableBufferPointer { output in
      guard let base = output.baseAddress else { return }
      let last = output.count - 1
      run(StridedSamples(first: base, count: output.count, stride: 1), start)
      if zeroPhase {
        run(StridedSamples(first: base + last, count: output.count, stride: -1), start)
      }
    }
    // A recursive filter never forgets a NaN or an infinity: looking at one end finds either.
    guard let last = zeroPhase ? output.first : output.last, last.isFinite else {
      guard let index = FiniteSamples.firstExceptionIndex(in: samples) else {
        throw .overflow(operation: "a filter")
      }
      throw .notFinite(index: index)
    }
    return output
  }

  /// Filters in place, four sections at once.
  private func run(_ samples: StridedSamples, _ start: Start) {
    var level = start == .steady ? samples[0] * gain : 0
    for first in stride(from: 0, to: sections.count, by: 4) {
      var four = FourSections(gain: first == 0 ? gain : 1)
      for (lane, section) in sections[first..<min(first + 4, sections.count)].enumerated() {
        four.set(lane, section, constantInput: level)
        level *= section.constantGain
      }
      four.run(samples)
    }
  }
}

/// Samples in memory, in order of time or against it.
private struct StridedSamples {
  let first: UnsafeMutablePointer<Double>
  let count: Int
  let stride: Int

  subscript(i: Int) -> Double {
    @inline(__always) get { first[i * stride] }
    @inline(__always) nonmutating set { first[i * stride] = newValue }
  }
}

/// Four sections in transposed direct form II, side by side in one vector.
///
/// A section must wait for its own last output, some nine cycles. So all four work at once, each on the output
/// that the one before gave a step ago: section k is at sample n − k while the first is at sample n.
private struct FourSections {
  private let gain: Double
  /// Coefficients; those of a section that is not there are zero, which passes its input on.
  private var b1, b2, a1, a2: SIMD4<Double>
  /// What each section has in store.
  private var s1, s2: SIMD4<Double>

  init(gain: Double) {
    self.gain = gain
    (b1, b2, a1, a2, s1, s2) = (.zero, .zero, .zero, .zero, .zero, .zero)
  }

  /// Puts a section in place that has seen a constant input for ever.
  mutating func set(_ lane: Int, _ section: SecondOrderSections.Section, constantInput: Double) {
    (b1[lane], b2[lane], a1[lane], a2[lane]) = (section.b1, section.b2, section.a1, section.a2)
    let output = constantInput * section.constantGain
    s1[lane] = output - constantInput
    s2[lane] = section.b2 * constantInput - section.a2 * output
  }

  mutating func run(_ samples: StridedSamples) {
    let count = samples.count
    var output = SIMD4<Double>.zero
    for n in 0..<3 {
      // Sections that no sample has reached yet keep what they have in store.
      let (kept1, kept2) = (s1, s2)
      output = step(n < count ? gain * samples[n] : 0, output)
      let waiting = SIMD4<Int64>(0, 1, 2, 3) .> Int64(n)
      s1.replace(with: kept1, where: waiting)
      s2.replace(with: kept2, where: waiting)
    }
    for n in 3..<max(3, count) {
      output = step(gain * samples[n], output)
      samples[n - 3] = output[3]
    }
    for n in max(3, count)..<(count + 3) {
      output = step(0, output)
      samples[n - 3] = output[3]
    }
  }

  /// The outputs of all sections for a new sample and their outputs of a step ago.
  @inline(__always)
  private mutating func step(_ input: Double, _ last: SIMD4<Double>) -> SIMD4<Double> {
    let x = SIMD4(input, last[0], last[1], last[2])
    let y = x + s1
    s1 = (b1 * x + s2) - a1 * y
    s2 = b2 * x - a2 * y
    return y
  }
}
