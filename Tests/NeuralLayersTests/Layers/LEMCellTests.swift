import NumericalRuntime
import TensorTestSupport
import Tensors
import Testing

@testable import NeuralLayers

private func cell(inputs: Int = 2, width: Int = 5) -> LEMCell {
  var generator = anyGenerator()
  return LEMCell(inputs: inputs, width: width, maximumStep: 0.7, using: &generator)
}

@Test("The fused sequence gives the numbers and gradients of a loop in PyTorch")
func fusedSequence() throws {
  try LayerCase("lem", cell()) { cell, u, _ in cell.sequence(u).ys }.check()
}

@Test("The sequence put together from single steps gives them too, and those of differences")
func stepwiseSequence() throws {
  let found = try LayerCase("lem", cell()) { cell, u, _ in cell.steps(u).ys }
  try found.check()
  #expect(found.differenceError() < 1e-6)
}

@Test(
  "Initial states and the last memory have the gradients of the single steps",
  // A whole group of lanes and a part; more rows than a tile, and not a multiple.
  arguments: [(1, 3), (16, 8), (35, 19)]
)
func statesOfSequence(_ count: Int, _ width: Int) {
  var generator = SeededGenerator(seed: 9)
  let cell = cell(inputs: 3, width: width)
  let u = Tensor(normal: [6, count, 3], using: &generator)
  let y = Tensor(normal: [count, width], using: &generator)
  let z = Tensor(normal: [count, width], using: &generator)
  let seeds = [
    Tensor(normal: [6, count, width], using: &generator),
    Tensor(normal: [count, width], using: &generator),
  ]
  func run(_ body: (LEMCell, Tensor, LEMCell.State) -> (ys: Tensor, state: LEMCell.State))
    -> [Tensor]
  {
    let (values, gradients) = valuesAndGradient(at: [u, y, z] + cell.parameters) { watched in
      var cell = cell
      cell.updateParameters { index, tensor in tensor = watched[index + 3] }
      let (ys, last) = body(cell, watched[0], LEMCell.State(y: watched[1], z: watched[2]))
      return [ys + last.y.unsqueezed(axis: 0), last.z]
    } seeds: { _ in
      seeds
    }
    return values + gradients
  }
  let fused = run { $0.sequence($1, from: $2) }
  let plain = run { $0.steps($1, from: $2) }
  for (a, b) in zip(fused, plain) { expectClose(a, b, within: 1e-5) }
}

@Test("States of another number of sequences stop the process with the shapes")
func stateMistakes() async {
  let fused = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
    _ = cell().sequence(Tensor(ones: [4, 3, 2]), from: cell().initialState(samples: 2))
  }
  let single = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
    _ = cell()(Tensor(ones: [3, 2]), cell().initialState(samples: 2))
  }
  for result in [fused, single] {
    let text = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
    #expect(text.contains("the state for 3 sequences is [3, 5], got shapes [2, 5] and [2, 5]"))
  }
}
