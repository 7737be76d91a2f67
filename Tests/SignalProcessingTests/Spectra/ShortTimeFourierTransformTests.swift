import Foundation
import NumericalRuntime
import SignalProcessing
import TestSupport
import Testing

/// A signal that no symmetry makes easy.
private func noise<Scalar: FourierScalar>(_ count: Int, seed: UInt64) -> [Scalar] {
  var generator = SeededGenerator(seed: seed)
  return (0..<count).map { _ in Scalar(generator.gaussian()) }
}

@Suite struct ShortTimeFourierTransformTests {
  private static let windows: [Window] = [
    .hann, .hamming, .blackman, .rectangular, .kaiser(beta: 6), .tukey(taperedFraction: 0.5),
  ]

  @Test(
    "Forward and inverse give the signal back, ends included",
    arguments: windows,
    [1000, 1001, 6000, 5987]
  )
  func roundTrip(_ window: Window, _ count: Int) throws {
    for (length, hop, transform) in [(160, 40, 160), (128, 32, 256), (75, 17, 81), (160, 40, 161)] {
      for padding in [EdgePadding.reflect, .zeros] {
        let double = try ShortTimeFourierTransform<Double>(
          window: window,
          windowLength: length,
          hop: hop,
          transformLength: transform,
          padding: padding
        )
        let samples: [Double] = noise(count, seed: 3)
        let same = try double.inverse(double.forward(samples), count: count)
        #expect(largestDifference(samples, same) < 1e-12, "\(window) \(length) \(hop) \(count)")
        let float = try ShortTimeFourierTransform<Float>(
          window: window,
          windowLength: length,
          hop: hop,
          transformLength: transform,
          padding: padding
        )
        let single: [Float] = noise(count, seed: 3)
        let again = try float.inverse(float.forward(single), count: count)
        let error = relativeError(again.map(Double.init), single.map(Double.init))
        #expect(error < 1e-6, "\(window) \(length) \(hop) \(count)")
      }
    }
  }

  @Test(
    "The transform of ground-motion generation has 131 frames of 81 bins for a minute at 100 Hz"
  )
  func preset() throws {
    let transform = try ShortTimeFourierTransform<Float>.groundMotionGeneration()
    let samples: [Float] = noise(6000, seed: 5)
    let spectrogram = try transform.forward(samples)
    #expect(spectrogram.frameCount == 131 && spectrogram.binCount == 81)
    #expect(transform.sampleCount(frames: 131) == 5980)
    let back = try transform.inverse(spectrogram, count: 6000)
    #expect(relativeError(back.map(Double.init), samples.map(Double.init)) < 1e-6)
    #expect(abs(transform.frequencies(samplingInterval: 0.01)[80] - 50) < 1e-12)
    #expect(abs(transform.frameTimes(count: 131, samplingInterval: 0.01)[130] - 59.8) < 1e-12)
  }

  @Test(
    "Long hops give the signal back too, for every length",
    arguments: [
      (Window.hann, 40), (.hann, 80), (.hann, 100), (.hamming, 100), (.blackman, 80),
      (.rectangular, 80), (.rectangular, 100), (.rectangular, 159), (.rectangular, 160),
    ]
  )
  func longHops(_ window: Window, _ hop: Int) throws {
    for padding in [EdgePadding.reflect, .zeros] {
      let double = try ShortTimeFourierTransform<Double>(
        window: window,
        windowLength: 160,
        hop: hop,
        padding: padding
      )
      let float = try ShortTimeFourierTransform<Float>(
        window: window,
        windowLength: 160,
        hop: hop,
        padding: padding
      )
      for count in [Int](81...90) + [Int](700..<(700 + hop)) {
        let samples: [Double] = noise(count, seed: 3)
        let same = try double.inverse(double.forward(samples), count: count)
        #expect(largestDifference(samples, same) < 1e-12, "\(window) \(hop) \(count)")
        let single = samples.map { Float($0) }
        let spectrogram = try float.forward(single)
        #expect(spectrogram.frameCount == float.frameCount(of: count))
        let again = try float.inverse(spectrogram, count: count)
        let error = relativeError(again.map(Double.init), single.map(Double.init))
        #expect(error < 1e-6, "\(window) \(hop) \(count)")
      }
    }
  }

  @Test("Frames stand where torch.stft puts them; at most one more covers the end")
  func frameCounts() throws {
    for (window, hop) in [(Window.hann, 40), (.hann, 80), (.rectangular, 46), (.hann, 100)] {
      let transform = try ShortTimeFourierTransform<Float>(
        window: window,
        windowLength: 160,
        hop: hop
      )
      for count in 300..<(300 + hop) {
        let more = transform.frameCount(of: count) - (1 + count / hop)
        // A Hann window 40 samples from its middle is at half its height; 79 samples away at 4e-4.
        #expect(more == 0 || hop > 46 && more == 1)
      }
    }
  }

  @Test(
    "What frames do not cover, coefficients that are no numbers and negative counts are refused"
  )
  func inverseRefusals() throws {
    let transform = try ShortTimeFourierTransform<Float>(windowLength: 64, hop: 48)
    var spectrogram = try transform.forward(noise(48 * 5, seed: 1))
    #expect(throws: SignalError.self) { try transform.inverse(spectrogram, count: 48 * 5 + 33) }
    #expect(throws: SignalError.self) { try transform.inverse(spectrogram, count: -1) }
    let unpadded = try ShortTimeFourierTransform<Float>(
      windowLength: 64,
      hop: 16,
      padding: .none
    )
    let inside = try unpadded.forward(noise(64 + 16 * 3 + 5, seed: 1))
    #expect(throws: SignalError.self) { try unpadded.inverse(inside, count: 64 + 16 * 3 + 5) }
    spectrogram[2, 3].y = .nan
    #expect(throws: SignalError.self) { try transform.inverse(spectrogram) }
    #expect(throws: SignalError.self) { try transform.inverse([spectrogram], count: 200) }
    #expect(throws: SignalError.self) {
      try ShortTimeFourierTransform<Float>(weights: [1, .nan, 1], hop: 1)
    }
    // Invertible in exact arithmetic, but single precision would keep four digits.
    #expect(throws: SignalError.self) {
      try ShortTimeFourierTransform<Float>(windowLength: 160, hop: 159)
    }
  }

  @Test("Each frame is the discrete Fourier transform of the windowed, mirrored signal")
  func definition() throws {
    let transform = try ShortTimeFourierTransform<Double>(
      window: .hamming,
      windowLength: 9,
      hop: 4,
      transformLength: 12
    )
    let samples: [Double] = noise(31, seed: 8)
    let spectrogram = try transform.forward(samples)
    let weights = try Window.hamming.coefficients(count: 9)
    #expect(spectrogram.frameCount == 1 + 31 / 4)
    for t in 0..<spectrogram.frameCount {
      for k in 0..<7 {
        var sum = SIMD2<Double>.zero
        for (n, weight) in weights.enumerated() {
          // The window starts at sample 1 of 12; sample 6 is the frame's centre.
          var place = 4 * t + n + 1 - 6
          if place < 0 { place = -place }
          if place > 30 { place = 60 - place }
          let angle = -2 * Double.pi * Double(k * (n + 1)) / 12
          sum += weight * samples[place] * SIMD2(cos(angle), sin(angle))
        }
        let difference = spectrogram[t, k] - sum
        #expect(abs(difference.x) + abs(difference.y) < 1e-13)
      }
    }
  }

  @Test("Without padding, frames lie within the signal and the covered samples come back")
  func unpadded() throws {
    let transform = try ShortTimeFourierTransform<Double>(
      windowLength: 64,
      hop: 16,
      padding: .none
    )
    let samples: [Double] = noise(64 + 16 * 9, seed: 2)
    let spectrogram = try transform.forward(samples)
    #expect(spectrogram.frameCount == 10)
    let back = try transform.inverse(spectrogram)
    #expect(back.count == samples.count && back[0] == 0)
    #expect(largestDifference(Array(samples.dropFirst()), Array(back.dropFirst())) < 1e-12)
  }

  @Test("Many signals in parallel give what each gives alone")
  func batch() throws {
    let transform = try ShortTimeFourierTransform<Float>(windowLength: 128, hop: 32)
    let signals: [[Float]] = (0..<9).map { noise(700 + $0, seed: UInt64($0)) }
    let together = try transform.forward(signals)
    for (signal, spectrogram) in zip(signals, together) {
      #expect(try transform.forward(signal) == spectrogram)
    }
    let back = try transform.inverse(together, count: 700)
    #expect(back.allSatisfy { $0.count == 700 })
  }

  @Test("Windows without overlap, signals too short and samples that are no numbers are refused")
  func refusals() throws {
    #expect(throws: SignalError.self) {
      // A Hann window as long as the hop has a zero that no other frame covers.
      try ShortTimeFourierTransform<Float>(windowLength: 64, hop: 64)
    }
    #expect(throws: SignalError.self) {
      try ShortTimeFourierTransform<Float>(window: .rectangular, windowLength: 64, hop: 65)
    }
    #expect(throws: SignalError.self) {
      try ShortTimeFourierTransform<Float>(windowLength: 64, hop: 16, transformLength: 63)
    }
    let transform = try ShortTimeFourierTransform<Float>(windowLength: 64, hop: 16)
    #expect(
      throws: SignalError.tooShort(
        operation: "A short-time Fourier transform of length 64",
        count: 32,
        needed: 33
      )
    ) { try transform.forward([Float](repeating: 1, count: 32)) }
    #expect(throws: SignalError.notFinite(index: 7)) {
      var samples = [Float](repeating: 1, count: 100)
      samples[7] = .nan
      _ = try transform.forward(samples)
    }
    #expect(throws: SignalError.self) {
      try transform.inverse(Spectrogram(frameCount: 3, binCount: 32))
    }
  }
}

private func largestDifference(_ a: [Double], _ b: [Double]) -> Double {
  a.count == b.count ? zip(a, b).map { abs($0 - $1) }.max() ?? 0 : .infinity
}
