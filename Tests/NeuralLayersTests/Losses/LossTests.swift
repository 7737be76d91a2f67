import NeuralLayers
import TensorTestSupport
import Tensors
import Testing

/// A loss of up to four tensors of the fixture.
private struct LossCase: Sendable, CustomTestStringConvertible {
  var name: String
  var inputs: [String]
  /// The number of inputs through which gradients flow.
  var gradients: Int
  var body: @Sendable ([Tensor]) -> Tensor
  var testDescription: String { name }
}

private let cases = [
  LossCase(name: "mse", inputs: ["p", "t"], gradients: 2) { meanSquaredError($0[0], $0[1]) },
  LossCase(name: "mse.sum", inputs: ["p", "t"], gradients: 2) {
    meanSquaredError($0[0], $0[1], reduction: .sum)
  },
  LossCase(name: "l1", inputs: ["p", "t"], gradients: 2) { meanAbsoluteError($0[0], $0[1]) },
  LossCase(name: "huber", inputs: ["p", "t"], gradients: 2) { huberLoss($0[0], $0[1]) },
  LossCase(name: "relative", inputs: ["p", "t"], gradients: 1) { relativeL2Loss($0[0], $0[1]) },
  LossCase(name: "kl", inputs: ["p", "lv", "pm", "plv"], gradients: 4) {
    gaussianKL(mean: $0[0], logVariance: $0[1], priorMean: $0[2], priorLogVariance: $0[3])
  },
  LossCase(name: "kl.standard", inputs: ["p", "lv"], gradients: 2) {
    gaussianKL(mean: $0[0], logVariance: $0[1])
  },
  LossCase(name: "nll", inputs: ["p", "lv", "t"], gradients: 3) {
    gaussianNLL(mean: $0[0], logVariance: $0[1], target: $0[2])
  },
  LossCase(name: "nll.full", inputs: ["p", "lv", "t"], gradients: 3) {
    gaussianNLL(mean: $0[0], logVariance: $0[1], target: $0[2], isFull: true)
  },
]

@Test("Losses and their gradients are PyTorch's and those of differences", arguments: cases)
private func losses(_ loss: LossCase) throws {
  let fixture = try Fixture("learning-losses", in: .module)
  let inputs = try loss.inputs.map { try fixture.tensor($0) }
  let (value, gradients) = valueAndGradient(at: inputs, of: loss.body)
  // Sums of 84 numbers in single precision.
  expectClose(value, try fixture.tensor("\(loss.name).value"), within: 1e-6)
  for index in 0..<loss.gradients {
    expectClose(gradients[index], try fixture.tensor("\(loss.name).grad.\(index)"), within: 1e-5)
  }
  let precise = inputs.map { $0.cast(to: .float64) }
  let moved = Array(precise.prefix(loss.gradients))
  let error = gradientError(at: moved) { loss.body($0 + precise.dropFirst(loss.gradients)) }
  #expect(error < 1e-7)
}

@Test("The sum for each example is divided by the extent of the first axis")
func sumPerExample() {
  let p = Tensor([1, 2, 3, 4, 5, 6], shape: [2, 3])
  #expect(meanSquaredError(p, Tensor(zeros: [2, 3]), reduction: .sumPerExample).item == 45.5)
}

@Test("Losses of large images in either layout agree with double precision")
func largeLosses() {
  let count = 2 * 32 * 60 * 50
  let p = Tensor((0..<count).map { Float(($0 * 7919) % 1000) / 500 - 1 }, shape: [2, 32, 60, 50])
  let t = Tensor((0..<count).map { Float(($0 * 104_729) % 997) / 500 - 1 }, shape: p.shape)
  for body in [
    { meanSquaredError($0, $1) }, { meanAbsoluteError($0, $1) }, { huberLoss($0, $1) },
    { relativeL2Loss($0, $1) },
  ] as [(Tensor, Tensor) -> Tensor] {
    let precise = valueAndGradient(at: [p.cast(to: .float64)]) { body($0[0], t.cast(to: .float64)) }
    for input in [p, p.channelBlocks] {
      let (value, gradients) = valueAndGradient(at: [input]) { body($0[0], t) }
      // Pieces are summed in 64 lanes of single precision and joined in double.
      expectClose(value, precise.value, within: 1e-6)
      expectClose(gradients[0], precise.gradients[0], within: 1e-5)
    }
  }
}

@Test("The Huber loss is half of delta where nothing is wrong, and slope one outside")
func huberFloor() {
  let p = Tensor([0.1, 0.5], shape: [2])
  let (value, gradients) = valueAndGradient(at: [p]) { huberLoss($0[0], p) }
  #expect(abs(value.item - 0.1) < 1e-7)
  #expect(gradients[0].floats == [0, 0])
  let far = valueAndGradient(at: [p]) { huberLoss($0[0], Tensor([-2, 3], shape: [2])) }
  #expect(far.gradients[0].floats == [0.5, -0.5])
  #expect(abs(far.value.item - (2.1 + 2.5) / 2) < 1e-6)
}

@Test("Losses of shapes that do not fit stop the process with their names and the shapes")
func lossMistakes() async {
  let huber = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
    _ = huberLoss(Tensor(zeros: [2, 3]), Tensor(zeros: [3]))
  }
  #expect(says("huberLoss: prediction of shape [2, 3], target of shape [3]", huber))
  let relative = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
    _ = relativeL2Loss(Tensor(zeros: [2, 3]), Tensor(zeros: [2, 4]))
  }
  #expect(says("relativeL2Loss: prediction of shape [2, 3], target of shape [2, 4]", relative))
  let divergence = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
    _ = gaussianKL(mean: Tensor(zeros: [2, 3]), logVariance: Tensor(zeros: [3]))
  }
  #expect(says("gaussianKL: mean of shape [2, 3], logVariance of shape [3]", divergence))
  let density = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
    let zeros = Tensor(zeros: [2, 3])
    _ = gaussianNLL(mean: zeros, logVariance: zeros, target: Tensor(zeros: [2]))
  }
  #expect(says("gaussianNLL: mean of shape [2, 3], target of shape [2]", density))
}

@Test("A NaN in the data comes out of every loss")
func notANumber() {
  let p = Tensor([.nan, 0.5], shape: [1, 2])
  let t = Tensor(zeros: [1, 2])
  for value in [
    meanSquaredError(p, t), meanAbsoluteError(p, t), huberLoss(p, t), relativeL2Loss(p, t),
  ] {
    #expect(!value.item.isFinite)
  }
}
