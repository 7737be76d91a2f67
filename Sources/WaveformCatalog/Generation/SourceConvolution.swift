import Foundation
import NumericalRuntime
import Seismology

/// Convolves band-limited seismograms with a moment rate, at the sampling of the seismograms.
///
/// The moment rate itself may reach far beyond the Nyquist frequency. As the seismograms hold nothing above
/// `maximumFrequency`, its spectrum is needed only there; above, it is taken to zero smoothly by a squared cosine
/// from 1.2 `maximumFrequency` to the Nyquist frequency, so that the kernel is short.
struct SourceConvolution {
  /// Weight of the input sample `k - lead` places earlier.
  let kernel: [Float]
  /// Taps before time zero; a kernel reaches so many samples into the future.
  let lead: Int

  /// A kernel for a moment rate (1/s) that begins `delay` seconds after the origin time.
  ///
  /// - Parameters:
  ///   - timeFunction: the moment rate.
  ///   - delay: seconds from the event's origin to the source's own.
  ///   - interval: seconds between the samples.
  ///   - maximumFrequency: above it the seismograms hold nothing, in Hz.
  init(
    _ timeFunction: any SourceTimeFunction,
    delay: Double,
    interval: Double,
    maximumFrequency: Double
  ) {
    let reach = timeFunction.support.upperBound + delay
    let taps = Int((reach / interval).rounded(.up)) + 2 * Self.tail
    var count = 64
    while count < 2 * taps { count *= 2 }
    let transform = RealFourierTransform<Double>(count: count)
    let nyquist = 0.5 / interval
    let corner = min(1.2 * maximumFrequency, 0.9 * nyquist)
    let spectrum = (0..<transform.spectrumCount).map { k in
      let frequency = transform.frequency(of: k, timeStep: interval)
      let value = timeFunction.spectrum(at: frequency)
      let phase = -2 * Double.pi * frequency * delay
      let (c, s) = (cos(phase), sin(phase))
      let taper = Self.taper(frequency, from: corner, to: nyquist)
      return SIMD2(
        taper * (value.real * c - value.imaginary * s),
        taper * (value.real * s + value.imaginary * c)
      )
    }
    let periodic = transform.inverse(spectrum)
    lead = Self.tail
    kernel = (0..<taps).map { Float(periodic[($0 - Self.tail + count) % count]) }
  }

  /// Taps before the moment rate starts and after it ends: there the kernel has fallen to 1e-4 of its peak where the
  /// sampling is at least 2.5 times as dense as the band demands.
  static let tail = 24

  /// Adds the convolution of `input` to `output`, both `(time, receiver)`, row-major.
  ///
  /// - Parameters:
  ///   - input: rows at the sampling interval; before the first there is nothing.
  ///   - skipped: rows of `input` before the time of the first output row.
  ///   - output: the rows that are added to.
  ///   - width: receivers in a row.
  func add(
    convolutionOf input: ArraySlice<Float>,
    skipped: Int,
    to output: inout ArraySlice<Float>,
    width: Int
  ) {
    let rows = output.count / width
    let inputRows = input.count / width
    input.withUnsafeBufferPointer { input in
      output.withUnsafeMutableBufferPointer { output in
        nonisolated(unsafe) let from = input
        nonisolated(unsafe) let to = output
        parallelFor(rows) { row in
          let target = UnsafeMutableBufferPointer(rebasing: to[(row * width)..<((row + 1) * width)])
          for (k, weight) in kernel.enumerated() {
            let source = row + skipped + lead - k
            guard source >= 0, source < inputRows else { continue }
            let values = UnsafeBufferPointer(
              rebasing: from[(source * width)..<((source + 1) * width)]
            )
            for i in 0..<width { target[i] += weight * values[i] }
          }
        }
      }
    }
  }

  /// The convolution of one seismogram; see ``add(convolutionOf:skipped:to:width:)``.
  func convolved(_ input: [Float], skipped: Int, count: Int) -> [Float] {
    (0..<count).map { row in
      var sum: Float = 0
      for (k, weight) in kernel.enumerated() {
        let source = row + skipped + lead - k
        if source >= 0, source < input.count { sum += weight * input[source] }
      }
      return sum
    }
  }

  private static func taper(_ frequency: Double, from corner: Double, to nyquist: Double) -> Double
  {
    guard frequency > corner else { return 1 }
    guard frequency < nyquist else { return 0 }
    let angle = 0.5 * Double.pi * (frequency - corner) / (nyquist - corner)
    return cos(angle) * cos(angle)
  }
}
