import Foundation
import NumericalRuntime
import Seismology
import Testing

@testable import WaveformCatalog

struct RecordQualityTests {
  private let start = Date(timeIntervalSince1970: 1.5e9)

  private func trace(_ samples: [Double], interval: Double = 0.05) -> WaveformTrace {
    WaveformTrace(
      identifier: TraceIdentifier(network: "XX", station: "A", channel: "HHZ"),
      startTime: start,
      samplingInterval: interval,
      samples: .doubles(samples)
    )
  }

  @Test("Noise of deviation 1 and a sine of amplitude 20 have a ratio of 14")
  func ratio() throws {
    var generator = SeededGenerator(seed: 3)
    let samples = (0..<2000).map { i in
      generator.gaussian() + (i >= 1200 ? 20 * sin(2 * .pi * Double(i) / 10) : 0)
    }
    let ratio = try #require(
      RecordQuality.signalToNoise(
        [trace(samples)],
        arrival: start.addingTimeInterval(60),
        end: start.addingTimeInterval(100),
        margin: 0
      )
    )
    // 20/√2 with the noise of 20 samples beside it; the largest of 80 windows lies a few percent higher.
    #expect(abs(ratio / 14.2 - 1) < 0.08)
  }

  @Test("Noise alone stays below 2")
  func noiseAlone() throws {
    for seed in 0..<20 {
      var generator = SeededGenerator(seed: UInt64(seed))
      let ratio = try #require(
        RecordQuality.signalToNoise(
          [trace((0..<2000).map { _ in generator.gaussian() })],
          arrival: start.addingTimeInterval(50),
          end: start.addingTimeInterval(100),
          margin: 0.025
        )
      )
      // The largest mean square of 20 samples among 100: 1.9 is ten standard deviations off.
      #expect(ratio > 1 && ratio < 1.9)
    }
  }

  @Test("Without two seconds of noise nothing is said")
  func unmeasurable() {
    let samples = [Double](repeating: 1, count: 400)
    let early = RecordQuality.signalToNoise(
      [trace(samples)],
      arrival: start.addingTimeInterval(1.9),
      end: start.addingTimeInterval(20),
      margin: 0
    )
    #expect(early == nil)
  }
}
