import RealModule
import Testing

@testable import Tensors

/// Numbers of all magnitudes, both signs, subnormal, infinite and NaN too: every 4099th bit pattern.
private let everywhere: [Float] =
  stride(from: 0, through: UInt64(UInt32.max), by: 4099).map { Float(bitPattern: UInt32($0)) }
  + [0, -0.0, .infinity, -.infinity, .nan, .greatestFiniteMagnitude, -.greatestFiniteMagnitude]

/// The worst error of a function in units in the last place of the true value, which is a double's.
///
/// Where the true value is subnormal in single precision, a quarter of the smallest normal number is let pass.
private func worstError(
  _ function: (Tensor) -> Tensor,
  _ truth: (Double) -> Double,
  where isMeant: (Float) -> Bool = { _ in true }
) -> Double {
  let results = function(Tensor(everywhere, shape: [everywhere.count])).floats
  var worst = 0.0
  for (x, y) in zip(everywhere, results) where isMeant(x) {
    let exact = truth(Double(x))
    let rounded = Float(exact)
    if rounded == y || (rounded.isNaN && y.isNaN) { continue }
    guard y.isFinite, rounded.isFinite else { return .infinity }
    let error = abs(Double(y) - exact)
    if rounded.magnitude < .leastNormalMagnitude, error < 3e-39 { continue }
    worst = max(worst, error / Double(max(rounded.magnitude, .leastNormalMagnitude).ulp))
  }
  return worst
}

@Test(
  "Vector functions are right to a few units in the last place everywhere, infinity and NaN included"
)
func vectorFunctions() {
  // Bounds are what a scan over 4 million numbers found, rounded up.
  #expect(worstError({ $0.exp() }, { Double.exp($0) }) < 1.5)
  #expect(worstError({ $0.tanh() }, { Double.tanh($0) }) < 3)
  #expect(worstError({ $0.sigmoid() }, { 1 / (1 + Double.exp(-$0)) }) < 3)
  #expect(worstError({ $0.log() }, { Double.log($0) }) < 2)
  #expect(
    worstError({ $0.softplus() }, { max($0, 0) + Double.log(onePlus: Double.exp(-$0.magnitude)) })
      < 4
  )
}

@Test("GELU and its gradient are right to a few units in the last place, in the far tail too")
func normalDistribution() {
  func distribution(_ x: Double) -> Double { 0.5 * Double.erfc(-x * 0.5.squareRoot()) }
  // Beyond -13 the distribution function is subnormal; at minus infinity 0 is right, x Φ(x) would be NaN.
  let gelu = { (x: Double) in x < -14.5 ? 0 : x * distribution(x) }
  #expect(worstError({ $0.gelu() }, gelu, where: { $0 > -12.5 || $0.isNaN }) < 8)
  #expect(
    Tensor([-13.5, -14.4, -20, -.infinity], shape: [4]).gelu().floats.allSatisfy {
      $0.magnitude < 1e-36
    }
  )
  let slope = { (x: Double) -> Double in
    guard x.magnitude < 14 else { return x.isNaN ? x : x > 0 ? 1 : 0 }
    return distribution(x) + x * Double.exp(-x * x / 2) / (2 * Double.pi).squareRoot()
  }
  let gradient = { (x: Tensor) in valueAndGradient(at: [x]) { $0[0].gelu().sum() }.gradients[0] }
  // Near x = -0.75 the slope crosses zero, so that only the absolute error can be small there.
  let inputs = Tensor(everywhere, shape: [everywhere.count])
  for (x, y) in zip(everywhere, gradient(inputs).floats) {
    let exact = slope(Double(x))
    #expect((exact.isNaN && y.isNaN) || abs(Double(y) - exact) < 4e-7, "at \(x)")
  }
}
