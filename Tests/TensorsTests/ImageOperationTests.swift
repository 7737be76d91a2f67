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

@Test(
  "Pixel shuffle and back are inverse and have the gradients of central differences",
  arguments: [1, 2, 3, 4]
)
func pixelShuffle(factor: Int) {
  let x = samples([2, 2 * factor * factor, 3, 5])
  #expect(x.pixelShuffled(factor: factor).pixelUnshuffled(factor: factor).doubles == x.doubles)
  #expect(gradientError(at: [x]) { $0[0].pixelShuffled(factor: factor).squared() } < 1e-7)
  let single = x.cast(to: .float32)
  let fine = single.pixelShuffled(factor: factor)
  #expect(fine.floats == x.pixelShuffled(factor: factor).floats)
  #expect(fine.pixelUnshuffled(factor: factor).floats == single.floats)
  #expect(
    gradientError(at: [fine.cast(to: .float64)]) { $0[0].pixelUnshuffled(factor: factor).exp() }
      < 1e-7
  )
}

@Test("Pixel shuffle reads blocks of channels and gives its gradient in them", arguments: [2, 4])
func blockedPixelShuffle(factor: Int) {
  let x = samples([2, 32, 3, 5]).cast(to: .float32)
  #expect(
    x.channelBlocks.pixelShuffled(factor: factor).floats == x.pixelShuffled(factor: factor).floats
  )
  let gradients = [x, x.channelBlocks].map {
    valueAndGradient(at: [$0]) { $0[0].pixelShuffled(factor: factor).squared().sum() }.gradients[0]
      .floats
  }
  #expect(gradients[0] == gradients[1])
}

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

@Test("What a mask leaves out has no influence, not even as NaN")
func masks() {
  let x = Tensor(elements: [1, .nan, -2, 4], shape: [4])
  let mask = x.isEqual(to: x)
  let (value, gradients) = valueAndGradient(at: [x, Tensor(1.0, .float64)]) {
    Tensor.selected(where: mask, $0[0].squared(), otherwise: $0[1]).sum()
  }
  #expect(value.item == 22)
  #expect(gradients[0].doubles[0] == 2 && gradients[0].doubles[2] == -4 && gradients[1].item == 1)
  #expect(Tensor([1, 2, 3], shape: [3]).isGreater(than: 2).floats == [0, 0, 1])
  #expect(
    Tensor([1, 2, 3], shape: [3]).isLess(than: Tensor([2, 2, 4], shape: [3])).floats == [1, 0, 1]
  )
}
