import SignalProcessing
import Testing

@Suite("Taper")
struct TaperTests {
  private let ones = [Double](repeating: 1, count: 101)

  @Test("Both flanks are mirror images, start at zero and leave the middle alone")
  func flanks() throws {
    for shape in Taper.Shape.allCases {
      let tapered = try Taper(fraction: 0.1, shape: shape).applied(to: ones, samplingInterval: 1)
      #expect(tapered == tapered.reversed())
      #expect(tapered[0] == 0)
      #expect(tapered[10...90].allSatisfy { $0 == 1 })
      #expect(zip(tapered[..<10], tapered[1...10]).allSatisfy { $0 <= $1 })
    }
  }

  @Test("The Hann flank is half way up in its middle")
  func half() throws {
    let tapered = try Taper(seconds: 10).applied(to: ones, samplingInterval: 0.5)
    #expect(abs(tapered[10] - 0.5) < 1e-15)
    #expect(tapered[20] == 1)
  }

  @Test("The shorter of fraction and seconds holds, and half the trace at most")
  func lengths() throws {
    let taper = try Taper(fraction: 0.05, seconds: 3)
    #expect(taper.flankCount(count: 1000, samplingInterval: 0.1) == 30)
    #expect(taper.flankCount(count: 100, samplingInterval: 0.1) == 5)
    #expect(try Taper(seconds: 1e9).flankCount(count: 7, samplingInterval: 0.1) == 3)
    // 0.29 · 100 is 28.999999999999996 in binary.
    #expect(try Taper(fraction: 0.29).flankCount(count: 100, samplingInterval: 1) == 29)
  }

  @Test("One side leaves the other alone")
  func sides() throws {
    let start = try Taper(fraction: 0.2, side: .start).applied(to: ones, samplingInterval: 1)
    let end = try Taper(fraction: 0.2, side: .end).applied(to: ones, samplingInterval: 1)
    #expect(start[0] == 0 && start[100] == 1)
    #expect(end == start.reversed())
  }

  @Test("Bad settings and bad samples are refused")
  func refusals() throws {
    for fraction in [-0.1, 0.51, .nan] {
      #expect(throws: SignalError.self) { try Taper(fraction: fraction) }
    }
    #expect(throws: SignalError.self) { try Taper(seconds: -1) }
    let taper = try Taper(fraction: 0.1)
    #expect(throws: SignalError.tooShort(operation: "a taper", count: 0, needed: 1)) {
      try taper.applied(to: [], samplingInterval: 1)
    }
    #expect(throws: SignalError.notFinite(index: 1)) {
      try taper.applied(to: [1, .nan], samplingInterval: 1)
    }
    #expect(throws: SignalError.self) { try taper.applied(to: [1, 2], samplingInterval: 0) }
  }
}
