import Foundation
import Seismology
import Testing

@testable import WaveformCatalog

struct RecordWindowTests {
  private let start = Date(timeIntervalSince1970: 1.5e9)

  private func sine(from lead: Double, rate: Double, seconds: Double) -> WaveformTrace {
    WaveformTrace(
      identifier: TraceIdentifier(network: "XX", station: "A", channel: "HHZ"),
      startTime: start.addingTimeInterval(lead),
      samplingInterval: 1 / rate,
      samples: .doubles(
        (0..<Int(seconds * rate)).map { sin(2 * .pi * 1.5 * (lead + Double($0) / rate)) }
      )
    )
  }

  @Test(
    "Records of any rate and start come to the same times",
    arguments: [20.0, 30.05, 31.33, 100]
  )
  func commonTimes(rate: Double) throws {
    let window = RecordWindow(start: start, interval: 0.05, count: 200)
    let samples = try window.samples(of: [sine(from: -7.3141, rate: rate, seconds: 30)])
    for (k, value) in samples.enumerated() {
      // The interpolation's own error with 20 samples on either side is below 1e-4.
      #expect(abs(Double(value) - sin(2 * .pi * 1.5 * Double(k) * 0.05)) < 2e-4)
    }
  }

  @Test(
    "Outside a record and in a gap stands NaN, and a sample on the window's grid is kept exactly"
  )
  func missing() throws {
    let window = RecordWindow(start: start, interval: 0.05, count: 400)
    let first = sine(from: 2, rate: 20, seconds: 5)
    let second = sine(from: 10, rate: 20, seconds: 30)
    let samples = try window.samples(of: [first, second])
    let present = samples.indices.filter { !samples[$0].isNaN }
    #expect(present == Array(40..<140) + Array(200..<400))
    #expect(samples[77] == Float(first.samples.asDoubles[37]))
    #expect(try window.samples(of: []).allSatisfy(\.isNaN))
    #expect(try window.samples(of: [sine(from: 30, rate: 20, seconds: 3)]).allSatisfy(\.isNaN))
  }
}
