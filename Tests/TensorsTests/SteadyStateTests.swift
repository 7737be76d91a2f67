import Foundation
import NumericalRuntime
import Testing

@testable import Tensors

/// A small network with every family of operations in it.
private func networkLoss(_ p: [Tensor], _ x: Tensor) -> Tensor {
  let images = (x * p[0] + p[1]).gelu().padded(.circular, [(1, 1), (1, 1)])
  let parts = images.pixelShuffled(factor: 2).chunked(into: 2, axis: 1)
  let joined = Tensor.concatenated([parts[0].tanh(), parts[1].sigmoid()], axis: 1)
  let fine = joined.resized(height: 10, width: 10, mode: .bilinear)
  let rows = fine.transposed([0, 2, 3, 1]).softmax()
  let points = fine.gatheredAtPoints(rows: [1, 5], columns: [2, 9])
  return rows.squared().mean() + points.abs().sum() + fine.variance()
    + images.maximum(axes: [2]).mean()
}

/// The parameters of a small forecaster: a ConvLEM layer of 16 channels, a convolution and a transposed one.
private func forecasterParameters() -> [Tensor] {
  [
    [80, 16, 3, 3], [80], [64, 16, 3, 3], [64], [16, 16, 3, 3], [16], [16, 9, 10], [16, 9, 10],
    [16, 9, 10], [16, 16, 3, 3], [16, 16, 4, 4],
  ].enumerated().map { (samples($1, seed: $0) * 0.2).cast(to: .float32) }
}

/// A forecaster that reads three steps of two samples and goes on for three more.
private func forecastLoss(_ p: [Tensor], _ x: Tensor) -> Tensor {
  let layer = ConvLEMWeights(
    input: (p[0], p[1]),
    state: (p[2], p[3]),
    memory: (p[4], p[5]),
    peepholes: (p[6], p[7], p[8])
  )
  let zeros = Tensor(zeros: [2, 16, 9, 10])
  let (states, memory) = convLEM(x.convolution2D(p[9], padding: 1), from: (zeros, zeros), layer)
  let last = states.sliced(axis: 0, from: 4, to: 6)
  let rolled = convLEMRollout(first: last, from: [(last, memory)], [layer], steps: 3)
  return rolled.transposedConvolution2D(p[10], stride: 2, padding: 1).squared().mean()
}

@Test("Training steps of a ConvLEM forecaster after the first allocate no memory for tensors")
func steadyForecaster() async {
  await #expect(processExitsWith: .success) {
    var parameters = forecasterParameters()
    let x = samples([6, 16, 9, 10], seed: 20).cast(to: .float32)
    var allocations: [Int] = []
    for _ in 0..<6 {
      let (_, gradients) = valueAndGradient(at: parameters) { forecastLoss($0, x) }
      parameters = zip(parameters, gradients).map { $0 - 0.01 * $1 }
      allocations.append(TensorPool.freshAllocationCount)
    }
    require(allocations[1] == allocations[5], "\(allocations)")
  }
}

@Test("Training steps after the first allocate no memory for tensors")
func steadyState() async {
  // In a process of its own, since the pool counts for the whole process.
  await #expect(processExitsWith: .success) {
    var parameters = [samples([16, 1, 1]), samples([16, 1, 1], seed: 1)].map {
      $0.cast(to: .float32)
    }
    let x = samples([4, 16, 12, 9], seed: 2).cast(to: .float32)
    var allocations: [Int] = []
    for _ in 0..<6 {
      let (_, gradients) = valueAndGradient(at: parameters) { networkLoss($0, x) }
      parameters = zip(parameters, gradients).map { $0 - 0.01 * $1 }
      allocations.append(TensorPool.freshAllocationCount)
    }
    require(allocations[1] == allocations[5], "\(allocations)")
  }
}

/// Prints a digest of sums and gradients worked out by a number of threads; only in a process of its own, since the
/// number is read once.
private func printDigest(threads: Int) {
  setenv("FORESHAKE_THREADS", "\(threads)", 1)
  require(ThreadBudget.available == threads, "\(ThreadBudget.available) threads")
  let x = samples([64, 33, 47]).cast(to: .float32)
  let long = samples([3, 200_000], seed: 1).cast(to: .float32)
  let wide = samples([40, 9000], seed: 2).cast(to: .float32)
  let p = [samples([16, 1, 1]), samples([16, 1, 1], seed: 1)].map { $0.cast(to: .float32) }
  let images = samples([8, 16, 60, 50], seed: 2).cast(to: .float32)
  var results = [[0], [1], [2], [0, 2], [0, 1, 2]].map { x.sum(axes: $0) }
  results += [
    long.sum(axes: [1]), wide.sum(axes: [0]), long.sum(), x.transposed([2, 1, 0]).gelu(),
  ]
  for image in [images, images.channelBlocks] {
    let (value, gradients) = valueAndGradient(at: p) { networkLoss($0, image) }
    results += [value] + gradients
  }
  let wavefields = samples([6, 16, 9, 10], seed: 20).cast(to: .float32)
  let (value, gradients) = valueAndGradient(at: forecasterParameters() + [wavefields]) {
    forecastLoss($0, $0[11])
  }
  results += [value] + gradients
  var digest: UInt64 = 14_695_981_039_346_656_037  // FNV-1a of all bits
  for bits in results.flatMap(\.floats).map(\.bitPattern) {
    digest = (digest ^ UInt64(bits)) &* 1_099_511_628_211
  }
  print("digest \(digest)")
}

@Test("Sums and gradients are the same to the last bit for any number of threads")
func threadsDoNotMatter() async throws {
  let results = [
    await #expect(processExitsWith: .success, observing: [\.standardOutputContent]) {
      printDigest(threads: 1)
    },
    await #expect(processExitsWith: .success, observing: [\.standardOutputContent]) {
      printDigest(threads: 2)
    },
    await #expect(processExitsWith: .success, observing: [\.standardOutputContent]) {
      printDigest(threads: 3)
    },
  ]
  let digests = try results.map { result in
    let text = String(decoding: try #require(result).standardOutputContent, as: UTF8.self)
    return try #require(text.split(separator: "\n").first { $0.hasPrefix("digest ") })
  }
  #expect(Set(digests).count == 1, "\(digests)")
}
