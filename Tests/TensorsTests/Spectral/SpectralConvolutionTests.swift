import Foundation
import Testing

@testable import Tensors

// Single precision sums of up to some thousand numbers.
private let singlePrecision = 3e-6
private let differences = 1e-7

@Test(
  "Mode products and their gradients agree with PyTorch",
  arguments: ["2.5.4", "9.9.11", "8.16.24"]
)
func modeProductsAgree(size: String) throws {
  let fixture = try SpectralFixture("spectral-convolution")
  let error = try fixture.error(of: "modes.\(size)", inputs: ["x", "w"]) {
    [$0[0].modeProduct($0[1])]
  }
  #expect(error < singlePrecision)
}

@Test("Mode products have the gradients of central differences")
func modeProductGradients() {
  let (x, w) = (normalSamples([3, 2, 4, 2]), normalSamples([3, 4, 5, 2], seed: 2))
  #expect(gradientError(at: [x, w]) { $0[0].modeProduct($0[1]) } < differences)
}

@Test(
  "Spectral convolutions and their gradients agree with the published layer in PyTorch",
  arguments: ["8x10", "9x7", "6x6"]
)
func spectralConvolutionsAgree(size: String) throws {
  let fixture = try SpectralFixture("spectral-convolution")
  let error = try fixture.error(of: "convolution.\(size)", inputs: ["x", "weights1", "weights2"]) {
    // Published weights are [in, out, m, n, 2]; ours have the modes outermost.
    let weights = [$0[1], $0[2]].map { $0.transposed([2, 3, 0, 1, 4]) }
    return [$0[0].spectralConvolution2D(weights[0], weights[1])]
  }
  #expect(error < singlePrecision)
}

@Test(
  "Spectral convolutions have the gradients of central differences",
  arguments: [[6, 8], [7, 5]]
)
func spectralConvolutionGradients(size: [Int]) {
  let inputs = [
    normalSamples([2, 3] + size),
    normalSamples([3, 3, 3, 2, 2], seed: 2),
    normalSamples([3, 3, 3, 2, 2], seed: 3),
    normalSamples([2, 2] + size, seed: 4),
  ]
  let error = gradientError(at: inputs) {
    $0[0].spectralConvolution2D($0[1], $0[2], adding: $0[3])
  }
  #expect(error < differences)
}

@Test("Single precision gives what double precision does at the size of a layer")
func spectralConvolutionPrecision() {
  let inputs = [
    normalSamples([3, 20, 24, 40]),
    normalSamples([6, 7, 20, 17, 2], seed: 2),
    normalSamples([6, 7, 20, 17, 2], seed: 3),
    normalSamples([3, 17, 24, 40], seed: 4),
  ]
  func run(_ inputs: [Tensor]) -> [Tensor] {
    let (values, gradients) = valuesAndGradient(at: inputs) {
      [$0[0].spectralConvolution2D($0[1], $0[2], adding: $0[3])]
    } seeds: {
      [normalSamples($0[0].shape, seed: 5, $0[0].scalarType)]
    }
    return values + gradients
  }
  for (single, double) in zip(run(inputs.map { $0.cast(to: .float32) }), run(inputs)) {
    #expect(distance(single, double) < singlePrecision)
  }
}

@Test("A spectral convolution is the same function on a finer grid")
func resolution() {
  let weights = [2, 3].map { normalSamples([5, 5, 1, 1, 2], seed: $0) }
  func image(_ n: Int) -> Tensor {
    let numbers = (0..<(n * n)).map { index -> Double in
      let (y, x) = (
        2 * .pi * Double(index / n) / Double(n), 2 * .pi * Double(index % n) / Double(n)
      )
      return sin(x) + 0.5 * cos(3 * y - 2 * x) + 0.2 * sin(4 * y + 3 * x) + 0.1
    }
    return Tensor(elements: numbers, shape: [1, 1, n, n])
  }
  let coarse = image(64).spectralConvolution2D(weights[0], weights[1]).doubles
  let fine = image(128).spectralConvolution2D(weights[0], weights[1]).doubles
  for y in 0..<64 {
    for x in 0..<64 { #expect(abs(coarse[y * 64 + x] - fine[2 * y * 128 + 2 * x]) < 1e-12) }
  }
}

private func distance(_ a: Tensor, _ b: Tensor) -> Double {
  let pairs = zip(a.doubles, b.doubles)
  let difference = pairs.reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
  return (difference / pairs.reduce(0) { $0 + $1.1 * $1.1 }).squareRoot()
}
