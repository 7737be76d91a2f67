import Foundation
import SignalProcessing
import Testing

@Suite("Detrend")
struct DetrendTests {
  /// A wave of whole periods, orthogonal to none of the trends but easy to write down.
  private let count = 1001
  private func trace(_ value: (Double) -> Double) -> [Double] {
    (0..<count).map { value(Double($0) / Double(count - 1)) }
  }

  @Test("A polynomial of order n leaves nothing of a polynomial of order n", arguments: 0...9)
  func polynomials(_ order: Int) throws {
    let samples = trace { x in (0...order).reduce(0) { $0 * x + Double(3 * $1 - 7) } }
    let rest = try Detrend.polynomial(order: order).applied(to: samples)
    // Rounding of samples of size 1 to 100.
    #expect(rest.allSatisfy { abs($0) < 1e-11 })
  }

  @Test("What is left is orthogonal to the trend and the trend of it is nothing")
  func projection() throws {
    let samples = trace { x in exp(3 * x) + sin(40 * x) }
    for detrend in [Detrend.constant, .linear, .polynomial(order: 5)] {
      let rest = try detrend.applied(to: samples)
      let again = try detrend.applied(to: rest)
      #expect(zip(rest, again).allSatisfy { abs($0 - $1) < 1e-12 })
      #expect(abs(rest.reduce(0, +)) < 1e-9)
    }
  }

  @Test("The simple detrend brings both ends to zero")
  func simple() throws {
    let rest = try Detrend.simple.applied(to: trace { x in 5 - 3 * x + sin(7 * x) })
    #expect(rest.first == 0)
    #expect(abs(rest[count - 1]) < 1e-14)
  }

  @Test("A constant, a single sample and two samples of a line become zero")
  func shortTraces() throws {
    #expect(try Detrend.constant.applied(to: [7]) == [0])
    #expect(try Detrend.linear.applied(to: [1, 4]).allSatisfy { abs($0) < 1e-15 })
  }

  @Test("Too few samples, a sample that is no number and a wild order are refused")
  func refusals() {
    #expect(throws: SignalError.tooShort(operation: "a detrend of order 1", count: 1, needed: 2)) {
      try Detrend.linear.applied(to: [1])
    }
    #expect(throws: SignalError.self) { try Detrend.constant.applied(to: []) }
    #expect(throws: SignalError.notFinite(index: 2)) {
      try Detrend.constant.applied(to: [1, 2, .nan, .infinity])
    }
    #expect(throws: SignalError.self) { try Detrend.polynomial(order: 21).applied(to: [1, 2]) }
  }
}

@Test("The first sample that is not finite is found at any place", arguments: [0, 1, 7, 8, 99])
func firstException(_ index: Int) {
  for exception in [Double.nan, .infinity, -.infinity, .signalingNaN] {
    var samples = (0..<100).map { Double($0) * 1e300 }
    samples[index] = exception
    samples[99] = exception
    #expect(FiniteSamples.firstExceptionIndex(in: samples) == index)
  }
  let extremes = [
    0, -0.0, .greatestFiniteMagnitude, -.greatestFiniteMagnitude, .leastNonzeroMagnitude,
  ]
  #expect(FiniteSamples.firstExceptionIndex(in: extremes) == nil)
}
