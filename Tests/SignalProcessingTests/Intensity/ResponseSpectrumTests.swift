import Foundation
import NumericalRuntime
import SignalProcessing
import Testing

@Suite struct ResponseSpectrumTests {
  /// The steady and free parts of an oscillator from rest under a ground acceleration sin(Ωt), in closed form.
  private func displacement(at t: Double, period: Double, damping: Double, forcing: Double)
    -> Double
  {
    let omega = 2 * Double.pi / period
    let (stiff, loss) = (omega * omega - forcing * forcing, 2 * damping * omega * forcing)
    let size = stiff * stiff + loss * loss
    // u = A sin Ωt + B cos Ωt + e^{−ζωt}(C cos ω_d t + D sin(ω_d t)/ω_d) for ü + 2ζω u̇ + ω² u = −sin Ωt.
    let (a, b) = (-stiff / size, loss / size)
    let c = -b
    let d = damping * omega * c - a * forcing
    let steady = a * sin(forcing * t) + b * cos(forcing * t)
    let rate = omega * abs(1 - damping * damping).squareRoot()
    if damping == 1 { return steady + exp(-omega * t) * (c + d * t) }
    if damping < 1 {
      return steady + exp(-damping * omega * t) * (c * cos(rate * t) + d * sin(rate * t) / rate)
    }
    let (slow, fast) = (exp((rate - damping * omega) * t), exp(-(rate + damping * omega) * t))
    return steady + c * (slow + fast) / 2 + d * (slow - fast) / (2 * rate)
  }

  @Test(
    "Harmonic ground motion gives the response of the closed form",
    arguments: [0.05, 0.2, 0.5, 1.2, 2.5, 8],
    [0.0, 0.05, 0.999, 1, 1.001, 4]
  )
  func harmonic(_ period: Double, _ damping: Double) throws {
    // A sine of 1 Hz for 40 whole periods; at 200 Hz it is well sampled for the stiff oscillators too.
    let (step, count, forcing) = (0.005, 8001, 2 * Double.pi)
    let acceleration = (0..<count).map { sin(forcing * step * Double($0)) }
    let spectrum = try ResponseSpectrum(
      of: acceleration,
      samplingInterval: step,
      periods: [period],
      damping: damping
    )
    var peak = 0.0
    for n in 0..<(20 * count) {
      let t = Double(n) * step / 20
      guard t <= 40 else { break }
      peak = max(
        peak,
        abs(displacement(at: t, period: period, damping: damping, forcing: forcing))
      )
    }
    // Less than 0.08 % and 0.12 % are lost between samples; the free vibration afterwards is not above.
    #expect(abs(spectrum.displacement[0] / peak - 1) < 0.002)
  }

  @Test("The recurrence is exact where the acceleration is linear between samples")
  func impulse() throws {
    // A triangle of two samples' width at the start is a known impulse; free vibration follows.
    let (step, period, damping) = (0.01, 2.0, 0.05)
    var acceleration = [Double](repeating: 0, count: 400)
    acceleration[1] = 1
    let spectrum = try ResponseSpectrum(
      of: acceleration,
      samplingInterval: step,
      periods: [period],
      damping: damping
    )
    let omega = 2 * Double.pi / period
    let damped = omega * (1 - damping * damping).squareRoot()
    // |u| of the impulse response peaks where tan ω_d t = ω_d / (ζω); the triangle has area Δt.
    let time = atan2(damped, damping * omega) / damped
    let peak = step * exp(-damping * omega * time) * sin(damped * time) / damped
    // The triangle's width relative to the period: (ωΔt)²/12 = 8e-5.
    #expect(abs(spectrum.displacement[0] / peak - 1) < 2e-4)
  }

  @Test("PSA goes to PGA for stiff oscillators and SD to PGD for soft ones")
  func limits() throws {
    let step = 0.01
    // A Ricker-like displacement, so that velocity and displacement end at zero.
    func ricker(_ t: Double) -> Double {
      let a = Double.pi * Double.pi * (t - 2) * (t - 2)
      return (1 - 2 * a) * exp(-a)
    }
    let times = (0..<1000).map { step * Double($0) }
    let displacement = times.map(ricker)
    let h = 1e-4
    let acceleration = times.map { (ricker($0 + h) - 2 * ricker($0) + ricker($0 - h)) / (h * h) }
    let spectrum = try ResponseSpectrum(
      of: acceleration,
      samplingInterval: step,
      periods: [0.01, 200],
      damping: 0.05
    )
    let groundAcceleration = acceleration.map(abs).max() ?? 0
    let groundDisplacement = displacement.map(abs).max() ?? 0
    // The stiff one follows to (T/T_motion)² = 1e-4; the soft one to 4πζ T_motion/T = 0.4 %.
    #expect(abs(spectrum.pseudoAcceleration[0] / groundAcceleration - 1) < 1e-3)
    #expect(abs(spectrum.displacement[1] / groundDisplacement - 1) < 1e-2)
    let omega = 2 * Double.pi / 200
    #expect(abs(spectrum.pseudoVelocity[1] / (omega * spectrum.displacement[1]) - 1) < 1e-12)
  }

  @Test("A record that ends with a jolt counts the free vibration afterwards")
  func freeVibration() throws {
    var acceleration = [Double](repeating: 0, count: 100)
    acceleration[98] = 1
    let spectrum = try ResponseSpectrum(
      of: acceleration,
      samplingInterval: 0.01,
      periods: [2],
      damping: 0
    )
    #expect(abs(spectrum.displacement[0] / (0.01 / Double.pi) - 1) < 1e-3)
  }

  @Test("Many records, one record and any order of periods give the same numbers")
  func batch() throws {
    var generator = SeededGenerator(seed: 1)
    let records = (0..<5).map { _ in (0..<900).map { _ in generator.gaussian() } }
    let periods = (0..<30).map { 0.02 * pow(300, Double($0) / 29) }
    let together = try ResponseSpectrum.spectra(
      of: records,
      samplingInterval: 0.02,
      periods: periods
    )
    for (record, spectrum) in zip(records, together) {
      let alone = try ResponseSpectrum(of: record, samplingInterval: 0.02, periods: periods)
      #expect(alone == spectrum)
      let reversed = try ResponseSpectrum(
        of: record,
        samplingInterval: 0.02,
        periods: periods.reversed()
      )
      #expect(reversed.displacement == spectrum.displacement.reversed())
    }
  }

  @Test("Impossible periods, damping and records are refused")
  func refusals() {
    func spectrum(_ a: [Double] = [1, 2], _ dt: Double = 1, _ t: Double = 1, _ z: Double = 0.05)
      throws
    {
      _ = try ResponseSpectrum(of: a, samplingInterval: dt, periods: [t], damping: z)
    }
    #expect(throws: SignalError.self) { try spectrum([1]) }
    #expect(throws: SignalError.notFinite(index: 1)) { try spectrum([1, .nan]) }
    #expect(throws: SignalError.self) { try spectrum([1, 2], 0) }
    #expect(throws: SignalError.self) { try spectrum([1, 2], 1, 0) }
    #expect(throws: SignalError.self) { try spectrum([1, 2], 1, .infinity) }
    #expect(throws: SignalError.self) { try spectrum([1, 2], 1, 1e20) }
    #expect(throws: SignalError.self) { try spectrum([1, 2], 1, 1e-160) }
    #expect(throws: SignalError.self) { try spectrum([1, 2], 1, 1, -0.01) }
    #expect(throws: SignalError.self) { try spectrum([1, 2], 1, 1, 101) }
  }
}
