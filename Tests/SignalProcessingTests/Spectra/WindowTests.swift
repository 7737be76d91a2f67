import Foundation
import SignalProcessing
import Testing

@Suite struct WindowTests {
  @Test("A periodic Hann window of four samples is 0, 1/2, 1, 1/2")
  func hann() throws {
    let periodic = try Window.hann.coefficients(count: 4)
    let symmetric = try Window.hann.coefficients(count: 5, isPeriodic: false)
    for (value, exact) in zip(periodic + symmetric, [0, 0.5, 1, 0.5, 0, 0.5, 1, 0.5, 0]) {
      #expect(abs(value - exact) < 1e-15)
    }
  }

  @Test(
    "Shifted windows add up to a constant",
    arguments: [
      (Window.hann, 2, 1.0), (.hamming, 2, 1.08), (.blackman, 3, 1.26), (.rectangular, 1, 1),
    ]
  )
  func overlap(_ window: Window, _ copies: Int, _ constant: Double) throws {
    let weights = try window.coefficients(count: 60)
    for n in 0..<(60 / copies) {
      let sum = (0..<copies).reduce(0) { $0 + weights[n + $1 * 60 / copies] }
      #expect(abs(sum - constant) < 1e-14)
    }
  }

  @Test("Special cases join the families: Kaiser with 0, Tukey with 0 and 1")
  func limits() throws {
    let ones = [Double](repeating: 1, count: 11)
    #expect(try Window.kaiser(beta: 0).coefficients(count: 11) == ones)
    #expect(try Window.tukey(taperedFraction: 0).coefficients(count: 11) == ones)
    let tukey = try Window.tukey(taperedFraction: 1).coefficients(count: 11, isPeriodic: false)
    let hann = try Window.hann.coefficients(count: 11, isPeriodic: false)
    for (a, b) in zip(tukey, hann) { #expect(abs(a - b) < 1e-15) }
    #expect(try Window.blackman.coefficients(count: 1) == [1])
    #expect(try Window.hann.coefficients(count: 0).isEmpty)
  }

  @Test("The energy of a Kaiser window concentrates in its main lobe as β grows")
  func kaiser() throws {
    // Of a window with main lobe to √(β² + π²), nearly all energy lies within; the DFT by definition.
    let weights = try Window.kaiser(beta: 8).coefficients(count: 64, isPeriodic: false)
    let edge = (64 + Double.pi * Double.pi).squareRoot() / (Double.pi * 64)
    let total = weights.reduce(0) { $0 + $1 * $1 }
    var inside = 0.0
    let steps = 400
    for k in 0..<steps {
      let frequency = (Double(k) + 0.5) / Double(steps) * edge
      var (real, imaginary) = (0.0, 0.0)
      for (n, weight) in weights.enumerated() {
        real += weight * cos(2 * .pi * frequency * Double(n))
        imaginary += weight * cos(2 * .pi * frequency * Double(n) - .pi / 2)
      }
      inside += 2 * (real * real + imaginary * imaginary) * edge / Double(steps)
    }
    #expect(inside / total > 0.99999)
    #expect(inside / total < 1 + 1e-6)
  }

  @Test("Parameters outside their limits are refused")
  func refusals() {
    #expect(throws: SignalError.self) { try Window.kaiser(beta: -1).coefficients(count: 5) }
    #expect(throws: SignalError.self) { try Window.kaiser(beta: .nan).coefficients(count: 5) }
    #expect(throws: SignalError.self) {
      try Window.tukey(taperedFraction: 1.5).coefficients(count: 5)
    }
    #expect(throws: SignalError.self) { try Window.hann.coefficients(count: -1) }
  }
}
