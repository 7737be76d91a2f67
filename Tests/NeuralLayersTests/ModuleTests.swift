import NeuralLayers
import Tensors
import Testing

private struct Affine: Module {
  var weight = Tensor(ones: [2, 3])
  var bias: Tensor? = Tensor(zeros: [2])
  var mean = Tensor(zeros: [2])

  mutating func walk(_ walk: ParameterWalk) {
    walk.parameter("weight", &weight)
    walk.parameter("bias", &bias)
    walk.buffer("running_mean", &mean)
  }
}

private struct Pair: Module {
  var parts = [Affine(), Affine()]

  mutating func walk(_ walk: ParameterWalk) { walk.modules("layers", &parts) }
}

@Test("A walk names tensors by their path, in order, and tells parameters from buffers")
func names() {
  let model = Pair()
  #expect(
    model.namedTensors.map(\.name) == [
      "layers.0.weight", "layers.0.bias", "layers.0.running_mean",
      "layers.1.weight", "layers.1.bias", "layers.1.running_mean",
    ]
  )
  #expect(model.parameterCount == 16)
}

@Test("A pass writes the newest running statistics into the model that ran")
func commit() {
  var model = Pair()
  let pass = ForwardPass.inference()
  let old = model.parts[1].mean
  pass.replace(old, with: Tensor([1, 2], shape: [2]))
  #expect(pass.current(old).floats == [1, 2])
  pass.commit(to: &model)
  #expect(model.parts[0].mean.floats == [0, 0])
  #expect(model.parts[1].mean.floats == [1, 2])
}
