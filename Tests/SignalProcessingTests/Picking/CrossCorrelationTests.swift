import Foundation
import SignalProcessing
import Testing

/// A wave packet about a time in samples.
private func packet(at time: Double) -> [Double] {
  (0..<400).map { i in
    let t = Double(i) - time
    return exp(-t * t / 800) * cos(0.4 * t)
  }
}

@Test("A delay is found to a millionth of a sample, with its sign", arguments: [-7.25, 0, 0.4, 12])
func delay(_ lag: Double) throws {
  // The observed packet comes later, so the record must be moved later.
  let peak = try CrossCorrelation.bestShift(
    of: packet(at: 200),
    against: packet(at: 200 + lag),
    maximumSeconds: 2,
    samplingInterval: 0.1
  )
  // The packet is smooth: its spectrum at Nyquist is below 1e-100, so interpolation is exact.
  #expect(abs(peak.shift - 0.1 * lag) < 1e-7)
  #expect(abs(peak.coefficient - 1) < 1e-9)
}

@Test("A flipped record is found where its sign is ignored")
func flipped() throws {
  let correlation = try CrossCorrelation(
    of: packet(at: 200).map { -2 * $0 },
    against: packet(at: 203),
    maximumSeconds: 30,
    samplingInterval: 1
  )
  let peak = correlation.peak(ignoringSign: true)
  #expect(abs(peak.shift - 3) < 1e-6 && abs(peak.coefficient + 1) < 1e-9)
  #expect(correlation.peak().coefficient > 0)
  #expect(correlation.values.count == 61)
}

@Test("Silence has no correlation, and unusable records are refused")
func unusable() throws {
  let silence = [Double](repeating: 0, count: 10)
  let peak = try CrossCorrelation.bestShift(
    of: silence,
    against: Array(packet(at: 3)[..<10]),
    maximumSeconds: 3,
    samplingInterval: 1
  )
  #expect(peak.shift == 0 && peak.coefficient == 0)
  func shift(_ a: [Double], _ b: [Double], within seconds: Double = 1) throws {
    _ = try CrossCorrelation.bestShift(
      of: a,
      against: b,
      maximumSeconds: seconds,
      samplingInterval: 1
    )
  }
  #expect(throws: SignalError.self) { try shift([], []) }
  #expect(throws: SignalError.self) { try shift([1, 2], [1]) }
  #expect(throws: SignalError.notFinite(index: 1)) { try shift([1, 2], [1, .nan]) }
  #expect(throws: SignalError.self) { try shift([1, 2], [1, 2], within: -1) }
  for interval in [0, -1, .nan, .infinity] {
    for seconds in [0.0, 1] {
      #expect(throws: SignalError.self, "\(interval)") {
        try CrossCorrelation(
          of: [1, 2],
          against: [1, 2],
          maximumSeconds: seconds,
          samplingInterval: interval
        )
      }
    }
  }
}
