public import NumericalRuntime

/// The complex short-time spectra of a signal: `frameCount` rows of `binCount` coefficients.
///
/// Bin k stands for the frequency k / (transform length × sampling interval), from 0 to Nyquist.
public struct Spectrogram<Scalar: FourierScalar>: Hashable, Sendable {
  /// The number of frames, and of frequencies in each.
  public let frameCount, binCount: Int
  /// The coefficients, frame after frame, as `SIMD2(real, imaginary)`.
  public var values: [SIMD2<Scalar>]

  /// A spectrogram of `frameCount × binCount` coefficients, frame after frame.
  public init(frameCount: Int, binCount: Int, values: [SIMD2<Scalar>]) {
    precondition(
      values.count == frameCount * binCount,
      "\(values.count) coefficients for \(frameCount) frames of \(binCount) bins"
    )
    self.frameCount = frameCount
    self.binCount = binCount
    self.values = values
  }

  /// A spectrogram of zeros.
  public init(frameCount: Int, binCount: Int) {
    self.init(
      frameCount: frameCount,
      binCount: binCount,
      values: [SIMD2<Scalar>](repeating: .zero, count: frameCount * binCount)
    )
  }

  /// The coefficient of a frame and a frequency bin.
  public subscript(frame: Int, bin: Int) -> SIMD2<Scalar> {
    get { values[frame * binCount + bin] }
    set { values[frame * binCount + bin] = newValue }
  }

  /// |X|, in the order of ``values``.
  public var magnitudes: [Scalar] {
    values.map { ($0.x * $0.x + $0.y * $0.y).squareRoot() }
  }
}
