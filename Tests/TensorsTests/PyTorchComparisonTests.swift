import Foundation
import TestSupport
import Testing

@testable import Tensors

/// One operation as PyTorch's numbers stand in the fixtures, and as we work it out.
private struct Comparison: Sendable, CustomTestStringConvertible {
  var name: String
  var inputs = 1
  var function: @Sendable ([Tensor]) -> Tensor

  init(_ name: String, inputs: Int = 1, _ function: @escaping @Sendable ([Tensor]) -> Tensor) {
    (self.name, self.inputs, self.function) = (name, inputs, function)
  }

  var testDescription: String { name }

  /// The largest difference of the result and the gradients from PyTorch's, relative to their size.
  func error(in fixture: [String: Tensor], _ type: ScalarType) throws -> Double {
    func stored(_ key: String) throws -> Tensor {
      try #require(fixture["\(name).\(key)"], "the fixture lacks \(name).\(key)")
    }
    let keys = ["a", "b"].prefix(inputs)
    let seed = try stored("seed").cast(to: type)
    let (values, gradients) = valuesAndGradient(
      at: try keys.map { try stored($0).cast(to: type) },
      of: { [function($0)] },
      seeds: { _ in [seed] }
    )
    let expected = try [stored("y")] + keys.map { try stored("grad.\($0)") }
    return zip(values + gradients, expected).map { found, wanted in
      found.shape == wanted.shape ? relativeError(found.doubles, wanted.doubles) : .infinity
    }.max() ?? .infinity
  }
}

private func fixture(_ name: String) throws -> [String: Tensor] {
  let url = Bundle.module.url(forResource: "Fixtures/ops-\(name)", withExtension: "safetensors")
  return try SafeTensorsFile(reading: #require(url)).tensors()
}

/// Both sides work in single precision; rounding of 6e-8 grows to some 1e-6 in sums and powers.
private let tolerance = 1e-5

private let elementwise = [
  Comparison("exp") { $0[0].exp() }, Comparison("squared") { $0[0].squared() },
  Comparison("abs") { $0[0].abs() }, Comparison("tanh") { $0[0].tanh() },
  Comparison("sigmoid") { $0[0].sigmoid() }, Comparison("relu") { $0[0].relu() },
  Comparison("leakyReLU") { $0[0].leakyReLU(slope: 0.2) }, Comparison("gelu") { $0[0].gelu() },
  Comparison("silu") { $0[0].silu() }, Comparison("softplus") { $0[0].softplus() },
  Comparison("clamped") { $0[0].clamped(to: -1...2) }, Comparison("cube") { $0[0].pow(3) },
  Comparison("log") { $0[0].log() }, Comparison("sqrt") { $0[0].sqrt() },
  Comparison("power") { $0[0].pow(-1.5) },
  Comparison("add", inputs: 2) { $0[0] + $0[1] },
  Comparison("subtract", inputs: 2) { $0[0] - $0[1] },
  Comparison("multiply", inputs: 2) { $0[0] * $0[1] },
  Comparison("divide", inputs: 2) { $0[0] / $0[1] },
  Comparison("maximum", inputs: 2) { $0[0].maximum($0[1]) },
  Comparison("minimum", inputs: 2) { $0[0].minimum($0[1]) },
  Comparison("where", inputs: 2) {
    Tensor.selected(where: $0[0].isGreater(than: 0.5), $0[0].exp(), otherwise: $0[1])
  },
]

private let shapes = [
  Comparison("sum") { $0[0].sum(axes: [0, 2]) },
  Comparison("mean") { $0[0].mean(axes: [1], keepingDimensions: true) },
  Comparison("variance") { $0[0].variance(axes: [1, 2], correction: 1) },
  Comparison("largest") { $0[0].maximum(axes: [2]) },
  Comparison("smallest") { $0[0].minimum(axes: [0, 1]) },
  Comparison("softmax") { $0[0].softmax() }, Comparison("softmaxOfAxis") { $0[0].softmax(axis: 1) },
  Comparison("logSoftmax") { $0[0].logSoftmax() },
  Comparison("transposed") { $0[0].transposed([2, 0, 1]) },
  Comparison("flipped") { $0[0].flipped(axes: [0, 2]) },
  Comparison("sliced") { $0[0].sliced(axis: 1, from: 1, to: 3) },
  Comparison("expanded") { $0[0].sliced(axis: 1, from: 0, to: 1).expanded(to: [2, 3, 4, 5]) },
  Comparison("concatenated", inputs: 2) { Tensor.concatenated([$0[0], $0[1], $0[0]], axis: 1) },
  Comparison("stacked", inputs: 2) { Tensor.stacked($0, axis: -1) },
  Comparison("chunked") {
    let parts = $0[0].chunked(into: 2, axis: 1)
    return parts[1] * parts[0]
  },
  Comparison("unstacked") {
    let parts = $0[0].unstacked(axis: 1)
    return parts[3] - parts[0]
  },
  Comparison("gathered") { $0[0].gathered(axis: 1, indices: [3, 0, 3]) },
]

private let images = [
  Comparison("points") { $0[0].gatheredAtPoints(rows: [0, 5, 2, 2], columns: [4, 0, 3, 3]) },
  Comparison("constantPadding") { $0[0].padded(.constant(0.5), [(1, 3), (2, 0)]) },
  Comparison("reflectPadding") { $0[0].padded(.reflect, [(1, 3), (2, 4)]) },
  Comparison("replicatePadding") { $0[0].padded(.replicate, [(1, 3), (2, 4)]) },
  Comparison("circularPadding") { $0[0].padded(.circular, [(1, 3), (2, 4)]) },
  Comparison("shuffled") { $0[0].pixelShuffled(factor: 2) },
  Comparison("unshuffled") { $0[0].pixelUnshuffled(factor: 2) },
  Comparison("shuffledByFour") { $0[0].pixelShuffled(factor: 4) },
  Comparison("nearest.finer") { $0[0].resized(height: 9, width: 13, mode: .nearest) },
  Comparison("nearest.coarser") { $0[0].resized(height: 4, width: 2, mode: .nearest) },
  Comparison("bilinear.finer") { $0[0].resized(height: 9, width: 13, mode: .bilinear) },
  Comparison("bilinear.coarser") { $0[0].resized(height: 4, width: 2, mode: .bilinear) },
  Comparison("sampled") { $0[0].sampled(rows: [0.3, 4.75, 1.5], columns: [2, 3.5, 0]) },
]

@Test(
  "Results and gradients are PyTorch's",
  arguments: [("elementwise", elementwise), ("shapes", shapes), ("images", images)]
)
private func comparison(_ name: String, _ comparisons: [Comparison]) throws {
  let numbers = try fixture(name)
  for comparison in comparisons {
    for type in [ScalarType.float32, .float64] {
      let error = try comparison.error(in: numbers, type)
      #expect(error < tolerance, "\(comparison.name) in \(type)")
    }
  }
}
