import Foundation
import SignalProcessing
import Testing

@Suite("Integration and differentiation")
struct IntegrationTests {
  private let interval = 0.01
  private let count = 1000
  /// Three whole periods in 10 s.
  private let omega = 2 * Double.pi * 0.3

  private func wave(_ value: (Double) -> Double) -> [Double] {
    (0..<count).map { value(omega * Double($0) * interval) }
  }

  @Test("The integral of cos ωt is sin ωt / ω")
  func cosine() throws {
    let sine = wave { sin($0) / omega }
    let trapezoid = try Integration.trapezoid.applied(to: wave(cos), samplingInterval: interval)
    let fourier = try Integration.fourier.applied(to: wave(cos), samplingInterval: interval)
    #expect(trapezoid[0] == 0)
    // The rule's error is (ωΔt)²/12 of the amplitude; Fourier's is rounding.
    let bound = pow(omega * interval, 2) / 12 / omega * 1.01
    #expect(zip(trapezoid, sine).allSatisfy { abs($0 - $1) < bound })
    #expect(zip(fourier, sine).allSatisfy { abs($0 - $1) < 1e-13 })
  }

  @Test("The derivative of sin ωt is ω cos ωt")
  func derivative() throws {
    let cosine = wave { omega * cos($0) }
    let central = try Differentiation.centralDifference
      .applied(to: wave(sin), samplingInterval: interval)
    let fourier = try Differentiation.fourier.applied(to: wave(sin), samplingInterval: interval)
    // Central differences lose (ωΔt)²/6; the ends are of first order.
    let bound = omega * pow(omega * interval, 2) / 6 * 1.01
    #expect(zip(central, cosine).dropFirst().dropLast().allSatisfy { abs($0 - $1) < bound })
    #expect(zip(fourier, cosine).allSatisfy { abs($0 - $1) < 1e-11 })
  }

  @Test(
    "Fourier's derivative undoes Fourier's integral but for mean and Nyquist",
    arguments: [99, 100]
  )
  func inverse(_ count: Int) throws {
    var samples = (0..<count).map { sin(Double($0 * $0)) }
    samples = try Detrend.constant.applied(to: samples)
    if count.isMultiple(of: 2) {
      let nyquist = samples.enumerated().reduce(0) {
        $0 + ($1.offset % 2 == 0 ? 1 : -1) * $1.element
      }
      for i in samples.indices { samples[i] -= (i % 2 == 0 ? 1 : -1) * nyquist / Double(count) }
    }
    let integral = try Integration.fourier.applied(to: samples, samplingInterval: interval)
    let back = try Differentiation.fourier.applied(to: integral, samplingInterval: interval)
    #expect(zip(back, samples).allSatisfy { abs($0 - $1) < 1e-12 })
  }

  @Test("Short traces, bad intervals and NaN")
  func edges() throws {
    for method in [Integration.trapezoid, .fourier] {
      #expect(try method.applied(to: [5], samplingInterval: 1) == [0])
      #expect(throws: SignalError.self) { try method.applied(to: [], samplingInterval: 1) }
      #expect(throws: SignalError.self) { try method.applied(to: [1], samplingInterval: .nan) }
      #expect(throws: SignalError.notFinite(index: 1)) {
        try method.applied(to: [1, .nan], samplingInterval: 1)
      }
    }
    for method in [Differentiation.centralDifference, .fourier] {
      #expect(throws: SignalError.self) { try method.applied(to: [5], samplingInterval: 1) }
    }
    #expect(
      try Differentiation.centralDifference.applied(to: [1, 4], samplingInterval: 0.5) == [6, 6]
    )
  }
}
