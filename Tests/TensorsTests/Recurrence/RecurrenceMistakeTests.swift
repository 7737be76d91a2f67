import TensorTestSupport
import Testing

@testable import Tensors

/// The weights of a ConvLEM layer of two channels over 5 × 6 points.
private func layer() -> ConvLEMWeights {
  ConvLEMWeights(
    input: (Tensor(ones: [10, 3, 3, 3]), Tensor(ones: [10])),
    state: (Tensor(ones: [8, 2, 3, 3]), Tensor(ones: [8])),
    memory: (Tensor(ones: [2, 2, 3, 3]), Tensor(ones: [2])),
    peepholes: (Tensor(ones: [2, 5, 6]), Tensor(ones: [2, 5, 6]), Tensor(ones: [2, 5, 6]))
  )
}

private func run(_ layer: ConvLEMWeights, inputs: [Int] = [2, 3, 5, 6], samples: Int = 1) {
  let zeros = Tensor(zeros: [samples, 2, 5, 6])
  _ = convLEM(Tensor(zeros: inputs), from: (zeros, zeros), layer)
}

@Test("ConvLEM layers whose shapes do not fit stop the process with them")
func convolutionalMemory() async {
  run(layer())
  let kernel = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
    var layer = layer()
    layer.memory = Tensor(ones: [2, 2, 3, 5])
    run(layer)
  }
  #expect(says("convLEM: the memory's weight [2, 2, 3, 5] is not [C, C, k, k]", kernel))
  let state = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
    var layer = layer()
    layer.state = Tensor(ones: [8, 2, 5, 5])
    run(layer)
  }
  #expect(says("weights [10, 3, 3, 3] and [8, 2, 5, 5] do not fit 2 channels", state))
  let bias = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
    var layer = layer()
    layer.stateBias = Tensor(ones: [6])
    run(layer)
  }
  #expect(says("convLEM: biases [10], [6] and [2] do not fit 2 channels", bias))
  let inputs = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
    run(layer(), inputs: [2, 3, 5, 7])
  }
  #expect(says("convLEM: inputs of shape [2, 3, 5, 7] for weights [10, 3, 3, 3]", inputs))
  let samples = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
    run(layer(), inputs: [0, 3, 5, 6], samples: 0)
  }
  #expect(says("states of shape [0, 2, 5, 6] for 2 channels and at least one sample", samples))
}

private func memory(_ shapes: [Int]..., inputs: [Int], states: [Int]) {
  let tensors = shapes.map { Tensor(ones: $0) }
  let parameters = LEMParameters(
    input: (tensors[0], tensors[1]),
    hidden: (tensors[2], tensors[3]),
    memory: (tensors[4], tensors[5])
  )
  _ = Tensor(ones: inputs).longExpressiveMemory(
    parameters,
    maximumStep: 1,
    initial: (Tensor(ones: states), Tensor(ones: states))
  )
}

@Test("Long expressive memories whose shapes do not fit stop the process with them")
func longMemory() async {
  memory([8, 3], [8], [6, 2], [6], [2, 2], [2], inputs: [4, 5, 3], states: [5, 2])
  let weight = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
    memory([8, 3], [8], [4, 2], [6], [2, 2], [2], inputs: [4, 5, 3], states: [5, 2])
  }
  #expect(says("LEM: weights [4, 2] and [2, 2] are not [3h, h] and [h, h]", weight))
  let bias = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
    memory([8, 3], [8], [6, 2], [6], [2, 2], [3], inputs: [4, 5, 3], states: [5, 2])
  }
  #expect(says("LEM: biases [8], [6] and [3] for 2 numbers", bias))
  let states = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
    memory([8, 3], [8], [6, 2], [6], [2, 2], [2], inputs: [4, 5, 3], states: [4, 2])
  }
  #expect(says("LEM: states [4, 2] and [4, 2] for inputs [4, 5, 3]", states))
  let batch = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
    memory([8, 3], [8], [6, 2], [6], [2, 2], [2], inputs: [4, 0, 3], states: [0, 2])
  }
  #expect(says("LEM: inputs of shape [4, 0, 3]", batch))
}
