import Foundation

/// Relaxation times and weights of a generalised standard linear solid for Q over a band.
///
/// The modulus at angular frequency ω is M(ω) = M_u (1 − Σ_l w_l / (1 + iωτ_l)). For a loss y = 1/Q0 the
/// weights are w_l = y (c_l + d_l y); c and d come from non-negative least squares on
///
///     Σ_l w_l (ωτ_l + y s(ω)) / (1 + ω²τ_l²) = y s(ω),   s(ω) = Q0 / Q(ω)
///
/// over the band, once in the limit of small y and once at Q0 = 20, so that Q as low as 15 keeps its value.
/// References: Emmerich & Korn (1987); Blanch, Robertsson & Symes (1995); Withers, Olsen & Day (2015).
struct RelaxationSpectrum: Hashable, Sendable {
  /// Relaxation times in s, from short to long.
  let relaxationTimes: [Double]
  /// First-order weights c_l.
  let weights: [Double]
  /// Second-order weights d_l.
  let secondWeights: [Double]
  /// The band the fit holds in.
  let band: AttenuationBand

  init(band: AttenuationBand, mechanisms: Int) {
    self.band = band
    let (low, high) = (2 * Double.pi * band.minimumFrequency, 2 * Double.pi * band.maximumFrequency)
    // Relaxation frequencies reach a little beyond the band: its edges else see falling wings only.
    let margin = pow(high / low, 0.5 / Double(mechanisms))
    let (first, last) = (log(high * margin), log(low / margin))
    relaxationTimes = (0..<mechanisms).map { l in
      let t = mechanisms == 1 ? 0.5 : Double(l) / Double(mechanisms - 1)
      return exp(-(first + (last - first) * t))
    }
    let small = Self.fit(loss: 1e-6, band: band, times: relaxationTimes).map { $0 / 1e-6 }
    let strong = Self.fit(loss: 0.05, band: band, times: relaxationTimes).map { $0 / 0.05 }
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
    let omega = 2 * Double.pi * frequency
    var (re, im) = (1.0, 0.0)
    for l in relaxationTimes.indices {
      let x = omega * relaxationTimes[l]
      let w = weight(l, loss: loss) / (1 + x * x)
      re -= w
      im += w * x
    }
    return (re, im)
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

  private static func fit(loss: Double, band: AttenuationBand, times: [Double]) -> [Double] {
    let samples = 12 * times.count
    let ratio = band.maximumFrequency / band.minimumFrequency
    var rows: [[Double]] = []
    for m in 0..<samples {
      let f = band.minimumFrequency * pow(ratio, Double(m) / Double(samples - 1))
      let target = loss * shape(at: f, band: band)
      // Divided by the target, so that the relative error of 1/Q is what is least.
      rows.append(
        times.map { tau in
          let x = 2 * Double.pi * f * tau
          return (x + target) / (1 + x * x) / target
        })
    }
    return nonNegativeLeastSquares(rows)
  }

  /// Minimises |A w − 1|² subject to w ≥ 0 by cyclic coordinate descent.
  private static func nonNegativeLeastSquares(_ a: [[Double]]) -> [Double] {
    let n = a[0].count
    var gram = [[Double]](repeating: [Double](repeating: 0, count: n), count: n)
    var rhs = [Double](repeating: 0, count: n)
    for row in a {
      for p in 0..<n {
        rhs[p] += row[p]
        for q in 0..<n { gram[p][q] += row[p] * row[q] }
      }
    }
    var w = [Double](repeating: 0, count: n)
    for _ in 0..<20_000 {
      var change = 0.0
      for p in 0..<n {
        var residual = rhs[p]
        for q in 0..<n { residual -= gram[p][q] * w[q] }
        let next = max(0, w[p] + residual / gram[p][p])
        change = max(change, abs(next - w[p]) * gram[p][p].squareRoot())
        w[p] = next
      }
      if change < 1e-9 { break }
    }
    return w
  }
}
