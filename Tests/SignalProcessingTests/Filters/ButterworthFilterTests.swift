import ComplexModule
import Foundation
import SignalProcessing
import Testing

@Suite("Butterworth filter")
struct ButterworthFilterTests {
  private let bands: [FilterBand] = [
    .lowpass(0.02), .lowpass(5), .highpass(0.02), .highpass(30), .bandpass(0.02, 0.05),
    .bandpass(1, 20), .bandstop(0.02, 0.05), .bandstop(1, 20),
  ]

  /// |H|² of the analogue filter at the warped frequency tan πfΔt, which the bilinear transform keeps exactly.
  private func power(_ band: FilterBand, order: Int, atHz f: Double, interval: Double) -> Double {
    let w = band.corners.map { tan(.pi * $0 * interval) }
    let x = tan(.pi * f * interval)
    let ratio =
      switch band {
      case .lowpass: x / w[0]
      case .highpass: w[0] / x
      case .bandpass: (x * x - w[0] * w[1]) / (x * (w[1] - w[0]))
      case .bandstop: x * (w[1] - w[0]) / (x * x - w[0] * w[1])
      }
    return 1 / (1 + pow(ratio, Double(2 * order)))
  }

  @Test(
    "The response has the modulus of the analytic Butterworth filter",
    arguments: [1, 2, 3, 4, 8]
  )
  func magnitude(_ order: Int) throws {
    for band in bands {
      let filter = try ButterworthFilter(band, order: order, samplingInterval: 0.005)
      for f in [0.005, 0.019, 0.03, 0.06, 0.5, 1.7, 7, 25, 60, 99] {
        let expected = power(band, order: order, atHz: f, interval: 0.005).squareRoot()
        let found = filter.frequencyResponse(atHz: f).length
        // Rounding of up to 16 poles 1e-3 away from the unit circle.
        #expect(abs(found - expected) <= 1e-9 * expected, "\(band), order \(order), \(f) Hz")
      }
    }
  }

  @Test("Half the power passes at every corner")
  func corners() throws {
    for band in bands {
      for order in 1...8 {
        let filter = try ButterworthFilter(band, order: order, samplingInterval: 0.005)
        for corner in band.corners {
          #expect(abs(filter.frequencyResponse(atHz: corner).lengthSquared - 0.5) < 1e-9)
        }
      }
    }
  }

  @Test("A filtered impulse has the filter's own spectrum", arguments: [1, 2, 3, 4, 5, 8])
  func impulse(_ order: Int) throws {
    for band in [FilterBand.lowpass(5), .highpass(2), .bandpass(1, 20), .bandstop(5, 10)] {
      let filter = try ButterworthFilter(band, order: order, samplingInterval: 0.005)
      var impulse = [Double](repeating: 0, count: 20_000)
      impulse[0] = 1
      let response = try filter.applied(to: impulse)
      for f in [0.5, 3, 7, 15, 60] {
        let step = Complex(cos(2 * .pi * f * 0.005), -sin(2 * .pi * f * 0.005))
        let spectrum = response.reversed().reduce(Complex<Double>.zero) { $0 * step + Complex($1) }
        // The coefficients of sections are rounded; poles are up to 30 times nearer to the circle than to 0.
        #expect((spectrum - filter.frequencyResponse(atHz: f)).length < 1e-10, "\(band) \(order)")
      }
    }
  }

  @Test("Sections stay exact at 0.02 Hz of 200-Hz data at order 8")
  func lowCorner() throws {
    for band in [FilterBand.lowpass(0.02), .highpass(0.02), .bandpass(0.01, 0.02)] {
      let filter = try ButterworthFilter(band, order: 8, samplingInterval: 0.005)
      let f = 0.015
      // A wave switched on slowly, so that after 2,000 s only the steady state is left.
      let samples = (0..<600_000).map { i in
        let t = Double(i) * 0.005
        return sin(2 * .pi * f * t) * (1 - exp(-pow(t / 600, 4)))
      }
      let filtered = try filter.applied(to: samples)
      let h = filter.frequencyResponse(atHz: f)
      for i in stride(from: 500_000, to: 600_000, by: 1000) {
        let angle = 2 * .pi * f * Double(i) * 0.005
        let expected = h.real * sin(angle) + h.imaginary * cos(angle)
        // Coefficients of ±2 rounded to 1e-16 stand against 1 − |pole|² of 1e-4.
        #expect(abs(filtered[i] - expected) < 1e-5)
      }
    }
  }

  @Test("Forwards and backwards squares the response and delays nothing")
  func zeroPhase() throws {
    let filter = try ButterworthFilter(.bandpass(2, 8), order: 4, samplingInterval: 0.01)
    let samples = (0..<4000).map { i in
      let t = Double(i) * 0.01 - 20
      return exp(-0.05 * t * t) * cos(2 * .pi * 3 * t)
    }
    let filtered = try filter.applied(to: samples, zeroPhase: true)
    let gain = filter.frequencyResponse(atHz: 3).lengthSquared
    // The wave is 0.1 Hz wide, over which the response is level to a thousandth.
    #expect(abs(filtered[2000] - gain) < 2e-3)
    #expect((1..<500).allSatisfy { abs(filtered[2000 + $0] - filtered[2000 - $0]) < 1e-12 })
  }

  @Test("A short trace is filtered like the beginning of a long one", arguments: 1...9)
  func shortTraces(_ count: Int) throws {
    let samples = (0..<50).map { sin(Double($0 * $0)) + 3 }
    for order in 1...9 {
      for start in [ButterworthFilter.Start.rest, .steady] {
        let filter = try ButterworthFilter(.bandpass(5, 20), order: order, samplingInterval: 0.01)
        let whole = try filter.applied(to: samples, start: start)
        let part = try filter.applied(to: Array(samples[..<count]), start: start)
        #expect(part == Array(whole[..<count]))
      }
    }
  }

  @Test("A steady start makes no transient of an offset")
  func steadyStart() throws {
    let offset = [Double](repeating: 1000, count: 500)
    let low = try ButterworthFilter(.lowpass(1), order: 5, samplingInterval: 0.01)
    let high = try ButterworthFilter(.highpass(1), order: 5, samplingInterval: 0.01)
    for zeroPhase in [false, true] {
      let lowOutput = try low.applied(to: offset, zeroPhase: zeroPhase, start: .steady)
      #expect(lowOutput.allSatisfy { abs($0 - 1000) < 1e-6 })
      let highOutput = try high.applied(to: offset, zeroPhase: zeroPhase, start: .steady)
      #expect(highOutput.allSatisfy { abs($0) < 1e-6 })
    }
    #expect(try low.applied(to: offset)[0] < 1)
  }

  @Test("Finite samples whose output is not are no fault of a sample's")
  func overflow() throws {
    let filter = try ButterworthFilter(.lowpass(5), order: 4, samplingInterval: 0.025)
    // The step overshoots by a tenth, beyond the largest number.
    let huge = [Double](repeating: 1.79e308, count: 100)
    #expect(throws: SignalError.overflow(operation: "a filter")) {
      try filter.applied(to: huge)
    }
    #expect(throws: SignalError.notFinite(index: 1)) { try filter.applied(to: [1, .infinity, 2]) }
  }

  @Test("Corners beyond Nyquist, out of order or not positive are refused")
  func badCorners() {
    let expected = SignalError.aboveNyquist(
      name: "corner frequency",
      frequencyHz: 20,
      nyquistHz: 20
    )
    #expect(throws: expected) {
      try ButterworthFilter(.bandpass(1, 20), order: 4, samplingInterval: 0.025)
    }
    for band in [FilterBand.lowpass(0), .highpass(-1), .bandpass(2, 1), .bandstop(3, 3)] {
      #expect(throws: SignalError.self) {
        try ButterworthFilter(band, order: 4, samplingInterval: 0.025)
      }
    }
    #expect(throws: SignalError.self) {
      try ButterworthFilter(.lowpass(.nan), order: 4, samplingInterval: 0.025)
    }
  }

  @Test("Orders out of range, bad intervals, empty traces and NaN are refused")
  func refusals() throws {
    for order in [0, 21] {
      #expect(throws: SignalError.self) {
        try ButterworthFilter(.lowpass(1), order: order, samplingInterval: 0.025)
      }
    }
    #expect(throws: SignalError.self) {
      try ButterworthFilter(.lowpass(1), order: 4, samplingInterval: -1)
    }
    for order in [1, 4, 5] {
      let filter = try ButterworthFilter(.lowpass(1), order: order, samplingInterval: 0.025)
      #expect(throws: SignalError.tooShort(operation: "a filter", count: 0, needed: 1)) {
        try filter.applied(to: [])
      }
      for zeroPhase in [false, true] {
        var samples = [Double](repeating: 1, count: 99)
        samples[40] = .nan
        #expect(throws: SignalError.notFinite(index: 40)) {
          try filter.applied(to: samples, zeroPhase: zeroPhase)
        }
        samples[40] = -.infinity
        #expect(throws: SignalError.notFinite(index: 40)) {
          try filter.applied(to: samples, zeroPhase: zeroPhase)
        }
      }
    }
  }
}
