import Foundation
import NumericalRuntime
import TestSupport
import Testing

@testable import Tensors

/// Numbers that PyTorch made; see make_spectral_fixtures.py.
struct SpectralFixture {
  private let tensors: [String: Tensor]

  init(_ name: String) throws {
    let file = Bundle.module.url(
      forResource: "Fixtures/\(name)",
      withExtension: "safetensors"
    )
    tensors = try SafeTensorsFile(reading: #require(file)).tensors()
  }

  func tensor(_ name: String) throws -> Tensor {
    try #require(tensors[name], "the fixture has no \(name)")
  }

  /// The largest relative L2 difference of an operation's results and gradients from PyTorch's.
  func error(
    of name: String,
    inputs: [String],
    outputs: [String] = ["y"],
    _ function: ([Tensor]) -> [Tensor]
  ) throws -> Double {
    let values = try inputs.map { try tensor("\(name).\($0)") }
    let seeds = try outputs.map { try tensor("\(name).seed.\($0)") }
    let (results, gradients) = valuesAndGradient(at: values, of: function) { _ in seeds }
    let expected =
      try outputs.map { try tensor("\(name).\($0)") }
      + inputs.map { try tensor("\(name).grad.\($0)") }
    return zip(results + gradients, expected).map { found, wanted in
      found.shape == wanted.shape ? relativeError(found.doubles, wanted.doubles) : .infinity
    }.max() ?? .infinity
  }
}

/// Normal numbers in double precision.
func normalSamples(_ shape: [Int], seed: UInt64 = 1, _ type: ScalarType = .float64) -> Tensor {
  var generator = SeededGenerator(seed: seed)
  return Tensor(normal: shape, type, using: &generator)
}
