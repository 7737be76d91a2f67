import Foundation

/// Relaxation times and weights of a generalised standard linear solid for Q over a band.
///
/// The modulus at angular frequency ω is M(ω) = M_u (1 − Σ_l w_l / (1 + iωτ_l)). For a loss y = 1/Q0 the
/// weights are w_l = y (c_l + d_l y); c and d come from non-negative least squares on
///
///     Σ_l w_l (ωτ_l + y s(ω)) / (1 + ω²τ_l²) = y s(ω),   s(ω) = Q0 / Q(ω)
///
/// over the band, once in the limit of small y and once at Q0 = 20, so that Q as low as 15 keeps its value.
///
/// Coarse-grained, a node has one mechanism with eight times its weight, and waves feel an average of the moduli of
/// a cell that lies halfway between their arithmetic and their harmonic mean (measured; Graves & Day 2003
/// take the harmonic one). That average is what is fitted then, and the weights are kept even: the harmonic
/// mean departs from the arithmetic one with the square of the weights.
/// References: Emmerich & Korn (1987); Blanch, Robertsson & Symes (1995); Graves & Day (2003), BSSA 93,
/// 283–300; Withers, Olsen & Day (2015).
struct RelaxationSpectrum: Hashable, Sendable {
  /// Relaxation times in s, from short to long.
  let relaxationTimes: [Double]
  /// First-order weights c_l.
  let weights: [Double]
  /// Second-order weights d_l.
  let secondWeights: [Double]
  /// The band the fit holds in.
  let band: AttenuationBand
  /// Whether each node has one of the mechanisms with all nodes' share of its weight.
  let isCoarseGrained: Bool

  init(band: AttenuationBand, mechanisms: Int, isCoarseGrained: Bool = false) {
    self.band = band
    self.isCoarseGrained = isCoarseGrained
    let (low, high) = (2 * Double.pi * band.minimumFrequency, 2 * Double.pi * band.maximumFrequency)
    // Relaxation frequencies reach a little beyond the band: its edges else see falling wings only. Even
    // weights need more of them outside.
    let margin = isCoarseGrained ? 2 : pow(high / low, 0.5 / Double(mechanisms))
    let (first, last) = (log(high * margin), log(low / margin))
    relaxationTimes = (0..<mechanisms).map { l in
      let t = mechanisms == 1 ? 0.5 : Double(l) / Double(mechanisms - 1)
      return exp(-(first + (last - first) * t))
    }
    let fit = RelaxationFit(band: band, times: relaxationTimes, isCoarseGrained: isCoarseGrained)
    let small = fit.weights(loss: 1e-6).map { $0 / 1e-6 }
    let strong = fit.weights(loss: 0.05).map { $0 / 0.05 }
    weights = small
    secondWeights = zip(small, strong).map { ($1 - $0) / 0.05 }
  }

  /// Q0 / Q(f): 1 for constant Q, (f / f_p)^−γ above f_p for a power law.
  static func shape(at frequency: Double, band: AttenuationBand) -> Double {
    guard band.powerLawExponent != 0, frequency > band.powerLawFrequency else { return 1 }
    return pow(frequency / band.powerLawFrequency, -band.powerLawExponent)
  }

  /// The weight of mechanism l for a loss y = 1/Q0.
  func weight(_ l: Int, loss: Double) -> Double {
    loss * (weights[l] + secondWeights[l] * loss)
  }

  /// M(ω) / M_u at a frequency in Hz for a loss y = 1/Q0, as (real, imaginary) parts.
  func modulusRatio(frequency: Double, loss: Double) -> (re: Double, im: Double) {
    EffectiveModulus(times: relaxationTimes, isCoarseGrained: isCoarseGrained)
      .ratio(frequency: frequency, weights: relaxationTimes.indices.map { weight($0, loss: loss) })
  }

  /// M_u / M_ref, where M_ref = ρ c² holds for the phase velocity c at the reference frequency.
  func unrelaxedFactor(loss: Double) -> Double {
    // c = 1 / Re(√(ρ / M)); for M = M_u m: M_u = ρ c² (Re m^(−1/2))².
    let m = modulusRatio(frequency: band.referenceFrequency, loss: loss)
    let modulus = hypot(m.re, m.im)
    let halfAngle = atan2(m.im, m.re) / 2
    let slowness = cos(halfAngle) / modulus.squareRoot()
    return slowness * slowness
  }
}
