import TensorTestSupport
import Testing

@testable import Tensors

/// A convolution of 192 → 48 channels in blocks, of three images.
private func shape(kernel: Int) -> ConvolutionShape {
  ConvolutionShape(
    inputChannels: 192,
    outputChannels: 48,
    size: ImageExtent(height: 18, width: 17),
    kernel: ImageExtent(height: kernel, width: kernel),
    padding: ImageExtent(height: kernel / 2, width: kernel / 2)
  )
}

private func blocks(_ shape: [Int], seed: Int) -> Tensor {
  samples(shape, seed: seed).cast(to: .float32).channelBlocks
}

/// The output, with a bias, without, and added to another.
private func outputs(_ convolution: BlockedConvolution) -> [[Float]] {
  let (shape, count) = (convolution.shape, convolution.samples)
  let x = blocks([count, shape.inputChannels, shape.size.height, shape.size.width], seed: 1)
  let w = samples(shape.weightShape, seed: 2).cast(to: .float32)
  let b = samples([shape.outputChannels], seed: 3).cast(to: .float32)
  let extent = [count, shape.outputChannels, shape.outputSize.height, shape.outputSize.width]
  let other = blocks(extent, seed: 4)
  return [(true, false), (false, false), (false, true), (true, true)].map { hasBias, adding in
    let y = Tensor.make(extent, layout: .channelBlocks) { (y: UnsafeMutablePointer<Float>) in
      other.withPointer(Float.self) { y.update(from: $0, count: other.count) }
      x.withPointer(Float.self) { x in
        b.withPointer(Float.self) { b in
          convolution.output(x, weights: w, bias: hasBias ? b : nil, to: y, adding: adding)
        }
      }
    }
    return y.floats
  }
}

// No version of oneDNN is known that wants other layouts (2.6.3 does not in 12,560 shapes); here it is said to.
@Test("Weights are packed apart where primitives do not share their layout", arguments: [1, 3, 5])
func apart(kernel: Int) {
  let key = OutputPlan.Key(shape: shape(kernel: kernel), samples: 3, isPlainInput: false)
  let plan = OutputPlan(key) { _, _ in false }
  #expect(plan.packing(OutputPlan.Run()).layout == (plan.inputSlices == 1 ? 0 : 1))
  #expect(plan.packing(OutputPlan.Run(adds: true, hasBias: true)).layout == 4)
  let shared = OutputPlan(key)
  #expect(shared.packing(OutputPlan.Run(adds: true, hasBias: true)).layout == 0)
  let (found, expected) = (outputs(BlockedConvolution(plan)), outputs(BlockedConvolution(shared)))
  for (a, b) in zip(found, expected) {
    // Ours and the library's transform of the weights round differently.
    expectClose(Tensor(a, shape: [a.count]), Tensor(b, shape: [b.count]), within: 1e-5)
  }
}

@Test("Gradients of weights are summed image by image where a shorter last run has another layout")
func shorterRun() {
  let convolution = BlockedConvolution(shape(kernel: 5), samples: 7)
  let x = blocks([7, 192, 18, 17], seed: 1)
  let dy = blocks([7, 48, 18, 17], seed: 2)
  func gradient(_ plan: WeightGradientPlan) -> Tensor {
    x.withPointer(Float.self) { x in dy.withPointer(Float.self) { dy in plan.run(x, dy) } }
  }
  let plain = WeightGradientPlan(convolution)
  let apart = WeightGradientPlan(convolution) { _, _ in false }
  #expect(plain.runLength == 4)
  #expect(apart.runLength == 1)
  // Sums of some two thousand products in another order.
  expectClose(gradient(apart), gradient(plain), within: 1e-5)
}

@Test("Weights of a layout with gaps are left to the library to transform")
func gaps() {
  // A transform of two numbers a pair, (w₀₀, sum of all taps), for 16 outputs side by side.
  func pack(_ from: UnsafePointer<Float>, _ to: UnsafeMutablePointer<Float>, gap: Int) {
    for input in 0..<16 {
      for output in 0..<16 {
        let taps = from + (output * 16 + input) * 9
        to[input * (16 + gap) + output] = taps[0]
        to[16 * (16 + gap) + input * (16 + gap) + output] = (0..<9).reduce(0) { $0 + taps[$1] }
      }
    }
  }
  for (gap, isKnown) in [(0, true), (4, false)] {
    let weights = WinogradWeights(outputs: 16, inputs: 16, count: 2 * 16 * (16 + gap)) {
      pack($0, $1, gap: gap)
    }
    #expect((weights != nil) == isKnown)
  }
}
