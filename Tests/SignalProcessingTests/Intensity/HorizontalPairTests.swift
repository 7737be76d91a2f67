import Foundation
import SignalProcessing
import Testing

@Suite struct HorizontalPairTests {
  /// A wave packet of some Hz around 20 s, sampled at 100 Hz from a start in s.
  private func motion(
    _ frequency: Double,
    start: Double = 0,
    count: Int = 4000,
    scale: Double = 1
  ) -> IntensityMeasures.Motion {
    let samples = (0..<count).map { n in
      let t = start + 0.01 * Double(n) - 20
      return scale * exp(-t * t / 4) * cos(2 * Double.pi * frequency * t)
    }
    return .init(
      acceleration: samples,
      velocity: samples,
      displacement: samples,
      samplingInterval: 0.01
    )
  }

  @Test(
    "Components whose samples stand apart give the RotD of common times",
    arguments: [0.005, 0.0033, -0.0021, 0.0049, -3.125],
    [1.0, 10, 20, 35]
  )
  func apart(_ delay: Double, _ frequency: Double) throws {
    let pair = try HorizontalPair(motion(frequency), motion(frequency, start: delay), delay: delay)
    #expect(abs(pair.shift) <= 0.5 && pair.shift != 0)
    // Both components are the same motion, so that at each time they are equal.
    for (a, b) in zip(pair.first.acceleration, pair.second.acceleration) {
      // The window of ±20 samples passes 35 Hz of 50 to 1e-3.
      #expect(abs(a - b) < 1e-3)
    }
    let measures = try pair.measures(periods: [0.2])
    let peak = pair.first.acceleration.map(abs).max() ?? 0
    #expect(abs(measures.acceleration.rotD100 / (2.0.squareRoot() * peak) - 1) < 1e-3)
  }

  @Test("Whole samples of delay cut the components to what both have")
  func whole() throws {
    let first = motion(2)
    let pair = try HorizontalPair(first, motion(2, start: 1.5, count: 3000), delay: 1.5)
    #expect(pair.shift == 0 && pair.start == 1.5 && pair.first.acceleration.count == 3000)
    #expect(pair.first.acceleration == Array(first.acceleration[150..<3150]))
    // A time stamp rounded to microseconds is no delay.
    #expect(try HorizontalPair(first, motion(2), delay: 4e-7).shift == 0)
  }

  @Test("Components without common time, of other rates or of no samples are refused")
  func refusals() {
    let empty = IntensityMeasures.Motion(
      acceleration: [],
      velocity: [],
      displacement: [],
      samplingInterval: 0.01
    )
    var slower = motion(2)
    slower.samplingInterval = 0.010002
    #expect(throws: SignalError.self) { try HorizontalPair(motion(2), motion(2), delay: 40) }
    #expect(throws: SignalError.self) { try HorizontalPair(motion(2), motion(2), delay: 1e300) }
    #expect(throws: SignalError.self) { try HorizontalPair(motion(2), motion(2), delay: .nan) }
    #expect(throws: SignalError.self) { try HorizontalPair(motion(2), slower, delay: 0) }
    #expect(throws: SignalError.self) { try HorizontalPair(motion(2), empty, delay: 0.005) }
  }
}
