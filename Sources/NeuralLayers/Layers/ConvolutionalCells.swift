import NumericalRuntime
import Tensors

// What the convolutional recurrent cells have in common.

/// Stops unless `x` is [n, inputs, h, w] and all states are [n, c, h, w], `shape` being [c, h, w].
func requireImages(
  _ cell: String,
  _ x: Tensor,
  inputs: Int,
  states: [Tensor],
  shape: [Int]
) {
  let samples = x.shape.first ?? 0
  require(
    x.shape == [samples, inputs] + shape.dropFirst(),
    "\(cell): input of shape \(x.shape), not [n, \(inputs), \(shape[1]), \(shape[2])]"
  )
  for state in states {
    require(
      state.shape == [samples] + shape,
      "\(cell): state of shape \(state.shape), not \([samples] + shape)"
    )
  }
}

/// Xavier-uniform kernels [outputs, inputs, kernel, kernel] and zero biases [outputs].
func initialKernels(
  inputs: Int,
  outputs: Int,
  kernel: Int,
  using generator: inout SeededGenerator
) -> (weight: Tensor, bias: Tensor) {
  let shape = [outputs, inputs, kernel, kernel]
  let weight = Initializer.xavierUniform().tensor(shape, using: &generator)
  return (weight, Tensor(zeros: [outputs]))
}
