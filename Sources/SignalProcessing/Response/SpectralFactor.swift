import Foundation
import NumericalRuntime
import Synchronization

/// Multiplies the spectra of records with a function of frequency that is worked out once for each length and
/// sampling interval, however many threads ask for it.
final class SpectralFactor: Sendable {
  private struct Sampling: Hashable {
    let count: Int
    let interval: Double
  }

  private let make: @Sendable (_ count: Int, _ interval: Double) -> [SIMD2<Double>]
  private let made = Mutex<[Sampling: [SIMD2<Double>]]>([:])

  /// A factor whose values at the frequencies of a real transform of `count` samples `make` works out.
  init(_ make: @escaping @Sendable (_ count: Int, _ interval: Double) -> [SIMD2<Double>]) {
    self.make = make
  }

  /// The samples with their spectrum multiplied, of the same number.
  ///
  /// They are padded with zeros to at least twice their number, so that the end does not run into the start;
  /// the number is even and has no prime factor above 7.
  func applied(to samples: [Double], samplingInterval: Double) -> [Double] {
    let count = 2 * RealFourierTransform<Double>.efficientCount(atLeast: samples.count)
    let transform = RealFourierTransform<Double>(count: count)
    let padded = samples + [Double](repeating: 0, count: count - samples.count)
    var spectrum = transform.forward(padded)
    let factors = factors(count: count, interval: samplingInterval)
    for k in spectrum.indices {
      let (a, b) = (spectrum[k], factors[k])
      spectrum[k] = SIMD2(a.x * b.x - a.y * b.y, a.x * b.y + a.y * b.x)
    }
    // The highest coefficient of real samples is real; it keeps its modulus.
    let last = spectrum[count / 2]
    spectrum[count / 2] = SIMD2((last * last).sum().squareRoot(), 0)
    return Array(transform.inverse(spectrum).prefix(samples.count))
  }

  private func factors(count: Int, interval: Double) -> [SIMD2<Double>] {
    made.withLock { made in
      let sampling = Sampling(count: count, interval: interval)
      if let factors = made[sampling] { return factors }
      let factors = make(count, interval)
      // Records of many lengths shall not fill the memory.
      if made.count >= 8 { made.removeAll() }
      made[sampling] = factors
      return factors
    }
  }
}

/// What is done to samples before their spectrum is taken.
enum SpectralPreparation {
  /// Refuses samples that cannot be transformed.
  static func check(
    _ samples: [Double],
    samplingInterval: Double,
    operation: String
  ) throws(SignalError) {
    try FiniteSamples.require(samples, for: operation, minimum: 2)
    try FiniteSamples.require(samplingInterval: samplingInterval)
  }

  /// The samples without their mean and with both ends tapered by a quarter of a cosine, as SAC does.
  ///
  /// - Parameters:
  ///   - samples: at least two samples.
  ///   - removesMean: whether the mean is taken away.
  ///   - taperFraction: the share of all samples, from 0 to 1, that both flanks take together.
  /// - Returns: as many samples.
  static func prepared(
    _ samples: [Double],
    removesMean: Bool,
    taperFraction: Double
  ) -> [Double] {
    var samples = samples
    let last = samples.count - 1
    if removesMean {
      let mean = samples.reduce(0, +) / Double(samples.count)
      for i in samples.indices { samples[i] -= mean }
    }
    guard taperFraction > 0 else { return samples }
    // The flank reaches 1 at sample `flank`, one further in than a symmetric window's would.
    let flank = min(max(1, Int(Double(samples.count) * taperFraction / 2 + 0.5)), last)
    for i in 0...flank {
      let factor = sin(.pi / 2 * Double(i) / Double(flank))
      samples[i] *= factor
      samples[last - i] *= factor
    }
    return samples
  }
}
