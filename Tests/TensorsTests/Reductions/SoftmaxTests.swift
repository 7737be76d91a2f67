import Testing

@testable import Tensors

@Test("Softmax and its logarithm have the gradients of central differences", arguments: [0, 1, -1])
func softmaxGradients(axis: Int) {
  let x = samples([3, 4, 5])
  #expect(gradientError(at: [x]) { $0[0].softmax(axis: axis) } < 1e-7)
  #expect(gradientError(at: [x]) { $0[0].logSoftmax(axis: axis) } < 1e-7)
  let sums = x.cast(to: .float32).softmax(axis: axis).sum(axes: [axis]).floats
  #expect(sums.allSatisfy { abs($0 - 1) < 1e-6 })  // a few roundings of 6e-8
}

@Test("Softmax of extreme rows: masked places get nothing, fully masked rows are NaN")
func extremeSoftmax() {
  let row = Tensor([1000, -.infinity, 1000, -1000], shape: [4]).softmax().floats
  #expect(row == [0.5, 0, 0.5, 0])
  let masked = Tensor(filling: [3], with: -.infinity).softmax().floats
  #expect(masked.allSatisfy { $0.isNaN })
  #expect(Tensor(zeros: [0, 3]).softmax().shape == [0, 3])
  #expect(Tensor(3.0).softmax(axis: 0).item == 1)
}
