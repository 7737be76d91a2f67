import Testing

@testable import Tensors

@Test("Interpolation has the gradients of central differences")
func interpolationGradients() {
  let x = samples([2, 2, 3, 4])
  for mode in [InterpolationMode.nearest, .bilinear] {
    #expect(
      gradientError(at: [x]) { $0[0].resized(height: 5, width: 3, mode: mode).squared() } < 1e-7
    )
  }
  #expect(
    gradientError(at: [x]) {
      $0[0].sampled(rows: [0.3, 2, 1.5], columns: [3, 0.25, -1]).squared()
    } < 1e-7
  )
}

@Test("A linear field between pixels comes out exactly")
func linearField() {
  let x = Tensor(
    elements: (0..<20).map { Double($0 / 5) * 10 + Double($0 % 5) },
    shape: [1, 1, 4, 5]
  )
  let values = x.sampled(rows: [0.5, 3, 2.25], columns: [1.5, 4, 0]).doubles
  #expect(values == [6.5, 34, 22.5])
}
