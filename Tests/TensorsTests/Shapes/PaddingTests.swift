import Testing

@testable import Tensors

@Test("Padding has the gradients of central differences")
func paddingGradients() {
  let x = samples([2, 3, 4])
  for mode in [PaddingMode.constant(0.5), .reflect, .replicate, .circular] {
    #expect(gradientError(at: [x]) { $0[0].padded(mode, [(1, 2), (3, 0)]).squared() } < 1e-7)
  }
  let row = Tensor([1, 2, 3], shape: [3])
  #expect(row.padded(.reflect, [(2, 1)]).floats == [3, 2, 1, 2, 3, 2])
  #expect(row.padded(.replicate, [(2, 1)]).floats == [1, 1, 1, 2, 3, 3])
  #expect(row.padded(.circular, [(2, 1)]).floats == [2, 3, 1, 2, 3, 1])
  #expect(row.padded(.constant(7), [(2, 1)]).floats == [7, 7, 1, 2, 3, 7])
}
