import NeuralLayers
import NumericalRuntime
import TensorTestSupport
import Tensors
import Testing

@Suite("ConvLSTM cell")
struct ConvLSTMCellTests {
  private func cell(_ extent: (height: Int, width: Int) = (4, 5)) -> ConvLSTMCell {
    var generator = SeededGenerator(seed: 2)
    return ConvLSTMCell(inputs: 2, channels: 3, extent: extent, using: &generator)
  }

  @Test("A step and its gradients agree with PyTorch")
  func fixture() throws {
    let fixture = try ConvolutionalCellFixture("lstm")
    var cell = cell()
    fixture.load(into: &cell)
    fixture.check(cell, images: ["x", "h0", "c0"], outputs: ["h", "c"]) { cell, images in
      let next = cell(images[0], .init(h: images[1], c: images[2]))
      return [next.h, next.c]
    }
  }

  // Differences in double precision of a function of order one are good to 10⁻⁹.
  @Test("Gradients agree with central differences")
  func centralDifferences() {
    var generator = SeededGenerator(seed: 8)
    let cell = cell((3, 3))
    let images = [2, 3, 3].map { Tensor(normal: [1, $0, 3, 3], using: &generator) }
    let error = differenceError(cell, images) { cell, images in
      let next = cell(images[0], .init(h: images[1], c: images[2]))
      return next.h + next.c
    }
    #expect(error < 1e-7)
  }

  @Test("Images that do not fit stop the process with the cell and both shapes")
  func mistakes() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let cell = ConvLSTMCellTests().cell()
      _ = cell(Tensor(zeros: [2, 1, 4, 5]), cell.initialState(samples: 2))
    }
    #expect(says("ConvLSTMCell: input of shape [2, 1, 4, 5], not [n, 2, 4, 5]", result))
  }
}
