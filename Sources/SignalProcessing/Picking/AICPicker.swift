import Foundation

/// Finds the sample at which a record changes from noise to signal, by Akaike's information criterion.
///
/// For a window of N samples that splits after k of them,
///
///     AIC(k) = k ln var(x₁…x_k) + (N − k − 1) ln var(x_{k+1}…x_N)
///
/// is smallest where the two parts are best described as two different Gaussian noises: at the onset, if the
/// window holds exactly one. Components are judged together by the sum of their criteria.
///
/// - Reference: Maeda (1985), Zisin 38, 365–379, as computed directly from the record; equal to
///   `obspy.signal.trigger.aic_simple`.
public enum AICPicker {
  /// The sample of the onset, and how sharply the criterion points at it.
  public struct Onset: Hashable, Sendable {
    /// The first sample of the signal, counted from the start of the window: a whole number.
    public let index: Double
    /// Samples by which the onset may be off: the spread of Akaike weights exp(−(AIC − min)/2) about it, at
    /// least half a sample.
    public let uncertainty: Double
  }

  /// AIC(k) for k = 1…N − 1 as the entries 0…N − 2; the last entry repeats the one before.
  ///
  /// A part without any variance counts as one of 10⁻³⁰ of the window's, so that dead samples give no infinity.
  ///
  /// - Throws: ``SignalError/notFinite(index:)`` for a sample that is no number.
  public static func criterion(of samples: [Double]) throws(SignalError) -> [Double] {
    try FiniteSamples.require(samples, for: "Akaike's criterion", minimum: 0)
    let count = samples.count
    guard count > 2 else { return [Double](repeating: 0, count: count) }
    let left = variances(samples)
    let right = Array(variances(samples.reversed()).reversed())
    let total = left[count - 1]
    guard total > 0 else { return [Double](repeating: 0, count: count) }
    let floor = 1e-30 * total
    var result = [Double](repeating: 0, count: count)
    for k in 1..<count {
      result[k - 1] =
        Double(k) * log(max(left[k - 1], floor))
        + Double(count - k - 1) * log(max(right[k], floor))
    }
    result[count - 1] = result[count - 2]
    return result
  }

  /// The onset in a window of one or several components.
  ///
  /// - Parameters:
  ///   - components: the components, equally long; silent ones are left out.
  ///   - margin: samples at either end at which no onset is looked for, where one part is too short to have
  ///     a variance of weight.
  /// - Returns: nil if the window has fewer than `2 margin + 3` samples or no motion at all.
  /// - Throws: ``SignalError`` for components of different lengths, samples that are no numbers and a negative
  ///   margin.
  public static func onset(
    in components: [[Double]],
    margin: Int = 5
  ) throws(SignalError) -> Onset? {
    guard margin >= 0 else {
      throw .outOfRange(name: "margin", value: Double(margin), limits: "0 samples or more")
    }
    for other in components where other.count != components[0].count {
      throw .mismatch(
        what: "number of samples",
        first: Double(components[0].count),
        second: Double(other.count)
      )
    }
    let active = components.filter { x in x.contains { $0 != x.first } }
    for component in active {
      try FiniteSamples.require(component, for: "Akaike's criterion", minimum: 0)
    }
    guard let count = active.first?.count, count >= 3, margin <= (count - 3) / 2 else { return nil }
    var sum = [Double](repeating: 0, count: count)
    for component in active {
      for (k, value) in try criterion(of: component).enumerated() { sum[k] += value }
    }
    let range = margin..<count - 1 - margin
    guard let best = range.min(by: { sum[$0] < sum[$1] }) else { return nil }
    return Onset(index: Double(best + 1), uncertainty: spread(sum, about: best, in: range))
  }

  /// The root mean square distance from the minimum, weighed by exp(−(AIC − min)/2).
  private static func spread(_ values: [Double], about best: Int, in range: Range<Int>) -> Double {
    var (weights, squares) = (0.0, 0.0)
    for k in range {
      let weight = exp(-0.5 * (values[k] - values[best]))
      weights += weight
      squares += weight * Double((k - best) * (k - best))
    }
    return max((squares / weights).squareRoot(), 0.5)
  }

  /// The variances of the first 1, 2, … samples (Welford's recurrence: no cancellation).
  private static func variances(_ samples: some Sequence<Double>) -> [Double] {
    var (mean, sum, count) = (0.0, 0.0, 0.0)
    return samples.map { x in
      count += 1
      let delta = x - mean
      mean += delta / count
      sum += delta * (x - mean)
      return sum / count
    }
  }
}
