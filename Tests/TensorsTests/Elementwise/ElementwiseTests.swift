import Testing

@testable import Tensors

@Test("Elementwise functions have the gradients of central differences")
func elementwiseGradients() {
  let x = samples([3, 7])
  let positive = x.squared() + 0.1
  #expect(gradientError(at: [x]) { $0[0].exp() } < 1e-7)
  #expect(gradientError(at: [positive]) { $0[0].log() } < 1e-7)
  #expect(gradientError(at: [positive]) { $0[0].sqrt() } < 1e-7)
  #expect(gradientError(at: [x]) { $0[0].squared() } < 1e-7)
  #expect(gradientError(at: [x]) { $0[0].abs() } < 1e-7)
  #expect(gradientError(at: [x]) { $0[0].pow(3) } < 1e-7)
  #expect(gradientError(at: [positive]) { $0[0].pow(-1.5) } < 1e-6)
  #expect(gradientError(at: [x]) { $0[0].clamped(to: -0.5...0.7) } < 1e-7)
  #expect(gradientError(at: [x]) { $0[0].tanh() } < 1e-7)
  #expect(gradientError(at: [x]) { $0[0].sigmoid() } < 1e-7)
  #expect(gradientError(at: [x]) { $0[0].relu() } < 1e-7)
  #expect(gradientError(at: [x]) { $0[0].leakyReLU(slope: 0.2) } < 1e-7)
  #expect(gradientError(at: [x]) { $0[0].gelu() } < 1e-7)
  #expect(gradientError(at: [x]) { $0[0].silu() } < 1e-7)
  #expect(gradientError(at: [x]) { $0[0].softplus() } < 1e-7)
}
