import Foundation
import NumericalRuntime
import TensorTestSupport
import Testing

@testable import Tensors

/// The parameters of a stored case.
private struct Parameters: Decodable, Sendable {
  var stride: Int
  var padding: Int
  var groups: Int
}

@Test(
  "Convolutions and their gradients agree with PyTorch",
  arguments: ["convolution-same", "convolution"]
)
func convolutionsOfPyTorch(file: String) throws {
  let fixture = try Fixture(file, in: .module)
  let cases = try fixture.cases(Parameters.self)
  for (name, p) in cases {
    try expectAgreement(fixture, name, ["x", "weight", "bias"]) { inputs in
      inputs[0].convolution2D(
        inputs[1],
        bias: inputs.count > 2 ? inputs[2] : nil,
        stride: p.stride,
        padding: p.padding,
        groups: p.groups
      )
    }
  }
}

@Test("Convolutions have the gradients of central differences")
func convolutionGradients() {
  for (channels, weights, stride, padding, groups) in [
    (3, [4, 3, 3, 3], 1, 1, 1), (3, [2, 3, 4, 3], 2, 1, 1), (4, [6, 2, 3, 3], 1, 0, 2),
    (2, [5, 2, 1, 1], 1, 0, 1),
  ] {
    let x = samples([2, channels, 6, 5])
    let w = samples(weights, seed: 1)
    let b = samples([weights[0]], seed: 2)
    let error = gradientError(at: [x, w, b]) {
      $0[0].convolution2D($0[1], bias: $0[2], stride: stride, padding: padding, groups: groups)
    }
    #expect(error < 1e-7)
  }
  let error = gradientError(at: [samples([1, 2, 6, 7]), samples([3, 2, 3, 2], seed: 1)]) {
    $0[0].convolution2D($0[1], strides: (2, 1), paddings: (0, 1))
  }
  #expect(error < 1e-7)
}

/// Many channels, where Winograd's method is used in slices of inputs and outputs.
private let wide = [
  (1, 144, 320, 14, 11), (3, 320, 48, 9, 12), (4, 32, 160, 16, 16), (9, 16, 32, 28, 28),
]
/// Few channels of larger images, which have kernels of their own.
private let narrow = [(2, 9, 3, 35, 37), (1, 1, 5, 20, 16), (1, 8, 8, 18, 50)]

@Test(
  "Convolutions of many and of few channels agree with double precision",
  arguments: wide + narrow
)
func wideConvolutions(n: Int, ci: Int, co: Int, h: Int, w: Int) {
  let inputs = [samples([n, ci, h, w]), samples([co, ci, 3, 3], seed: 1), samples([co], seed: 2)]
  let seed = samples([n, co, h, w], seed: 3)
  func run(_ type: ScalarType) -> [Tensor] {
    let (values, gradients) = valuesAndGradient(at: inputs.map { $0.cast(to: type) }) {
      [$0[0].convolution2D($0[1], bias: $0[2], padding: 1)]
    } seeds: { _ in
      [seed.cast(to: type)]
    }
    return values + gradients
  }
  // Winograd's transforms enlarge rounding errors of about 2e-7 of the largest number some ten times.
  for (single, double) in zip(run(.float32), run(.float64)) {
    expectClose(single, double, within: 1e-5)
  }
}

@Test("Convolutions give the same bytes with 1, 2 and 3 threads", arguments: wide + narrow)
func convolutionThreads(n: Int, ci: Int, co: Int, h: Int, w: Int) {
  for (kernel, stride) in [(3, 1), (4, 2)] {
    let x = samples([n, ci, h, w]).cast(to: .float32)
    let weights = samples([co, ci, kernel, kernel], seed: 1).cast(to: .float32)
    let shape = ConvolutionShape(
      inputChannels: ci,
      outputChannels: co,
      size: ImageExtent(height: h, width: w),
      kernel: ImageExtent(height: kernel, width: kernel),
      stride: ImageExtent(height: stride, width: stride),
      padding: ImageExtent(height: 1, width: 1)
    )
    let results = [1, 2, 3].map { threads in
      let convolution = ImageConvolution(shape, samples: n, like: x, threads: threads)
      let images = convolution.prepared(input: x)
      let y = convolution.output(images, weights, nil)
      let dy = convolution.prepared(outputGradient: y)
      return [
        y, convolution.inputGradient(dy, weights), convolution.weightGradient(images, dy),
        convolution.biasGradient(dy),
      ].map(\.floats)
    }
    let (two, three) = (results[0] == results[1], results[0] == results[2])
    #expect(two && three)
  }
}

@Test("Images in channel blocks stay in blocks, and so do gradients")
func blocksStay() {
  let x = samples([2, 32, 9, 8]).cast(to: .float32)
  let w = samples([48, 32, 3, 3], seed: 1).cast(to: .float32)
  let y = x.channelBlocks.convolution2D(w, padding: 1)
  #expect(y.layout == .channelBlocks)
  #expect(y.floats == x.convolution2D(w, padding: 1).floats)
}

@Test("Changed weights are packed anew")
func changedWeights() {
  let x = samples([1, 16, 9, 9]).cast(to: .float32)
  var w = samples([16, 16, 3, 3], seed: 1).cast(to: .float32)
  let before = x.convolution2D(w, padding: 1)
  w.accumulate(w.detached)
  expectClose(x.convolution2D(w, padding: 1), before + before, within: 1e-6)
}

@Test("A repeated convolution asks the system for no more memory")
func steadyConvolution() async {
  // In a process of its own, since the pool counts for the whole process.
  await #expect(processExitsWith: .success) {
    let x = samples([2, 32, 12, 12]).cast(to: .float32)
    let images = samples([1, 9, 20, 20]).cast(to: .float32)
    var allocations: [Int] = []
    for step in 0..<4 {
      let w = samples([48, 32, 3, 3], seed: step).cast(to: .float32)
      let v = samples([3, 9, 3, 3], seed: step).cast(to: .float32)
      let t = samples([48, 16, 4, 4], seed: step).cast(to: .float32)
      _ = valuesAndGradient(at: [x, w, t, images, v]) { p in
        let y = p[0].convolution2D(p[1], padding: 1)
        return [
          y.transposedConvolution2D(p[2], stride: 2, padding: 1),
          p[3].convolution2D(p[4], padding: 1),
        ]
      } seeds: {
        $0
      }
      allocations.append(TensorPool.freshAllocationCount)
    }
    require(allocations[1] == allocations[3], "\(allocations)")
  }
}

@Test("Shapes that do not fit a convolution or a product stop the process with both")
func convolutionMistakes() async {
  let channels = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
    _ = Tensor(ones: [1, 3, 8, 8]).convolution2D(Tensor(ones: [4, 2, 3, 3]))
  }
  #expect(says("convolution2D: input [1, 3, 8, 8] and weight [4, 2, 3, 3] do not fit", channels))
  let kernel = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
    _ = Tensor(ones: [1, 3, 2, 8]).convolution2D(Tensor(ones: [4, 3, 3, 3]))
  }
  #expect(says("the kernel is larger than the padded image", kernel))
  let back = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
    _ = Tensor(ones: [1, 3, 8, 8]).transposedConvolution2D(Tensor(ones: [4, 3, 3, 3]))
  }
  #expect(says("transposedConvolution2D: input [1, 3, 8, 8] and weight [4, 3, 3, 3]", back))
  let product = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
    _ = Tensor(ones: [3, 4]).matmul(Tensor(ones: [5, 6]))
  }
  #expect(says("matmul: shapes [3, 4] and [5, 6] do not fit", product))
}
