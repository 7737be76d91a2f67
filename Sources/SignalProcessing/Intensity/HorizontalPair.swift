/// Two horizontal components at right angles, brought to the times that both have.
public struct HorizontalPair: Hashable, Sendable {
  /// The components, sampled at the same times.
  public let first, second: IntensityMeasures.Motion
  /// Seconds from the first sample of the first component to the first common one.
  public let start: Double
  /// By how much of a sample the second component was moved onto the times of the first; 0 if it stays as it is.
  public let shift: Double

  /// The common part of two components.
  ///
  /// Where their samples stand more than a twentieth of a sampling interval apart, which would change RotD by up to
  /// 1 % near the Nyquist frequency, the second one is interpolated (``LanczosInterpolation``).
  ///
  /// - Parameters:
  ///   - first: one component.
  ///   - second: the one at right angles to it, sampled at the same rate.
  ///   - delay: seconds from the first sample of `first` to that of `second`; may be negative.
  /// - Throws: ``SignalError`` if the two are not sampled alike, hold samples that are not finite or have fewer than four samples in common.
  public init(
    _ first: IntensityMeasures.Motion,
    _ second: IntensityMeasures.Motion,
    delay: Double
  ) throws(SignalError) {
    for motion in [first, second] {
      try SampleCheck.checkPair(motion.acceleration, motion.velocity)
      try SampleCheck.checkPair(motion.acceleration, motion.displacement)
    }
    let step = first.samplingInterval
    let count = max(first.acceleration.count, second.acceleration.count)
    // Rates that drift apart by half a sample over the record are not the same.
    guard abs(step - second.samplingInterval) * Double(count) < 0.5 * step else {
      throw .mismatch(what: "sampling interval", first: step, second: second.samplingInterval)
    }
    guard abs(delay / step) < 1e12 else { throw Self.apart(0) }
    let lag = Int((delay / step).rounded())
    let start = max(0, lag)
    let end = min(first.acceleration.count, lag + second.acceleration.count)
    guard end - start >= 4 else { throw Self.apart(max(0, end - start)) }
    let offset = Double(lag) - delay / step
    shift = abs(offset) > 0.05 ? offset : 0
    let moved = shift == 0 ? second : try second.moved(by: offset)
    self.start = Double(start) * step
    self.first = first.cut(start..<end)
    self.second = moved.cut((start - lag)..<(end - lag))
  }

  private static func apart(_ count: Int) -> SignalError {
    .outOfRange(
      name: "number of samples common to both horizontal components",
      value: Double(count),
      limits: "4 or more"
    )
  }

  /// Peaks and response spectra over all orientations.
  ///
  /// - Throws: ``SignalError`` for samples that are not finite, or a period or damping out of range.
  public func measures(
    periods: [Double] = ResponseSpectrum.standardPeriods,
    damping: Double = 0.05
  ) throws(SignalError) -> HorizontalMeasures {
    HorizontalMeasures(
      acceleration: try HorizontalPeak(of: first.acceleration, second.acceleration),
      velocity: try HorizontalPeak(of: first.velocity, second.velocity),
      displacement: try HorizontalPeak(of: first.displacement, second.displacement),
      spectrum: try RotatedSpectrum(
        of: first.acceleration,
        second.acceleration,
        samplingInterval: first.samplingInterval,
        periods: periods,
        damping: damping
      )
    )
  }
}

/// What two horizontal components say of the strength of shaking, over all orientations.
public struct HorizontalMeasures: Hashable, Sendable {
  /// Peak acceleration in m/s², velocity in m/s and displacement in m.
  public let acceleration, velocity, displacement: HorizontalPeak
  /// PSA.
  public let spectrum: RotatedSpectrum
}

extension IntensityMeasures.Motion {
  /// A part of it.
  fileprivate func cut(_ range: Range<Int>) -> Self {
    Self(
      acceleration: Array(acceleration[range]),
      velocity: Array(velocity[range]),
      displacement: Array(displacement[range]),
      samplingInterval: samplingInterval
    )
  }

  /// As many values, a part of a sampling interval (at most half) later or earlier than the samples.
  fileprivate func moved(by offset: Double) throws(SignalError) -> Self {
    let lanczos = try LanczosInterpolation()
    func moved(_ samples: [Double]) throws(SignalError) -> [Double] {
      // A sample more at the end that it runs out of.
      let extended = [samples[0]] + samples + [samples[samples.count - 1]]
      return try lanczos.applied(
        to: extended,
        samplingInterval: 1,
        offset: 1 + offset,
        newInterval: 1,
        count: samples.count
      )
    }
    return Self(
      acceleration: try moved(acceleration),
      velocity: try moved(velocity),
      displacement: try moved(displacement),
      samplingInterval: samplingInterval
    )
  }
}
