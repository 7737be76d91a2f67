import Foundation

/// Removes the error of the leapfrog's time step from sources and seismograms.
///
/// The discrete solution obeys U_num(ω) = G(θ(ω)) S_num(ω) with θ(ω) = (2/Δt) sin(ωΔt/2), where G is the response
/// that is exact in time. With S_num(ω) = S(θ(ω)) the wanted spectrum U(ω') = G(ω') S(ω') stands at
/// ω = (2/Δt) asin(ω'Δt/2) of the discrete one. Exact for an elastic medium, and to O(1/Q) with attenuation.
/// Reference: Koene, Robertsson, Broggini & Andersson (2018), GJI 213, 169–187.
struct TimeDispersion: Sendable {
  let timeStep: Double
  /// Whether the mapping is applied; else spectra are taken as they are.
  let corrects: Bool

  /// θ(ω), for ω up to π/Δt.
  func numerical(_ omega: Double) -> Double {
    corrects ? 2 / timeStep * sin(omega * timeStep / 2) : omega
  }

  /// The ω whose θ is ω', for ω' up to 2/Δt.
  func physical(_ omega: Double) -> Double {
    corrects ? 2 / timeStep * asin(min(1, omega * timeStep / 2)) : omega
  }

  /// How much later than it was given a pulse may end once its frequencies are mapped, in seconds.
  func spread(of time: Double, maximumFrequency: Double) -> Double {
    guard corrects else { return 0 }
    let phase = min(1, .pi * maximumFrequency * timeStep)
    // Group delay of ω = θ(ω): t (dω/dθ − 1) = t (1 / √(1 − (θΔt/2)²) − 1).
    return abs(time) * (1 / max(0.1, (1 - phase * phase).squareRoot()) - 1) + 2 / maximumFrequency
  }

  /// The series whose discrete solution shows the response to `rate`, at `start + n Δt`.
  ///
  /// - Parameters:
  ///   - start: the time of the first step in s.
  ///   - count: the number of steps.
  ///   - support: where the rate is not negligible, in seconds after `delay`.
  ///   - delay: the delay of the source in s.
  ///   - maximumFrequency: where the spectrum of `rate` may be cut, in Hz.
  ///   - rate: the source's rate by time in s.
  /// - Returns: `count` rates, one a step.
  func sourceSeries(
    start: Double,
    count: Int,
    support: ClosedRange<Double>,
    delay: Double,
    maximumFrequency: Double,
    rate: (Double) -> Double
  ) -> [Double] {
    let period = 2 * Double(count) * timeStep
    let modes = Int((min(maximumFrequency, 0.49 / timeStep) * period).rounded(.up))
    let fine = min(timeStep, 0.05 / maximumFrequency)
    let length = support.upperBound - support.lowerBound
    let points = max(16, Int((length / fine).rounded(.up)))
    let step = length / Double(points)
    let samples = (0...points).map { n in
      (n == 0 || n == points ? 0.5 : 1) * rate(support.lowerBound + Double(n) * step)
    }
    var series = [Double](repeating: 0, count: count)
    for m in 0...modes {
      let omega = 2 * Double.pi * Double(m) / period
      let spectrum = Self.spectrum(
        samples,
        omega: numerical(omega),
        start: support.lowerBound + delay,
        step: step
      )
      Self.addMode(
        spectrum,
        omega: omega,
        weight: step * (m == 0 ? 1 : 2) / period,
        start: start,
        step: timeStep,
        into: &series
      )
    }
    return series
  }

  /// The record at other times, freed of the time step's error.
  ///
  /// - Parameters:
  ///   - samples: the discrete record at `start + n Δt`.
  ///   - start: the time of the first sample in s.
  ///   - maximumFrequency: where its spectrum may be cut, in Hz.
  ///   - outputStart: the time of the first sample that is returned, in s.
  ///   - outputStep: seconds between samples that are returned.
  ///   - outputCount: how many samples to return.
  /// - Returns: samples at `outputStart + n outputStep`.
  func corrected(
    _ samples: [Float],
    start: Double,
    maximumFrequency: Double,
    outputStart: Double,
    outputStep: Double,
    outputCount: Int
  ) -> [Float] {
    let padded = Self.withTail(samples)
    let period = 2 * Double(padded.count) * timeStep
    // Beyond θ = 2/Δt there is no discrete frequency.
    let top = min(
      maximumFrequency,
      (corrects ? 0.999 / Double.pi : 0.5) / timeStep,
      0.5 / outputStep
    )
    let modes = Int((top * period).rounded(.down))
    var series = [Double](repeating: 0, count: outputCount)
    for m in 0...modes {
      let omega = 2 * Double.pi * Double(m) / period
      let spectrum = Self.spectrum(padded, omega: physical(omega), start: start, step: timeStep)
      // Rolls off over the last tenth of the band.
      let edge = Double(m) / Double(max(modes, 1))
      let taper = edge < 0.9 ? 1 : 0.5 * (1 + cos(.pi * (edge - 0.9) / 0.1))
      Self.addMode(
        spectrum,
        omega: omega,
        weight: taper * timeStep * (m == 0 ? 1 : 2) / period,
        start: outputStart,
        step: outputStep,
        into: &series
      )
    }
    return series.map(Float.init)
  }

  /// The record, led smoothly to zero beyond its end so that its cut does not ring.
  private static func withTail(_ samples: [Float]) -> [Double] {
    let last = Double(samples.last ?? 0)
    let tail = max(8, samples.count / 4)
    return samples.map(Double.init)
      + (1...tail).map { last * 0.5 * (1 + cos(.pi * Double($0) / Double(tail))) }
  }

  /// Σ_n x_n exp(−iω (start + n step)).
  private static func spectrum(_ x: [Double], omega: Double, start: Double, step: Double) -> (
    re: Double, im: Double
  ) {
    let (c, s) = (cos(omega * step), sin(omega * step))
    var (pr, pi) = (cos(omega * start), -sin(omega * start))
    var (re, im) = (0.0, 0.0)
    for value in x {
      re += value * pr
      im += value * pi
      (pr, pi) = (pr * c + pi * s, pi * c - pr * s)
    }
    return (re, im)
  }

  /// Adds weight · Re(spectrum · exp(iω (start + n step))).
  private static func addMode(
    _ spectrum: (re: Double, im: Double),
    omega: Double,
    weight: Double,
    start: Double,
    step: Double,
    into series: inout [Double]
  ) {
    let (c, s) = (cos(omega * step), sin(omega * step))
    var (pr, pi) = (weight * cos(omega * start), weight * sin(omega * start))
    for n in series.indices {
      series[n] += spectrum.re * pr - spectrum.im * pi
      (pr, pi) = (pr * c - pi * s, pi * c + pr * s)
    }
  }
}
