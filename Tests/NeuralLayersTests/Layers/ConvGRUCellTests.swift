import NeuralLayers
import NumericalRuntime
import TensorTestSupport
import Tensors
import Testing

@Suite("ConvGRU cell")
struct ConvGRUCellTests {
  private func cell(_ extent: (height: Int, width: Int) = (4, 5)) -> ConvGRUCell {
    var generator = SeededGenerator(seed: 2)
    return ConvGRUCell(inputs: 2, channels: 3, extent: extent, using: &generator)
  }

  @Test("A step and its gradients agree with PyTorch")
  func fixture() throws {
    let fixture = try ConvolutionalCellFixture("gru")
    var cell = cell()
    fixture.load(into: &cell)
    fixture.check(cell, images: ["x", "h0"], outputs: ["h"]) { cell, images in
      [cell(images[0], images[1])]
    }
  }

  // Differences in double precision of a function of order one are good to 10⁻⁹.
  @Test("Gradients agree with central differences")
  func centralDifferences() {
    var generator = SeededGenerator(seed: 8)
    let cell = cell((3, 3))
    let images = [2, 3].map { Tensor(normal: [1, $0, 3, 3], using: &generator) }
    #expect(differenceError(cell, images) { $0($1[0], $1[1]) } < 1e-7)
  }

  @Test("Images and states that do not fit stop the process with the cell and both shapes")
  func mistakes() async {
    let input = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let cell = ConvGRUCellTests().cell()
      _ = cell(Tensor(zeros: [2, 3, 4, 5]), cell.initialState(samples: 2))
    }
    #expect(says("ConvGRUCell: input of shape [2, 3, 4, 5], not [n, 2, 4, 5]", input))
    let state = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let cell = ConvGRUCellTests().cell()
      _ = cell(Tensor(zeros: [2, 2, 4, 5]), cell.initialState(samples: 1))
    }
    #expect(says("ConvGRUCell: state of shape [1, 3, 4, 5], not [2, 3, 4, 5]", state))
  }
}
