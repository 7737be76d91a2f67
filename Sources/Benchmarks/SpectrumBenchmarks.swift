import Foundation
import NumericalRuntime
import SignalProcessing

/// Spectra of many records and waveforms.
enum SpectrumBenchmarks {
  static let all = [
    Benchmark(name: "spectra/response") { try responseSpectra() },
    Benchmark(name: "spectra/rotated") { try rotatedSpectra() },
    Benchmark(name: "spectra/stft") { try shortTimeSpectra() },
    Benchmark(name: "spectra/griffin-lim") { try phaseRetrieval() },
  ]

  /// Noise with the envelope of an earthquake.
  private static func record(_ count: Int, seed: UInt64) -> [Double] {
    var generator = SeededGenerator(seed: seed)
    return (0..<count).map { n in
      let t = Double(n) / 100
      return generator.gaussian() * t / 5 * exp(1 - t / 5)
    }
  }

  /// PSA of 100 records of 60 s at 100 Hz for 100 periods from 0.01 s to 10 s; bar 5 s.
  private static func responseSpectra() throws -> [Measurement] {
    let records = (0..<100).map { record(6000, seed: $0) }
    let seconds = try Measurement.medianSeconds(rounds: 3) {
      _ = try ResponseSpectrum.spectra(of: records, samplingInterval: 0.01, periods: periods)
    }
    return [
      Measurement(
        name: "spectra/response (100 records, 100 periods)",
        value: seconds,
        unit: "s",
        limit: 5
      )
    ]
  }

  /// RotD50 of one pair of records of 60 s at 100 Hz for 100 periods; bar 1 s.
  private static func rotatedSpectra() throws -> [Measurement] {
    let (first, second) = (record(6000, seed: 1), record(6000, seed: 2))
    let seconds = try Measurement.medianSeconds(rounds: 3) {
      _ = try RotatedSpectrum(of: first, second, samplingInterval: 0.01, periods: periods)
    }
    return [
      Measurement(
        name: "spectra/rotated (1 station, 100 periods, 180 angles)",
        value: seconds,
        unit: "s",
        limit: 1
      )
    ]
  }

  private static let periods = (0..<100).map { 0.01 * pow(1000, Double($0) / 99) }

  /// Forward and inverse transform of 1,000 minutes at 100 Hz, 160 samples every 46; bar 2 s.
  private static func shortTimeSpectra() throws -> [Measurement] {
    let transform = try ShortTimeFourierTransform<Float>.groundMotionGeneration()
    let records = (0..<1000).map { record(6000, seed: $0).map(Float.init) }
    let seconds = try Measurement.medianSeconds(rounds: 3) {
      _ = try transform.inverse(try transform.forward(records), count: 6000)
    }
    return [
      Measurement(
        name: "spectra/stft (1000 × 60 s, there and back)",
        value: seconds,
        unit: "s",
        limit: 2
      )
    ]
  }

  /// Waveforms of 1,000 spectrograms of a minute at 100 Hz; bar 20 s for all of them at 500 iterations, the
  /// published number.
  private static func phaseRetrieval() throws -> [Measurement] {
    let transform = try ShortTimeFourierTransform<Float>.groundMotionGeneration(window: .hann)
    let records = (0..<1000).map { record(6000, seed: $0).map(Float.init) }
    let magnitudes = try transform.forward(records).map(\.magnitudes)
    var rows: [Measurement] = []
    for (iterations, count) in [(100, 1000), (500, 1000)] {
      let retrieval = try GriffinLim(transform: transform, iterations: iterations)
      let watch = Stopwatch()
      let found = try retrieval.waveforms(magnitudes: Array(magnitudes[..<count]))
      let seconds = watch.seconds
      let misfit = found.reduce(0) { $0 + ($1.spectralConvergence.last ?? 0) } / Double(count)
      rows += [
        Measurement(
          name: "spectra/griffin-lim (\(count) × 60 s, \(iterations) iterations)",
          value: seconds,
          unit: "s",
          limit: 20
        ),
        Measurement(
          name: "spectra/griffin-lim/convergence (\(iterations))",
          value: misfit,
          unit: "1",
          limit: 0.1
        ),
      ]
    }
    return rows
  }
}
