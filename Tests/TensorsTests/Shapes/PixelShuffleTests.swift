import Testing

@testable import Tensors

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
