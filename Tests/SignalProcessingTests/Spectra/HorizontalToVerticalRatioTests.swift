import Foundation
import NumericalRuntime
import SignalProcessing
import Testing

@Suite struct HorizontalToVerticalRatioTests {
  @Test("Components in a fixed ratio give that ratio at all frequencies and no scatter")
  func fixedRatio() throws {
    var generator = SeededGenerator(seed: 6)
    let vertical = (0..<6000).map { _ in generator.gaussian() }
    var settings = HorizontalToVerticalRatio.Settings(
      windowDuration: 10,
      smoothing: try KonnoOhmachi()
    )
    settings.overlap = 0.5
    let frequencies = [0.5, 1, 2, 5, 10, 20]
    let components = (vertical.map { 2 * $0 }, vertical.map { 8 * $0 }, vertical)
    for (combination, exact) in [
      (HorizontalToVerticalRatio.Combination.geometricMean, 4),
      (.quadraticMean, (34.0).squareRoot()),
    ] {
      settings.combination = combination
      let ratio = try HorizontalToVerticalRatio(
        of: components,
        samplingInterval: 0.01,
        frequencies: frequencies,
        settings: settings
      )
      #expect(ratio.curves.count == 11)
      #expect(ratio.mean.allSatisfy { abs($0 / exact - 1) < 1e-9 })
      #expect(ratio.logStandardDeviation.allSatisfy { $0 < 1e-9 })
    }
  }

  @Test("A resonance on the horizontals shows as the peak")
  func resonance() throws {
    var generator = SeededGenerator(seed: 9)
    let rock = (0..<3).map { _ in (0..<20_000).map { _ in generator.gaussian() } }
    // An oscillator of 2 Hz with 10 % damping by the recurrence of its impulse response.
    let (omega, damping, step) = (2 * Double.pi * 2, 0.1, 0.01)
    let radius = exp(-damping * omega * step)
    let angle = omega * (1 - damping * damping).squareRoot() * step
    func soil(_ x: [Double]) -> [Double] {
      var y = [0.0, 0.0]
      for n in 2..<x.count {
        y.append(2 * radius * cos(angle) * y[n - 1] - radius * radius * y[n - 2] + x[n])
      }
      return y
    }
    let ratio = try HorizontalToVerticalRatio(
      of: (soil(rock[0]), soil(rock[1]), rock[2]),
      samplingInterval: step,
      frequencies: (0..<60).map { 0.5 * pow(20, Double($0) / 59) },
      settings: HorizontalToVerticalRatio.Settings(
        windowDuration: 20,
        smoothing: try KonnoOhmachi()
      )
    )
    #expect(abs(ratio.peakFrequency / 2 - 1) < 0.07)
    #expect(ratio.curves.count == 10 && ratio.peakRatio > 5)
  }

  @Test("A record at rest, windows too long and components that differ are refused")
  func refusals() throws {
    let settings = HorizontalToVerticalRatio.Settings(
      windowDuration: 5,
      smoothing: try KonnoOhmachi()
    )
    let record = (0..<1000).map { sin(Double($0 * $0)) }
    let zeros = [Double](repeating: 0, count: 1000)
    func ratio(_ z: [Double], _ dt: Double, _ frequency: Double = 2) throws {
      _ = try HorizontalToVerticalRatio(
        of: (record, record, z),
        samplingInterval: dt,
        frequencies: [frequency],
        settings: settings
      )
    }
    #expect(throws: SignalError.self) { try ratio(zeros, 0.01) }
    for frequency in [0, -1, 50.5, .nan] {
      #expect(throws: SignalError.self) { try ratio(record, 0.01, frequency) }
    }
    #expect(throws: SignalError.self) { try ratio(record, 0.001) }
    #expect(throws: SignalError.self) { try ratio(Array(record.dropLast()), 0.01) }
  }
}
