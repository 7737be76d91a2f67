import NeuralLayers
import NumericalRuntime
import TensorTestSupport
import Tensors
import Testing

/// A layer with PyTorch's numbers for it: parameters, input, output, and gradients of ⟨seed, output⟩.
struct LayerCase<Layer: Module> {
  var name: String
  /// The layer with the stored parameters.
  var layer: Layer
  let x: Tensor
  private let fixture: Fixture
  private let apply: (Layer, Tensor, ForwardPass) -> Tensor

  init(
    _ name: String,
    _ layer: Layer,
    _ apply: @escaping (Layer, Tensor, ForwardPass) -> Tensor
  ) throws {
    let fixture = try Fixture("learning-layers", in: .module)
    self.name = name
    self.apply = apply
    self.fixture = fixture
    x = try fixture.tensor("\(name).x")
    self.layer = layer
    var failure: (any Error)?
    self.layer.updateTensors { key, _, tensor in
      do {
        let stored = try fixture.tensor("\(name).p.\(key)")
        #expect(stored.shape == tensor.shape, "\(name).\(key)")
        tensor = stored
      } catch { failure = error }
    }
    if let failure { throw failure }
  }

  /// Compares output, gradients and buffers within 10⁻⁴ of the largest entry; both sides are single precision,
  /// so that 10⁻⁵ would do for most.
  func check(isTraining: Bool = true, blocked: Bool = false) throws {
    let pass =
      isTraining ? ForwardPass.training(SeededGenerator(seed: 1)) : ForwardPass.inference()
    let seed = try fixture.tensor("\(name).seed")
    let input = blocked ? x.channelBlocks : x
    let (values, gradients) = valuesAndGradient(at: [input] + layer.parameters) { watched in
      [apply(replacing(layer, watched), watched[0], pass)]
    } seeds: { _ in
      [seed]
    }
    expectClose(values[0], try fixture.tensor("\(name).y"), "\(name).y")
    expectClose(gradients[0], try fixture.tensor("\(name).grad.x"), "\(name).grad.x")
    let parameters = layer.namedTensors.filter { $0.role == .parameter }
    for (named, gradient) in zip(parameters, gradients.dropFirst()) {
      let key = "\(name).grad.\(named.name)"
      expectClose(gradient, try fixture.tensor(key), "\(key)")
    }
    try checkBuffers(pass)
  }

  private func checkBuffers(_ pass: ForwardPass) throws {
    var after = layer
    pass.commit(to: &after)
    for named in after.namedTensors where named.role != .parameter {
      let key = "\(name).after.\(named.name)"
      expectClose(named.tensor, try fixture.tensor(key), "\(key)")
    }
  }

  /// How far the gradient in double precision is from central differences.
  func differenceError(isTraining: Bool = true) -> Double {
    var precise = layer
    precise.updateTensors { _, _, tensor in tensor = tensor.cast(to: .float64) }
    return gradientError(at: [x.cast(to: .float64)] + precise.parameters) { watched in
      let pass =
        isTraining ? ForwardPass.training(SeededGenerator(seed: 1)) : ForwardPass.inference()
      return apply(replacing(precise, watched), watched[0], pass)
    }
  }

  /// The layer with watched parameters, the first of `watched` being the input.
  private func replacing(_ layer: Layer, _ watched: [Tensor]) -> Layer {
    var layer = layer
    layer.updateParameters { index, tensor in tensor = watched[index + 1] }
    return layer
  }
}

/// A generator whose numbers do not matter because parameters are replaced.
func anyGenerator() -> SeededGenerator { SeededGenerator(seed: 5) }
