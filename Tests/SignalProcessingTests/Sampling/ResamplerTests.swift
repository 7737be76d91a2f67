import ComplexModule
import Foundation
import SignalProcessing
import TestSupport
import Testing

@Suite("Resampling")
struct ResamplerTests {
  private let methods: [Resampler.Method] = [
    .fourier(), .polyphase, .lanczos(halfWidth: 40),
  ]

  /// A wave packet of 2 Hz in the middle of 60 s.
  private func packet(interval: Double, count: Int) -> [Double] {
    (0..<count).map { i in
      let t = Double(i) * interval - 30
      return exp(-0.02 * t * t) * cos(2 * .pi * 2 * t)
    }
  }

  @Test("A wave below both Nyquist frequencies keeps its values at the new times")
  func wave() throws {
    // Up, down, by whole numbers and not, and from an interval that makes no whole number of periods.
    for (old, new) in [(0.025, 0.05), (0.025, 0.01), (0.025, 0.04), (0.025, 0.08), (0.03, 0.07)] {
      let samples = packet(interval: old, count: Int(60 / old))
      for method in methods {
        let resampled = try Resampler(method, from: old, to: new).applied(to: samples)
        let exact = packet(interval: new, count: resampled.count)
        #expect(abs(Double(resampled.count) * new - 60) <= 2 * new)
        let tolerance =
          switch method {
          // The packet ends at 1.5e-8 and so repeats itself almost exactly.
          case .fourier: 1e-7
          // Ripple of a filter of ±10 coarse samples with Kaiser's β = 5: 57 dB down.
          case .polyphase: 3e-3
          // Ripple of the windowed sinc function of ±40 samples well below Nyquist.
          case .lanczos: 1e-4
          }
        let error = relativeError(resampled, exact)
        #expect(error < tolerance, "\(method) from \(old) s to \(new) s: \(error)")
      }
    }
  }

  @Test("On the way down a wave above the new Nyquist frequency vanishes instead of folding back")
  func aliases() throws {
    let samples = (0..<4000).map { i in
      let t = Double(i) * 0.025 - 50
      return exp(-0.005 * t * t) * cos(2 * .pi * 14 * t)
    }
    for method in methods {
      let resampled = try Resampler(method, from: 0.025, to: 0.05).applied(to: samples)
      // Stop bands: none left, 50 dB, and that of the window of ±40 coarse samples.
      #expect(resampled.allSatisfy { abs($0) < 3e-3 }, "\(method)")
    }
  }

  @Test("There and back again with Fourier is the same trace", arguments: [100, 101])
  func roundTrip(_ count: Int) throws {
    let samples = (0..<count).map { sin(Double($0 * $0)) }
    let up = try Resampler(from: 1, to: 0.5).applied(to: samples)
    #expect(up.count == 2 * count)
    #expect(
      stride(from: 0, to: 2 * count, by: 2).allSatisfy { abs(up[$0] - samples[$0 / 2]) < 1e-13 }
    )
    let back = try Resampler(from: 0.5, to: 1).applied(to: up)
    #expect(zip(back, samples).allSatisfy { abs($0 - $1) < 1e-13 })
  }

  @Test("Interpolated values stand at the times asked for and nowhere outside")
  func common() throws {
    let samples = packet(interval: 0.025, count: 2400)
    let lanczos = try LanczosInterpolation()
    let shifted = try lanczos.applied(
      to: samples,
      samplingInterval: 0.025,
      offset: 10.0113,
      newInterval: 0.025,
      count: 1000
    )
    let exact = (0..<1000).map { i in
      let t = Double(i) * 0.025 + 10.0113 - 30
      return exp(-0.02 * t * t) * cos(2 * .pi * 2 * t)
    }
    // Ripple of ±20 samples at a tenth of the Nyquist frequency.
    #expect(relativeError(shifted, exact) < 1e-4)
    for (offset, count) in [(-0.1, 10), (50, 1000), (0, 0)] {
      #expect(throws: SignalError.self) {
        try lanczos.applied(
          to: samples,
          samplingInterval: 0.025,
          offset: offset,
          newInterval: 0.025,
          count: count
        )
      }
    }
    // The very ends are inside.
    let ends = try lanczos.applied(
      to: samples,
      samplingInterval: 0.025,
      offset: 0,
      newInterval: 2399 * 0.025,
      count: 2
    )
    #expect(ends.count == 2)
  }

  @Test("The same interval, one sample, no sample and NaN")
  func edges() throws {
    for method in methods {
      #expect(try Resampler(method, from: 0.1, to: 0.1).applied(to: [1, 2, 3]) == [1, 2, 3])
      let resampler = try Resampler(method, from: 0.1, to: 0.05)
      #expect(throws: SignalError.tooShort(operation: "resampling", count: 0, needed: 1)) {
        try resampler.applied(to: [])
      }
      #expect(throws: SignalError.notFinite(index: 1)) { try resampler.applied(to: [1, .nan]) }
      #expect(try resampler.applied(to: [1]).allSatisfy { $0.isFinite })
    }
    #expect(throws: SignalError.self) { try Resampler(from: 0.1, to: 1).applied(to: [1, 2]) }
    #expect(throws: SignalError.self) { try Resampler(from: 0.1, to: .nan) }
    #expect(throws: SignalError.self) { try Resampler(.polyphase, from: 1, to: .pi) }
    #expect(throws: SignalError.self) { try Resampler(.lanczos(halfWidth: 0), from: 1, to: 2) }
  }
}

@Test(
  "More samples than memory holds are refused with the limit",
  arguments: [Resampler.Method.fourier(), .polyphase, .lanczos()]
)
func tooManySamples(method: Resampler.Method) throws {
  let samples = [Double](repeating: 1, count: 100_000)
  // A day at 1 Hz as 10 kHz, and with the others far beyond what an integer counts.
  for interval in [1e-4, 1e-300] {
    if method == .polyphase, interval < 1e-4 { continue }
    let resampler = try Resampler(method, from: 1, to: interval)
    let error = #expect(throws: SignalError.self) { try resampler.applied(to: samples) }
    #expect(error.map { "\($0)" }?.contains("268435456") == true)
  }
}

@Suite("Decimation")
struct DecimationTests {
  @Test(
    "The lowpass is 96 dB down from the new Nyquist frequency on and level below two thirds of it"
  )
  func response() throws {
    for factor in 2...16 {
      let stop = 20 / Double(factor)
      let lowpass = try AntiAliasFilter(stopHz: stop, samplingInterval: 0.025)
      #expect(lowpass.order <= 12)
      #expect(lowpass.passHz > 0.6 * stop)
      for part in stride(from: 0.0, through: 1, by: 0.01) {
        let above = lowpass.frequencyResponse(atHz: stop + part * (20 - stop)).length
        #expect(above < 1.01 * pow(10, -96 / 20.0))
        let below = lowpass.frequencyResponse(atHz: part * lowpass.passHz).length
        #expect(below > pow(10, -1.001 / 20.0) && below < 1 + 1e-9)
      }
    }
  }

  @Test("Zero phase delays nothing")
  func zeroPhase() throws {
    let samples = (0..<2401).map { i in
      let t = Double(i) * 0.025 - 30
      return exp(-0.1 * t * t)
    }
    let thinned = try Decimation(factor: 4, zeroPhase: true)
      .applied(to: samples, samplingInterval: 0.025)
    #expect(thinned.count == 601)
    for i in 0..<601 { #expect(abs(thinned[i] - samples[4 * i]) < 1e-6) }
  }

  @Test("Bad factors, empty traces and NaN are refused")
  func refusals() throws {
    for factor in [0, -2, 17] {
      #expect(throws: SignalError.self) { try Decimation(factor: factor) }
    }
    for factor in [1, 3] {
      let decimation = try Decimation(factor: factor)
      #expect(throws: SignalError.self) { try decimation.applied(to: [], samplingInterval: 1) }
      #expect(throws: SignalError.notFinite(index: 0)) {
        try decimation.applied(to: [.nan, 1], samplingInterval: 1)
      }
    }
  }
}
