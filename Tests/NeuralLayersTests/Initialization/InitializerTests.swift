import NeuralLayers
import NumericalRuntime
import Tensors
import Testing

/// Mean and standard deviation of a tensor's numbers.
private func moments(_ tensor: Tensor) -> (mean: Double, deviation: Double) {
  let numbers = tensor.doubles
  let mean = numbers.reduce(0, +) / Double(numbers.count)
  let square = numbers.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(numbers.count)
  return (mean, square.squareRoot())
}

/// Of weights [40, 20, 3, 3]: fan-in 20 · 9 = 180, fan-out 40 · 9 = 360.
private let spreadCases: [(Initializer, Double)] = [
  (.uniform(bound: 0.3), 0.3 / 3.0.squareRoot()),
  (.normal(deviation: 2), 2),
  (.xavierUniform(), (2.0 / 540).squareRoot()),
  (.xavierNormal(gain: 3), 3 * (2.0 / 540).squareRoot()),
  (.kaimingUniform(), (2.0 / 180).squareRoot()),
  (.kaimingNormal(slope: 1, fan: .out), (1.0 / 360).squareRoot()),
  (.fanInUniform, (1.0 / 540).squareRoot()),
]

@Test("Initialisers have the spread that they are defined by", arguments: spreadCases)
func spreads(_ initializer: Initializer, _ deviation: Double) {
  var generator = SeededGenerator(seed: 8)
  let tensor = initializer.tensor([40, 20, 3, 3], using: &generator)
  let found = moments(tensor)
  // 7200 numbers: the standard errors are 1.2 % and 0.9 % of the deviation; four of them.
  #expect(abs(found.mean) < 0.05 * deviation)
  #expect(abs(found.deviation / deviation - 1) < 0.04)
}

@Test("Uniform numbers stay within their bound")
func bounds() {
  var generator = SeededGenerator(seed: 8)
  let numbers = Initializer.uniform(bound: 0.25).tensor([5000], using: &generator).floats
  #expect(numbers.allSatisfy { abs($0) <= 0.25 })
  #expect(numbers.max() ?? 0 > 0.249)
}

@Test(
  "Orthogonal rows or columns are orthonormal times the gain",
  arguments: [[4, 9], [9, 4], [3, 2, 5]]
)
func orthogonal(_ shape: [Int]) {
  var generator = SeededGenerator(seed: 8)
  let tensor = Initializer.orthogonal(gain: 2).tensor(shape, using: &generator)
  let (rows, columns) = (shape[0], shape.dropFirst().reduce(1, *))
  let numbers = tensor.doubles
  func entry(_ vector: Int, _ k: Int) -> Double {
    rows <= columns ? numbers[vector * columns + k] : numbers[k * columns + vector]
  }
  for a in 0..<min(rows, columns) {
    for b in 0...a {
      let product = (0..<max(rows, columns)).reduce(0) { $0 + entry(a, $1) * entry(b, $1) }
      // Rounded to single precision.
      #expect(abs(product - (a == b ? 4 : 0)) < 1e-6)
    }
  }
}

@Test("Random tensors are those of the generator in order, which moves on")
func randomTensors() {
  var (first, second) = (SeededGenerator(seed: 3), SeededGenerator(seed: 3))
  let uniform = Tensor(uniform: [5000], in: 2..<4, .float64, using: &first)
  let normal = Tensor(normal: [6], .float64, using: &first)
  #expect(uniform.doubles == (0..<5000).map { _ in 2 + 2 * second.uniform() })
  #expect(normal.doubles == (0..<6).map { _ in second.gaussian() })
  #expect(first == second)
}

@Test("Dropout keeps the mean, drops nothing after training, and draws from the pass")
func dropout() {
  let layer = Dropout(rate: 0.25)
  let x = Tensor(ones: [20_000])
  #expect(layer(x, .inference()).floats == x.floats)
  let pass = ForwardPass.training(SeededGenerator(seed: 6))
  let y = layer(x, pass).floats
  #expect(Set(y) == [0, 4.0 / 3])
  // The standard error of the share is 0.3 %.
  #expect(abs(Double(y.count { $0 == 0 }) / 20_000 - 0.25) < 0.0125)
  #expect(pass.generator.position == 20_000)
  #expect(layer(x, pass).floats != y)
}
