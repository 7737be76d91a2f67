import Foundation
import NumericalRuntime
import Tensors

/// A slow–fast oscillator to be predicted one sample ahead: the long expressive memory's first benchmark.
///
///     v′ = v − v³/3 − w + 0.5        w′ = (v + 0.7 − 0.8 w) / 50
///
/// from v(0) uniform in (−1, 1), w(0) = 0; v is sampled 1001 times over [0, 400]. A sequence's input are the first
/// 1000 samples, its target the last 1000.
///
/// The equations are integrated to a relative tolerance of 10⁻⁸, where the published task used SciPy's default of
/// 10⁻³: its labels carry errors of about 10⁻³.
///
/// - Reference: FitzHugh (1955), Bull. Math. Biophysics 17; Rusch et al. (2022), arXiv 2110.04744, section 6.
struct FitzHughNagumo: Sendable {
  /// v of each sequence, 1001 samples one after another.
  private let samples: [Float]
  /// The number of sequences.
  let count: Int

  /// The steps of a sequence.
  static let steps = 1000

  /// So many sequences of a stream of random initial values.
  init(count: Int, seed: UInt64, stream: UInt64) {
    var generator = SeededGenerator(seed: seed, stream: stream)
    let starts = (0..<count).map { _ in 2 * generator.uniform() - 1 }
    samples = parallelMap(starts, Self.trajectory).flatMap { $0 }
    self.count = count
  }

  /// v at the sample times.
  static func trajectory(from v: Double) -> [Float] {
    let times = (0...steps).map { 0.4 * Double($0) }
    let solution = DormandPrince().solve(from: SIMD2(v, 0), at: times) { _, y in
      derivative(v: y.x, w: y.y)
    }
    return solution.map { Float($0.x) }
  }

  private static func derivative(v: Double, w: Double) -> SIMD2<Double> {
    let cube: Double = v * v * v / 3
    return SIMD2(v - cube - w + 0.5, (v + 0.7 - 0.8 * w) / 50)
  }

  /// Inputs and targets [1000, n, 1] of some sequences.
  func batch(_ indices: [Int]) -> (input: Tensor, target: Tensor) {
    (tensor(indices, from: 0), tensor(indices, from: 1))
  }

  private func tensor(_ indices: [Int], from first: Int) -> Tensor {
    let steps = Self.steps
    let numbers = (first..<first + steps).flatMap { step in
      indices.map { samples[$0 * (steps + 1) + step] }
    }
    return Tensor(numbers, shape: [steps, indices.count, 1])
  }
}
