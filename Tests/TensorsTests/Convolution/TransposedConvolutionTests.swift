import TensorTestSupport
import Testing

@testable import Tensors

private struct Parameters: Decodable, Sendable {
  var stride: Int
  var padding: Int
  var outputPadding: Int
  var groups: Int
}

@Test("Transposed convolutions and their gradients agree with PyTorch")
func transposedConvolutionsOfPyTorch() throws {
  let fixture = try Fixture("convolution-transposed", in: .module)
  for (name, p) in try fixture.cases(Parameters.self) {
    try expectAgreement(fixture, name, ["x", "weight", "bias"]) { inputs in
      inputs[0].transposedConvolution2D(
        inputs[1],
        bias: inputs.count > 2 ? inputs[2] : nil,
        stride: p.stride,
        padding: p.padding,
        outputPadding: p.outputPadding,
        groups: p.groups
      )
    }
  }
}

@Test("Transposed convolutions have the gradients of central differences")
func transposedConvolutionGradients() {
  for (stride, padding, extra, groups) in [(1, 0, 0, 1), (2, 1, 1, 1), (2, 1, 0, 2)] {
    let inputs = [
      samples([2, 4, 3, 4]), samples([4, 6 / groups, 4, 4], seed: 1), samples([6], seed: 2),
    ]
    let error = gradientError(at: inputs) {
      $0[0].transposedConvolution2D(
        $0[1],
        bias: $0[2],
        stride: stride,
        padding: padding,
        outputPadding: extra,
        groups: groups
      )
    }
    #expect(error < 1e-7)
  }
}

@Test("A transposed convolution is the transpose of the convolution")
func transposeOfConvolution() {
  let x = samples([2, 16, 12, 10]).cast(to: .float32).channelBlocks
  let y = samples([2, 48, 6, 5], seed: 1).cast(to: .float32).channelBlocks
  let w = samples([48, 16, 4, 4], seed: 2).cast(to: .float32)
  let forward = (x.convolution2D(w, stride: 2, padding: 1) * y).sum().item
  let backward = (y.transposedConvolution2D(w, stride: 2, padding: 1) * x).sum().item
  // 46080 products of order one in single precision
  #expect(abs(forward - backward) < 1e-2)
}
