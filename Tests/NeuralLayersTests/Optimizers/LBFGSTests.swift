import NeuralLayers
import NumericalRuntime
import TensorTestSupport
import Tensors
import Testing

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
