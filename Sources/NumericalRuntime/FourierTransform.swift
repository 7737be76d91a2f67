/// The discrete Fourier transform of n real samples, in single or double precision.
///
///     X_k = Σ_j x_j exp(−2πi jk/n),   k = 0 … n/2
///
/// The spectrum holds `spectrumCount` = n/2 + 1 complex numbers as `SIMD2(real, imaginary)`.
/// ``inverse(_:)`` divides by n, so that it undoes ``forward(_:)``. Plans are cached and shared; a transform
/// may be used from several threads at once.
public struct RealFourierTransform<Scalar: FourierScalar>: Sendable {
  /// The number of samples n.
  public let count: Int
  /// The number of complex coefficients, n/2 + 1.
  public var spectrumCount: Int { count / 2 + 1 }

  private let forwardPlan: FourierPlan
  private let inversePlan: FourierPlan

  /// A transform of `count` samples; quickest where `count` has no prime factor above 7.
  public init(count: Int) {
    self.count = count
    forwardPlan = Scalar.fourierPlan(count: count, direction: .forward)
    inversePlan = Scalar.fourierPlan(count: count, direction: .inverse)
  }

  /// The spectrum of `count` samples.
  public func forward(_ samples: [Scalar]) -> [SIMD2<Scalar>] {
    precondition(samples.count == count, "\(samples.count) samples in a transform of \(count)")
    return Array(unsafeUninitializedCapacity: spectrumCount) { spectrum, initialized in
      samples.withUnsafeBufferPointer { input in
        guard let from = input.baseAddress, let to = spectrum.baseAddress else { return }
        // A forward transform to another place leaves its input as it is (FFTW manual, 4.3.2).
        Scalar.execute(forwardPlan, samples: UnsafeMutablePointer(mutating: from), spectrum: to)
      }
      initialized = spectrumCount
    }
  }

  /// The samples of a spectrum of `spectrumCount` coefficients, divided by `count`.
  ///
  /// Where nobody needs `spectrum` any more it is overwritten instead of copied.
  public func inverse(_ spectrum: consuming [SIMD2<Scalar>]) -> [Scalar] {
    let given = spectrum.count
    precondition(
      given == spectrumCount,
      "\(given) coefficients in a transform that has \(spectrumCount)"
    )
    var input = spectrum
    let scale = 1 / Scalar(count)
    return Array(unsafeUninitializedCapacity: count) { samples, initialized in
      input.withUnsafeMutableBufferPointer { input in
        guard let from = input.baseAddress, let to = samples.baseAddress else { return }
        Scalar.execute(inversePlan, spectrum: from, samples: to)
      }
      Scalar.scale(UnsafeMutableBufferPointer(rebasing: samples[..<count]), by: scale)
      initialized = count
    }
  }

  /// The frequency in Hz of coefficient k for samples `timeStep` seconds apart.
  public func frequency(of k: Int, timeStep: Double) -> Double {
    Double(k) / (Double(count) * timeStep)
  }

  /// The smallest number not below `count` that has only the prime factors 2, 3, 5 and 7.
  public static func efficientCount(atLeast count: Int) -> Int {
    var candidate = max(1, count)
    while true {
      var rest = candidate
      for prime in [2, 3, 5, 7] {
        while rest % prime == 0 { rest /= prime }
      }
      if rest == 1 { return candidate }
      candidate += 1
    }
  }
}
