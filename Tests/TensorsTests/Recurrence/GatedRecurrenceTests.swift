import Testing

@testable import Tensors

// Single precision through a few steps of saturating gates.
private let singlePrecision = 5e-6
private let differences = 1e-7

private func weights(_ p: [Tensor]) -> GatedRecurrenceWeights {
  GatedRecurrenceWeights(input: p[0], hidden: p[1], inputBias: p[2], hiddenBias: p[3])
}

@Test("Gated recurrences and their gradients agree with PyTorch", arguments: [4, 16, 17])
func gatedRecurrenceAgrees(width: Int) throws {
  let fixture = try SpectralFixture("spectral-gated")
  let error = try fixture.error(
    of: "gated.\(width)",
    inputs: ["x", "start", "input", "hidden", "inputBias", "hiddenBias"]
  ) {
    [$0[0].gatedRecurrence(weights(Array($0[2...])), start: $0[1])]
  }
  #expect(error < singlePrecision)
}

@Test("Gated recurrences have the gradients of central differences")
func gatedRecurrenceGradients() {
  let shapes = [[2, 3, 2], [2, 4], [12, 2], [12, 4], [12], [12]]
  let inputs = shapes.enumerated().map { normalSamples($1, seed: UInt64($0)) }
  let error = gradientError(at: inputs) {
    $0[0].gatedRecurrence(weights(Array($0[2...])), start: $0[1])
  }
  #expect(error < differences)
}

private func sampledWeights(_ p: [Tensor]) -> SampledRecurrenceWeights {
  SampledRecurrenceWeights(
    sample: p[1],
    hidden: p[2],
    hiddenBias: p[3],
    moments: p[4],
    momentsBias: p[5]
  )
}

@Test(
  "Recurrences that read their own samples agree with PyTorch, gradients too",
  arguments: [4, 19]
)
func sampledRecurrenceAgrees(width: Int) throws {
  let fixture = try SpectralFixture("spectral-sampled")
  let noise = try fixture.tensor("sampled.\(width).noise")
  let error = try fixture.error(
    of: "sampled.\(width)",
    inputs: ["drive", "sample", "hidden", "hiddenBias", "moments", "momentsBias"],
    outputs: ["all_moments", "all_samples"]
  ) {
    let (moments, samples) = $0[0].sampledRecurrence(sampledWeights($0), noise: noise)
    return [moments, samples]
  }
  #expect(error < singlePrecision)
}

@Test("Recurrences that read their own samples have the gradients of central differences")
func sampledRecurrenceGradients() {
  let shapes = [[2, 12], [12, 3], [12, 4], [12], [6, 4], [6]]
  let inputs = shapes.enumerated().map { normalSamples($1, seed: UInt64($0)) }
  let noise = normalSamples([2, 4, 3], seed: 9)
  for output in 0..<3 {
    let error = gradientError(at: inputs) {
      let (moments, samples) = $0[0].sampledRecurrence(sampledWeights($0), noise: noise)
      return output == 0
        ? moments : output == 1 ? samples : Tensor.concatenated([moments, samples], axis: 2)
    }
    #expect(error < differences)
  }
}
