import NumericalRuntime
import TensorTestSupport
import Tensors
import Testing

@testable import NeuralLayers

/// Rosenbrock's function Σ 100 (x₂ − x₁²)² + (1 − x₁)² over neighbours, smallest at ones.
private struct Rosenbrock: Module {
  var x: Tensor

  init(_ start: [Double]) { x = Tensor(elements: start, shape: [start.count]) }

  func callAsFunction() -> Tensor {
    let (left, right) = (
      x.sliced(axis: 0, from: 0, to: x.count - 1), x.sliced(axis: 0, from: 1, to: x.count)
    )
    return ((right - left.squared()).squared() * 100 + (1 - left).squared()).sum()
  }

  mutating func walk(_ walk: ParameterWalk) { walk.parameter("x", &x) }
}

@Test("L-BFGS finds the minimum of Rosenbrock's function about as soon as PyTorch's")
func rosenbrock() throws {
  let fixture = try Fixture("learning-optimizers", in: .module)
  var problem = Rosenbrock([-1.2, 1])
  var minimizer = LBFGS(gradientTolerance: 1e-9, changeTolerance: 1e-14)
  let summary = minimizer.minimize(&problem) { problem in
    valueAndGradient(at: problem) { $0() }
  }
  #expect(summary.isConverged)
  expectClose(problem.x, Tensor(elements: [1.0, 1], shape: [2]), within: 1e-8)
  // Line searches differ in how they narrow; none needs much more than the other.
  #expect(Double(summary.evaluations) < 1.5 * (try fixture.tensor("lbfgs.calls").item))
}

@Test("L-BFGS finds the minimum in many dimensions and from far away")
func manyDimensions() {
  var problem = Rosenbrock((0..<20).map { $0 % 2 == 0 ? -3 : 8 })
  var minimizer = LBFGS(maximumIterations: 500, gradientTolerance: 1e-8, changeTolerance: 1e-15)
  let summary = minimizer.minimize(&problem) { problem in
    valueAndGradient(at: problem) { $0() }
  }
  #expect(summary.isConverged)
  #expect(summary.value < 1e-14)
}

@Test("A quadratic function is minimised within its dimension's number of iterations or few more")
func quadratic() throws {
  var generator = SeededGenerator(seed: 4)
  let x = Tensor(normal: [40, 6], .float64, using: &generator)
  var model = Linear(inputs: 6, outputs: 1, using: &generator)
  model.updateTensors { _, _, tensor in tensor = tensor.cast(to: .float64) }
  let truth = model
  model.updateTensors { _, _, tensor in tensor = Tensor(zeros: tensor.shape, .float64) }
  var minimizer = LBFGS()
  let summary = minimizer.minimize(&model) { model in
    valueAndGradient(at: model) { meanSquaredError($0(x), truth(x)) }
  }
  #expect(summary.isConverged)
  #expect(summary.iterations < 20)
  expectClose(model.weight, truth.weight, within: 1e-6)
}

@Test("L-BFGS has not converged where the gradient is not a number")
func gradientIsNotANumber() {
  var problem = Rosenbrock([0, 0])
  var minimizer = LBFGS()
  let summary = minimizer.minimize(&problem) { problem in
    // The root of a square has the value 0 and no slope at 0.
    valueAndGradient(at: problem) { $0.x.squared().sqrt().sum() }
  }
  #expect(summary.value == 0)
  #expect(!summary.isConverged && summary.iterations == 0)
  #expect(problem.x.floats == [0, 0])
}

@Test(
  "The line search passes over points whose slope is not a number, be their values ever so small"
)
func slopeIsNotANumber() throws {
  let direction = [Tensor(elements: [1.0], shape: [1])]
  func evaluate(_ x: Double) -> (value: Tensor, gradients: [Tensor]) {
    let slope = x > 0.6 ? Double.nan : 2 * (x - 1)
    let value = (x - 1) * (x - 1)
    return (Tensor(value, .float64), [Tensor(elements: [slope], shape: [1])])
  }
  let start = LinePoint(step: 0, value: 1, gradients: evaluate(0).gradients)
  let found = WolfeLineSearch().search(from: start, along: direction, firstStep: 1, evaluate)
  let point = try #require(found.point)
  #expect(point.slope.isFinite && point.value < 1)
  #expect(point.step > 0 && point.step <= 0.6)
}
