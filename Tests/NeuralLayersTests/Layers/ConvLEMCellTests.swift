import NeuralLayers
import NumericalRuntime
import TensorTestSupport
import Testing

@testable import Tensors

private func cell(
  _ inputs: Int,
  _ channels: Int,
  _ extent: (height: Int, width: Int) = (4, 5),
  reset: Bool = true,
  timeStep: Double = 1
) -> ConvLEMCell {
  var generator = SeededGenerator(seed: 11)
  var options = ConvLEMCell.Options()
  options.hasResetGate = reset
  options.timeStep = timeStep
  return ConvLEMCell(
    inputs: inputs,
    channels: channels,
    extent: extent,
    options: options,
    using: &generator
  )
}

@Suite("ConvLEM cell")
struct ConvLEMCellTests {
  @Test("A sequence and its gradients agree with PyTorch", arguments: [("lem", 0.7), ("plain", 1)])
  func sequence(_ name: String, _ timeStep: Double) throws {
    let fixture = try ConvolutionalCellFixture(name)
    var cell = cell(2, 3, reset: name == "lem", timeStep: timeStep)
    fixture.load(into: &cell)
    fixture.check(cell, images: ["x", "y0", "z0"], outputs: ["states", "memory"]) { cell, images in
      let (states, last) = cell.sequence(images[0], from: .init(y: images[1], z: images[2]))
      return [states, last.z]
    }
  }

  @Test("A stack that feeds on itself agrees with PyTorch, also its gradients")
  func rollout() throws {
    let fixture = try ConvolutionalCellFixture("rollout")
    var stack = Stack(cells: [cell(3, 3, timeStep: 0.8), cell(3, 3, timeStep: 0.8)])
    fixture.load(into: &stack)
    let images = ["first", "y0", "z0", "y1", "z1"]
    fixture.check(stack, images: images, outputs: ["states"]) { stack, images in
      [
        ConvLEMCell.rollout(
          stack.cells,
          first: images[0],
          from: [.init(y: images[1], z: images[2]), .init(y: images[3], z: images[4])],
          steps: 3
        )
      ]
    }
  }

  @Test("Step by step gives the states of the whole sequence")
  func steps() {
    var generator = SeededGenerator(seed: 5)
    let cell = cell(2, 3)
    let inputs = Tensor(normal: [6, 2, 4, 5], using: &generator)
    let (states, _) = cell.sequence(inputs, from: cell.initialState(samples: 2))
    var state = cell.initialState(samples: 2)
    for t in 0..<3 {
      state = cell(inputs.sliced(axis: 0, from: 2 * t, to: 2 * t + 2), state)
      #expect(state.y.floats == states.sliced(axis: 0, from: 2 * t, to: 2 * t + 2).floats)
    }
  }

  // 16 channels: blocked layout, the kernels in C and Winograd convolutions against plain loops in double
  // precision. Winograd's F(4 × 4) loses about a digit, which leaves some 10⁻⁵ over the steps.
  @Test("Single precision follows double precision", arguments: [true, false])
  func precision(reset: Bool) {
    var generator = SeededGenerator(seed: 6)
    let single = cell(16, 16, (9, 10), reset: reset, timeStep: 0.9)
    let inputs = Tensor(normal: [8, 16, 9, 10], using: &generator)
    var double = single
    double.updateTensors { _, _, tensor in tensor = tensor.cast(to: .float64) }
    func gradients(_ cell: ConvLEMCell, _ inputs: Tensor) -> [Tensor] {
      let (values, gradients) = valuesAndGradient(at: cell.parameters + [inputs]) { watched in
        var cell = cell
        cell.updateParameters { index, tensor in tensor = watched[index] }
        let (states, last) = cell.sequence(
          watched[watched.count - 1],
          from: cell.initialState(samples: 2)
        )
        return [states, last.z]
      } seeds: {
        $0.map { $0.rowMajor }
      }
      return values + gradients
    }
    let pairs = zip(gradients(single, inputs), gradients(double, inputs.cast(to: .float64)))
    for (ours, exact) in pairs { expectClose(ours, exact) }
  }

  // Differences in double precision of a function of order one are good to 10⁻⁹.
  @Test("Gradients agree with central differences", arguments: [true, false])
  func centralDifferences(reset: Bool) {
    var generator = SeededGenerator(seed: 7)
    let cell = cell(2, 2, (3, 3), reset: reset, timeStep: 0.8)
    let images = [4, 2, 2].map { Tensor(normal: [$0, 2, 3, 3], using: &generator) }
    let error = differenceError(cell, images) { cell, images in
      let (states, last) = cell.sequence(images[0], from: .init(y: images[1], z: images[2]))
      let rolled = ConvLEMCell.rollout([cell, cell], first: last.y, from: [last, last], steps: 2)
      return states.sum() + (last.z * last.z).sum() + (rolled * rolled).sum()
    }
    #expect(error < 1e-7)
  }

  @Test("Inputs of other channels stop the process with the operation and the shapes")
  func mistakes() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let cell = cell(2, 3)
      _ = cell(Tensor(zeros: [1, 4, 4, 5]), cell.initialState(samples: 1))
    }
    #expect(says("convLEM: inputs of shape [1, 4, 4, 5] for weights [15, 2, 3, 3]", result))
  }

  @Test("Parameters carry the published names, fewer without a reset gate")
  func names() {
    let names = cell(2, 3).namedTensors.map(\.name)
    #expect(names.prefix(4) == ["W_z1", "W_z2", "W_z4", "convx.weight"])
    #expect(cell(2, 3, reset: false).namedTensors.count == 8)
  }
}

/// Cells that are numbered, as in a list of PyTorch modules.
private struct Stack: Module {
  var cells: [ConvLEMCell]

  mutating func walk(_ walk: ParameterWalk) {
    for index in cells.indices { walk.module("\(index)", &cells[index]) }
  }
}
