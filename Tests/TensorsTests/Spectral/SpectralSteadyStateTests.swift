import Foundation
import NumericalRuntime
import Testing

@testable import Tensors

/// The value and the gradients of a function with every operation on spectra and sequences in it.
private func spectralStep() -> [Tensor] {
  let shapes = [
    [8, 24, 32, 34], [8, 8, 24, 24, 2], [8, 8, 24, 24, 2], [24, 24], [24],
    [96, 34], [96, 32], [96], [96], [96, 16], [32, 32],
  ]
  let inputs = shapes.enumerated().map { normalSamples($1, seed: UInt64($0), .float32) * 0.2 }
  let noise = normalSamples([192, 8, 16], seed: 20, .float32)
  let (value, gradients) = valueAndGradient(at: inputs) { p in
    let mixed = p[0].pointwiseConvolution(p[3], bias: p[4])
    let images = p[0].spectralConvolution2D(p[1], p[2], adding: mixed)
    let restored = images.rfft2(norm: .ortho).irfft2(columns: 34, norm: .ortho).rfft().irfft()
    let sequences = restored.reshaped([192, 32, 34])
    let start = Tensor(zeros: [192, 32])
    let weights = GatedRecurrenceWeights(
      input: p[5],
      hidden: p[6],
      inputBias: p[7],
      hiddenBias: p[8]
    )
    let states = sequences.gatedRecurrence(weights, start: start)
    let drive = states.sum(axes: [1]).linear(p[6])
    let rolled = drive.sampledRecurrence(
      SampledRecurrenceWeights(
        sample: p[9],
        hidden: p[6],
        hiddenBias: p[8],
        moments: p[10],
        momentsBias: p[10].sum(axes: [0])
      ),
      noise: noise
    )
    return states.squared().mean() + rolled.samples.abs().mean() + rolled.moments.mean()
  }
  return [value] + gradients
}

@Test("Spectra and sequences ask for no memory after the first step")
func spectralSteadyState() async {
  // In a process of its own, since the pool counts for the whole process.
  await #expect(processExitsWith: .success) {
    var allocations: [Int] = []
    for _ in 0..<5 {
      _ = spectralStep()
      allocations.append(TensorPool.freshAllocationCount)
    }
    require(allocations[1] == allocations[4], "\(allocations)")
  }
}

/// Prints a digest of a step worked out by a number of threads; only in a process of its own.
private func printSpectralDigest(threads: Int) {
  setenv("FORESHAKE_THREADS", "\(threads)", 1)
  require(ThreadBudget.available == threads, "\(ThreadBudget.available) threads")
  var generator = SeededGenerator(seed: 8)
  var digest: UInt64 = 14_695_981_039_346_656_037  // FNV-1a of all bits
  for tensor in spectralStep() + [Tensor(noise: [70_000], using: &generator)] {
    for bits in tensor.floats.map(\.bitPattern) {
      digest = (digest ^ UInt64(bits)) &* 1_099_511_628_211
    }
  }
  print("digest \(digest)")
}

@Test("Spectra and sequences are the same to the last bit for any number of threads")
func spectralThreadsDoNotMatter() async throws {
  let results = [
    await #expect(processExitsWith: .success, observing: [\.standardOutputContent]) {
      printSpectralDigest(threads: 1)
    },
    await #expect(processExitsWith: .success, observing: [\.standardOutputContent]) {
      printSpectralDigest(threads: 2)
    },
    await #expect(processExitsWith: .success, observing: [\.standardOutputContent]) {
      printSpectralDigest(threads: 3)
    },
  ]
  let digests = try results.map { result in
    let text = String(decoding: try #require(result).standardOutputContent, as: UTF8.self)
    return try #require(text.split(separator: "\n").first { $0.hasPrefix("digest ") })
  }
  #expect(Set(digests).count == 1, "\(digests)")
}
