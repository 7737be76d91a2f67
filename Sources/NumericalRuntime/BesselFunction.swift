/// The modified Bessel function of the first kind of order 0, which shapes Kaiser's window.
///
///     I₀(x) = Σ_k ((x/2)^k / k!)²
///
/// All terms are positive, so that the sum is exact to rounding for every x that does not overflow (|x| < 700).
///
/// - Reference: Abramowitz & Stegun (1964), equation 9.6.12.
public func besselI0(_ x: Double) -> Double {
  let quarter = x * x / 4
  var (sum, term, k) = (1.0, 1.0, 1.0)
  while term > 1e-17 * sum {
    term *= quarter / (k * k)
    sum += term
    k += 1
  }
  return sum
}
