extension SecondOrderSections {
  /// What a section has in store when the first sample arrives.
  enum Start {
    case rest
    case steady
  }

  /// The filtered samples, forwards, or forwards and backwards for twice the order without delay.
  ///
  /// - Throws: ``SignalError`` if there is no sample or one is not finite.
  func applied(
    to samples: [Double],
    zeroPhase: Bool,
    start: Start
  ) throws(SignalError) -> [Double] {
    guard !samples.isEmpty else { throw .tooShort(operation: "a filter", count: 0, needed: 1) }
    var output = samples
    output.withUnsafeMutableBufferPointer { output in
      run(output, start: start)
      guard zeroPhase else { return }
      output.reverse()
      run(output, start: start)
      output.reverse()
    }
    // A recursive filter never forgets a NaN or an infinity: looking at one end finds either.
    guard let last = zeroPhase ? output.first : output.last, last.isFinite else {
      throw .notFinite(index: FiniteSamples.firstExceptionIndex(in: samples) ?? samples.count - 1)
    }
    return output
  }

  /// Filters in place.
  ///
  /// A section must wait for its own last output, some nine cycles; four sections at once fill that wait.
  private func run(_ samples: UnsafeMutableBufferPointer<Double>, start: Start) {
    guard let first = samples.first else { return }
    for i in samples.indices { samples[i] *= gain }
    var level = start == .steady ? first * gain : 0
    let states = sections.map { section in
      let state = SectionState(section, constantInput: level)
      level *= section.constantGain
      return state
    }
    let fours = states.count / 4 * 4
    for i in stride(from: 0, to: fours, by: 4) {
      pass(samples, states[i], states[i + 1], states[i + 2], states[i + 3])
    }
    for state in states[fours...] { pass(samples, state) }
  }

  private func pass(_ samples: UnsafeMutableBufferPointer<Double>, _ state: SectionState) {
    var state = state
    for i in samples.indices { samples[i] = state.next(samples[i]) }
  }

  private func pass(
    _ samples: UnsafeMutableBufferPointer<Double>,
    _ first: SectionState,
    _ second: SectionState,
    _ third: SectionState,
    _ fourth: SectionState
  ) {
    var (first, second, third, fourth) = (first, second, third, fourth)
    for i in samples.indices {
      samples[i] = fourth.next(third.next(second.next(first.next(samples[i]))))
    }
  }
}

/// A section with its memory, in transposed direct form II.
private struct SectionState {
  private let b1, b2, a1, a2: Double
  private var s1, s2: Double

  /// A section that has seen a constant input for ever.
  init(_ section: SecondOrderSections.Section, constantInput: Double) {
    (b1, b2, a1, a2) = (section.b1, section.b2, section.a1, section.a2)
    let output = constantInput * section.constantGain
    s1 = output - constantInput
    s2 = b2 * constantInput - a2 * output
  }

  @inline(__always)
  mutating func next(_ x: Double) -> Double {
    let y = x + s1
    s1 = (b1 * x + s2) - a1 * y
    s2 = b2 * x - a2 * y
    return y
  }
}
