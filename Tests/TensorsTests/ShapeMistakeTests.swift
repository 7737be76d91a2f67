import TensorTestSupport
import Testing

@testable import Tensors

@Test("Shapes that do not fit stop the process with the operation and both shapes")
func arithmeticMistakes() async {
  let sum = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
    _ = Tensor(ones: [2, 3]) + Tensor(ones: [4])
  }
  #expect(says("+: shapes [2, 3] and [4] do not fit together", sum))
  let mix = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
    _ = Tensor(ones: [2]) * Tensor(ones: [2], .float64)
  }
  #expect(says("*: float32 and float64 do not mix", mix))
}

@Test("Views and parts that a shape does not have stop the process with both")
func shapeMistakes() async {
  let form = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
    _ = Tensor(ones: [2, 3]).reshaped([4, -1])
  }
  #expect(says("reshaped: shape [2, 3] has no form [4, -1]", form))
  let part = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
    _ = Tensor(ones: [2, 3]).sliced(axis: 1, from: 2, to: 4)
  }
  #expect(says("sliced: axis 1 of shape [2, 3] has no part 2..<4", part))
  let join = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
    _ = Tensor.concatenated([Tensor(ones: [2, 3]), Tensor(ones: [3, 3])], axis: 1)
  }
  #expect(says("float32 [2, 3] and float32 [3, 3] do not fit along axis 1", join))
  let gathered = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
    _ = Tensor(ones: [2, 3]).gathered(axis: 1, indices: [0, 2, 3, -1])
  }
  #expect(says("gathered: index 3 at place 2 lies outside axis 1 of shape [2, 3]", gathered))
  let scattered = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
    _ = Tensor(ones: [2, 3]).scattered(axis: 1, indices: [0, 4, -1], extent: 5)
  }
  #expect(says("scattered: index -1 at place 2 lies outside an axis of 5", scattered))
  let axis = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
    _ = Tensor(ones: [2, 3]).sum(axes: [2])
  }
  #expect(says("sum: shape [2, 3] has no axis 2", axis))
}

@Test("Maps, losses and normalisations of shapes that do not fit stop the process with them")
func layerMistakes() async {
  let map = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
    _ = Tensor(ones: [2, 3]).linear(Tensor(ones: [4, 5]))
  }
  #expect(says("linear: input [2, 3] and weight [4, 5] do not fit", map))
  let stack = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
    _ = Tensor(ones: [2, 3, 4]).matmul(Tensor(ones: [3, 4, 5]))
  }
  #expect(says("matmul: shapes [2, 3, 4] and [3, 4, 5] do not fit", stack))
  let bias = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
    _ = Tensor(ones: [1, 3, 8, 8])
      .convolution2D(Tensor(ones: [4, 3, 3, 3]), bias: Tensor(ones: [3]))
  }
  #expect(says("convolution2D: bias [3] and weight [4, 3, 3, 3] do not fit", bias))
  let back = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
    _ = Tensor(ones: [1, 3, 8, 8])
      .transposedConvolution2D(Tensor(ones: [3, 4, 3, 3]), bias: Tensor(ones: [3]))
  }
  #expect(says("transposedConvolution2D: bias [3] and weight [3, 4, 3, 3] do not fit", back))
  let loss = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
    _ = Tensor(ones: [2, 3]).loss(.squared, to: Tensor(ones: [3, 2]), times: 1)
  }
  #expect(says("meanSquaredError: prediction of shape [2, 3], target of shape [3, 2]", loss))
  let norm = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
    _ = Tensor(ones: [2, 3]).layerNormalized(
      scale: Tensor(ones: [2]),
      shift: Tensor(ones: [2]),
      epsilon: 1e-5
    )
  }
  #expect(says("layerNormalized: shapes [2, 3], [2] and [2] do not fit", norm))
  let batch = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
    _ = Tensor(ones: [2, 3]).batchNormalized(scale: Tensor(ones: [2]), shift: nil, epsilon: 1e-5)
  }
  #expect(says("normalization: scale of shape [2] for 3 channels", batch))
}

@Test("Products and convolutions of two precisions stop the process with both")
func precisionMistakes() async {
  let product = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
    _ = Tensor(ones: [2, 3]).matmul(Tensor(ones: [3, 3], .float64))
  }
  #expect(says("matmul: float32 [2, 3] and float64 [3, 3] differ in precision", product))
  let image = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
    _ = Tensor(ones: [1, 0, 8, 8]).convolution2D(Tensor(ones: [4, 0, 3, 3]))
  }
  #expect(says("convolution2D: input [1, 0, 8, 8] and weight [4, 0, 3, 3]", image))
}
