import Foundation
import Testing

@testable import WaveSimulation

@Suite struct RelaxationSpectrumTests {
  private static let bands = [
    AttenuationBand(minimumFrequency: 0.25, maximumFrequency: 5, referenceFrequency: 1),
    AttenuationBand(minimumFrequency: 0.05, maximumFrequency: 20, referenceFrequency: 1),
    AttenuationBand(
      minimumFrequency: 0.15,
      maximumFrequency: 10,
      referenceFrequency: 2.5,
      powerLawExponent: 0.5
    ),
  ]

  @Test("Q holds over the band, coarse-grained or full", arguments: bands, [true, false])
  func quality(band: AttenuationBand, isCoarseGrained: Bool) {
    let spectrum = RelaxationSpectrum(
      band: band,
      mechanisms: 8,
      isCoarseGrained: isCoarseGrained
    )
    // Sums of Debye peaks round off the corner of the power law; constant Q is met much better.
    let tolerance = band.powerLawExponent == 0 ? 0.03 : 0.07
    for quality in [25.0, 60, 400] {
      for step in 0...40 {
        let ratio = band.maximumFrequency / band.minimumFrequency
        let frequency = band.minimumFrequency * pow(ratio, Double(step) / 40)
        let m = spectrum.modulusRatio(frequency: frequency, loss: 1 / quality)
        let wanted = quality / RelaxationSpectrum.shape(at: frequency, band: band)
        #expect(abs(m.re / m.im / wanted - 1) < tolerance, "Q = \(quality) at \(frequency) Hz")
      }
    }
  }

  @Test("the phase velocity at the reference frequency is the model's", arguments: bands)
  func referenceVelocity(band: AttenuationBand) {
    let spectrum = RelaxationSpectrum(band: band, mechanisms: 8, isCoarseGrained: true)
    let loss = 1.0 / 40
    let m = spectrum.modulusRatio(frequency: band.referenceFrequency, loss: loss)
    let factor = spectrum.unrelaxedFactor(loss: loss)
    // 1 / c = Re √(ρ/M): the argument of M^(−1/2) is half that of M.
    let slowness = cos(atan2(m.im, m.re) / 2) / (hypot(m.re, m.im) * factor).squareRoot()
    #expect(abs(slowness - 1) < 1e-12)
  }

  @Test("coarse graining spreads the weights over all mechanisms for constant Q")
  func evenWeights() {
    let spectrum = RelaxationSpectrum(
      band: Self.bands[0],
      mechanisms: 8,
      isCoarseGrained: true
    )
    let mean = spectrum.weights.reduce(0, +) / 8
    #expect(spectrum.weights.allSatisfy { $0 > 0.1 * mean && $0 < 2 * mean })
  }
}
