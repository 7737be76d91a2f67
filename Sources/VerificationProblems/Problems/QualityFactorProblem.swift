import Foundation
import Seismology
public import WaveSimulation

/// Q and phase velocity by spectral ratio, for constant Q and for a power law.
///
/// A plane P and a plane S pulse run together along a periodic tube, past two receivers. The ratio of the spectra
/// at the two is exp(−iωΔx/c(ω)) with c the complex velocity: no geometry, no source. Q = Re c² / Im c².
public struct QualityFactorProblem: VerificationProblem {
  /// How Q depends on frequency.
  public enum Law: String, Sendable {
    case constant
    case powerLaw = "power-law"
  }

  /// The name to select it by.
  public let name: String
  private let law: Law

  /// The problem for a law of Q.
  public init(_ law: Law) {
    self.law = law
    name = "quality-factor-\(law.rawValue)"
  }

  /// Runs the simulations and measures their errors.
  public func measure(options: SimulationOptions) throws -> [VerificationResult] {
    let seismograms = try run(options: options)
    return [Wave.p, Wave.s].flatMap { wave in
      let errors = Self.frequencies.map { frequency in
        let slowness = slowness(of: wave, at: frequency, in: seismograms)
        let quality = abs(slowness.squared.real / slowness.squared.imaginary)
        return abs(quality / expectedQuality(of: wave, at: frequency) - 1)
      }
      let phase = 1 / slowness(of: wave, at: Self.band.referenceFrequency, in: seismograms).real
      let name = wave.rawValue
      return [
        result("Q_\(name) over the band", error: errors.max() ?? .nan, tolerance: 0.05),
        // Q = 50 disperses by 1.5 % per decade; a quarter per cent shows a wrong reference frequency.
        result(
          "phase velocity of \(name.uppercased()) at the reference frequency",
          error: abs(phase / wave.velocity - 1),
          tolerance: 0.0025
        ),
      ]
    }
  }

  private enum Wave: String {
    case p, s
    var velocity: Double { self == .p ? 3464 : 2000 }
    var quality: Double { self == .p ? 80 : 50 }
    /// Before the P pulse that runs the other way comes in.
    var endTime: Double { self == .p ? 7.8 : 11 }
  }

  /// 0.25 to 5 Hz, logarithmic.
  private static let frequencies = (0...12).map { 0.25 * pow(20, Double($0) / 12) }
  private static let places = (2000.0, 10_000.0)

  private static let band = AttenuationBand(
    minimumFrequency: 0.25,
    maximumFrequency: 5,
    referenceFrequency: 1
  )

  private var band: AttenuationBand {
    var band = Self.band
    if law == .powerLaw { band.powerLawExponent = 0.5 }
    return band
  }

  private func expectedQuality(of wave: Wave, at frequency: Double) -> Double {
    let ratio = max(1, frequency / band.powerLawFrequency)
    return wave.quality * pow(ratio, band.powerLawExponent)
  }

  /// Seismograms at the two places: P on the east component, S on the north.
  private func run(options: SimulationOptions) throws -> [Seismogram] {
    let spacing = 25.0
    var options = options
    options.attenuation = .coarseGrained(band)
    options.absorption = .periodic
    options.freeSurface = .none
    // The ratio is taken in the frequency domain; (ωΔt)²/24 changes the velocities by 1e-5 at 1 Hz.
    options.timeDispersionCorrection = false
    let rock = Material(
      density: 2500,
      pVelocity: Wave.p.velocity,
      sVelocity: Wave.s.velocity,
      pQuality: Wave.p.quality,
      sQuality: Wave.s.quality
    )
    let middle = 4 * spacing
    let receivers = [Self.places.0, Self.places.1].enumerated().map { index, x in
      Receiver(code: "R\(index)", location: LocalPoint(x: x, y: middle, z: middle))
    }
    var simulation = try WaveSimulation(
      model: HomogeneousModel(rock),
      grid: try SimulationGrid(
        coveringX: 0...(1536 * spacing - spacing),
        y: 0...(7 * spacing),
        depth: 7 * spacing,
        spacing: spacing,
        absorbingNodes: 0
      ),
      receivers: receivers,
      options: options
    )
    let length = 1536 * spacing
    simulation.setFields { component, place in
      guard component == .vx || component == .vy else { return 0 }
      let distance = min(place.x, length - place.x) / 100
      return Float(exp(-0.5 * distance * distance))
    }
    var sink = InMemorySink()
    try simulation.run(until: 11, into: &sink)
    guard sink.seismograms.count == 2 else {
      throw VerificationError.unexpectedOutput("\(sink.seismograms.count) seismograms instead of 2")
    }
    return sink.seismograms
  }

  /// The complex slowness 1/c in s/m between the two places.
  private func slowness(of wave: Wave, at frequency: Double, in seismograms: [Seismogram])
    -> Complex
  {
    let distance = Self.places.1 - Self.places.0
    let omega = 2 * .pi * frequency
    let spectra = seismograms.map { seismogram in
      seismogram.spectrum(wave == .p ? 0 : 1, at: frequency, until: wave.endTime)
    }
    let ratio = spectra[1] / spectra[0]
    let expected = -omega * distance / wave.velocity
    let wrapped = atan2(ratio.imaginary, ratio.real)
    let phase = wrapped + 2 * .pi * ((expected - wrapped) / (2 * .pi)).rounded()
    let modulus = (ratio.real * ratio.real + ratio.imaginary * ratio.imaginary).squareRoot()
    return Complex(-phase, log(modulus)) / Complex(omega * distance, 0)
  }
}

extension Complex {
  fileprivate var squared: Complex { self * self }
}

extension Seismogram {
  /// The Fourier transform ∫ x exp(−iωt) dt of a component at a frequency in Hz, up to a time in s.
  fileprivate func spectrum(_ component: Int, at frequency: Double, until end: Double) -> Complex {
    let omega = 2 * Double.pi * frequency
    var sum = Complex(0, 0)
    for (index, value) in components[component].enumerated() where time(of: index) < end {
      let angle = -omega * time(of: index)
      sum = sum + Complex(Double(value) * cos(angle), Double(value) * sin(angle))
    }
    return sum * Complex(timeStep, 0)
  }
}
