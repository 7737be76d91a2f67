import Foundation

/// Smoothing of a spectrum with a window of constant width on a logarithmic frequency axis.
///
///     W(f, fc) = (sin x / x)⁴,   x = b log₁₀(f / fc)
///
/// The value at fc is Σ W A / Σ W over the samples of the spectrum. The larger b, the less is smoothed; 40 is usual.
///
/// With `lobes: nil` this is ObsPy's `konno_ohmachi_smoothing` with `normalize=True`. **By default it is not**: beyond
/// x = 20 π, which is fc/37 and 37 fc for b = 40, nothing is added up. Weights there are below 7 × 10⁻⁸, so a
/// spectrum that is flat or falls with frequency comes out the same to 10⁻³; but one that rises steeply does not.
/// For a spectrum ∝ f² up to 1000 fc all lobes give several times the amplitude at fc, for one ∝ f³ thousands of
/// times: what leaks in from far away. The default stays near the spectrum.
///
/// - Reference: Konno & Ohmachi (1998), Bull. Seism. Soc. Am. 88(1), eq. 4.
public struct KonnoOhmachi: Hashable, Sendable {
  /// The coefficient b.
  public let bandwidth: Double
  /// Lobes of the window on either side, the main one included; nil for all.
  public let lobes: Int?

  /// A smoothing of bandwidth coefficient b.
  ///
  /// - Throws: ``SignalError/outOfRange(name:value:limits:)`` unless both are positive.
  public init(bandwidth: Double = 40, lobes: Int? = 20) throws(SignalError) {
    guard bandwidth > 0, bandwidth.isFinite else {
      throw .outOfRange(name: "Konno–Ohmachi bandwidth", value: bandwidth, limits: "positive")
    }
    if let lobes, lobes < 1 {
      throw .outOfRange(name: "number of lobes", value: Double(lobes), limits: "1 or more")
    }
    self.bandwidth = bandwidth
    self.lobes = lobes
  }

  /// The smoothed spectrum at chosen frequencies.
  ///
  /// - Parameters:
  ///   - amplitudes: the spectrum.
  ///   - frequencies: its frequencies in Hz, ascending, as many.
  ///   - centers: where the smoothed spectrum is wanted; nil for `frequencies`. At 0 Hz the window is so
  ///     narrow that the value there is kept.
  /// - Returns: a value for each centre.
  /// - Throws: ``SignalError`` if the numbers differ, an amplitude is not finite, frequencies do not ascend or a
  ///   centre lies outside the spectrum.
  public func smoothed(
    _ amplitudes: [Double],
    frequencies: [Double],
    at centers: [Double]? = nil
  ) throws(SignalError) -> [Double] {
    try SampleCheck.checkPair(amplitudes, frequencies)
    let centers = centers ?? frequencies
    try Self.check(amplitudes, frequencies: frequencies)
    guard let lowest = frequencies.first(where: { $0 > 0 }), let highest = frequencies.last else {
      throw .outOfRange(
        name: "highest frequency of the spectrum in Hz",
        value: frequencies.last ?? 0,
        limits: "above 0 to be smoothed"
      )
    }
    for center in centers where !(lowest * (1 - 1e-9)...highest * (1 + 1e-9)).contains(center) {
      guard center == 0, frequencies.first == 0 else {
        throw .outOfRange(
          name: "centre frequency in Hz",
          value: center,
          limits: "within the spectrum's \(lowest) to \(highest) Hz"
        )
      }
    }
    let axis = Axis(frequencies: frequencies, bandwidth: bandwidth)
    return centers.map { $0 == 0 ? amplitudes[0] : value(amplitudes, axis: axis, center: $0) }
  }

  private static func check(
    _ amplitudes: [Double],
    frequencies: [Double]
  ) throws(SignalError) {
    if let n = amplitudes.firstIndex(where: { !$0.isFinite }) {
      throw .outOfRange(
        name: "amplitude at \(frequencies[n]) Hz",
        value: amplitudes[n],
        limits: "a finite number"
      )
    }
    var last = -Double.leastNonzeroMagnitude
    for frequency in frequencies {
      guard frequency > last, frequency.isFinite else {
        throw .outOfRange(
          name: "frequency in Hz",
          value: frequency,
          limits: "0 or more and above the one before it"
        )
      }
      last = frequency
    }
  }

  /// The frequencies on the axis θ = b log₁₀ f, with sin θ and cos θ: by sin(θ − θc) = sin θ cos θc − cos θ sin θc
  /// no window needs a sine of its own.
  private struct Axis {
    let first: Int
    let theta, sine, cosine: [Double]

    init(frequencies: [Double], bandwidth: Double) {
      first = frequencies.first == 0 ? 1 : 0
      theta = frequencies.map { bandwidth * log10($0) }
      sine = theta.map { $0.isFinite ? sin($0) : 0 }
      cosine = theta.map { $0.isFinite ? cos($0) : 0 }
    }

    /// The first index whose θ is not below a value.
    func index(of value: Double) -> Int {
      var (low, high) = (first, theta.count)
      while low < high {
        let middle = (low + high) / 2
        if theta[middle] < value { low = middle + 1 } else { high = middle }
      }
      return low
    }
  }

  private func value(_ amplitudes: [Double], axis: Axis, center: Double) -> Double {
    let middle = bandwidth * log10(center)
    let (sine, cosine) = (sin(middle), cos(middle))
    let reach = lobes.map { Double($0) * Double.pi } ?? .infinity
    let range = axis.index(of: middle - reach)..<axis.index(of: middle + reach)
    var (sum, weights) = (0.0, 0.0)
    for n in range {
      let x = axis.theta[n] - middle
      // Near the centre the difference of products loses digits; there sin x / x = 1 − x²/6.
      let ratio =
        abs(x) < 1e-4
        ? 1 - x * x / 6 : (axis.sine[n] * cosine - axis.cosine[n] * sine) / x
      let weight = ratio * ratio * ratio * ratio
      sum += weight * amplitudes[n]
      weights += weight
    }
    // A spectrum so sparse that the nearest sample lies beyond the window's reach.
    return weights > 0 ? sum / weights : amplitudes[min(range.lowerBound, amplitudes.count - 1)]
  }
}
