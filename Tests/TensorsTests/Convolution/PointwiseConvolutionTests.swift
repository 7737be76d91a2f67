import Testing

@testable import Tensors

@Test("Maps of channels and their gradients agree with PyTorch's convolutions", arguments: [5, 18])
func pointwiseConvolutionAgrees(outputs: Int) throws {
  let fixture = try SpectralFixture("spectral-pointwise")
  let error = try fixture.error(of: "pointwise.\(outputs)", inputs: ["x", "w", "b"]) {
    [$0[0].pointwiseConvolution($0[1], bias: $0[2])]
  }
  // Single precision sums of some hundred numbers.
  #expect(error < 2e-6)
}

@Test("Maps of channels have the gradients of central differences")
func pointwiseConvolutionGradients() {
  let inputs = [
    normalSamples([2, 3, 5, 13]), normalSamples([4, 3], seed: 2), normalSamples([4], seed: 3),
  ]
  #expect(gradientError(at: inputs) { $0[0].pointwiseConvolution($0[1], bias: $0[2]) } < 1e-8)
  #expect(gradientError(at: inputs) { $0[0].pointwiseConvolution($0[1]) } < 1e-8)
}
