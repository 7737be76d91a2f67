import Foundation

/// Finds the weights of relaxation mechanisms that give a wanted Q over a band.
struct RelaxationFit {
  private let modulus: EffectiveModulus
  /// ωτ_l for each frequency and mechanism.
  private let products: [[Double]]
  private let frequencies: [Double]
  /// Q0 / Q at each frequency.
  private let shape: [Double]
  /// Weight of Σ w² beside the misfit: 0 lets single mechanisms take all, which coarse graining cannot bear.
  private let evenness: Double

  init(band: AttenuationBand, times: [Double], isCoarseGrained: Bool) {
    modulus = EffectiveModulus(times: times, isCoarseGrained: isCoarseGrained)
    let samples = 12 * times.count
    let ratio = band.maximumFrequency / band.minimumFrequency
    frequencies = (0..<samples).map {
      band.minimumFrequency * pow(ratio, Double($0) / Double(samples - 1))
    }
    products = frequencies.map { f in times.map { 2 * .pi * f * $0 } }
    shape = frequencies.map { RelaxationSpectrum.shape(at: $0, band: band) }
    evenness = isCoarseGrained ? 1e-4 * Double(samples) : 0
  }

  /// The weights for a loss 1/Q0.
  ///
  /// The linear problem is solved for a loss curve that is then corrected by how far the effective modulus misses
  /// the wanted one.
  func weights(loss: Double) -> [Double] {
    let wanted = shape.map { loss * $0 }
    var goal = wanted
    var weights = solve(goal, scale: loss)
    for _ in 0..<12 {
      for (n, frequency) in frequencies.enumerated() {
        let m = modulus.ratio(frequency: frequency, weights: weights)
        goal[n] *= pow(wanted[n] * m.re / m.im, 0.7)
      }
      weights = solve(goal, scale: loss)
    }
    return weights
  }

  /// Least squares for Σ w_l (ωτ_l + y) / (1 + ω²τ_l²) = y, divided by y, so that the relative error is least.
  private func solve(_ goal: [Double], scale: Double) -> [Double] {
    let rows = zip(products, goal).map { products, y in
      products.map { x in (x + y) / (1 + x * x) / y * scale }
    }
    return nonNegativeLeastSquares(rows).map { $0 * scale }
  }

  /// Minimises |A w − 1|² + evenness |w|² subject to w ≥ 0 by cyclic coordinate descent.
  private func nonNegativeLeastSquares(_ a: [[Double]]) -> [Double] {
    let n = modulus.times.count
    var gram = [[Double]](repeating: [Double](repeating: 0, count: n), count: n)
    var rhs = [Double](repeating: 0, count: n)
    for row in a {
      for p in 0..<n {
        rhs[p] += row[p]
        for q in 0..<n { gram[p][q] += row[p] * row[q] }
      }
    }
    for p in 0..<n { gram[p][p] += evenness }
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
