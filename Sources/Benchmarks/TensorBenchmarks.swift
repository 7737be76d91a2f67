import Foundation
import NumericalRuntime
import Tensors

/// Matrix products and convolutions at the shapes of the models, against the best product on this machine.
///
/// Rates count the multiplications and additions of plain sums; Winograd's method needs a quarter of them, so that
/// its rates may pass the limit.
enum TensorBenchmarks {
  static let all = [
    Benchmark(name: "tensors/gemm") { products() },
    Benchmark(name: "tensors/conv") { convolutions() },
  ]

  /// Billions of operations a second of a large square product: what this machine can do in single precision.
  private static let peak = rate(2 * 1536 * 1536 * 1536) { [a = noise([1536, 1536])] in
    _ = a.matmul(a)
  }

  private static func products() -> [Measurement] {
    [(1536, 1536, 1536), (128, 144, 432), (16768, 128, 128), (64, 16384, 64), (64, 128, 32768)].map
    {
      m,
      n,
      k in
      let (a, b) = (noise([m, k]), noise([k, n]))
      return row("tensors/gemm-\(m)x\(n)x\(k)", rate(2 * Double(m * n * k)) { _ = a.matmul(b) })
    }
  }

  /// The convolutions of the wavefield forecaster, large and small, and of its encoder and decoder.
  private static func convolutions() -> [Measurement] {
    [
      Image(samples: 1, channels: 144, height: 43, width: 28),
      Image(samples: 8, channels: 32, height: 16, width: 16),
    ].flatMap { cell($0) } + [encoder(), decoder()]
  }

  private struct Image {
    var samples: Int
    var channels: Int
    var height: Int
    var width: Int

    var shape: [Int] { [samples, channels, height, width] }
    var text: String { "\(samples)x\(channels)x\(height)x\(width)" }
  }

  /// The input convolution C → 5C of a recurrent cell: forward and with both gradients.
  private static func cell(_ image: Image) -> [Measurement] {
    let x = noise(image.shape).channelBlocks
    let w = noise([5 * image.channels, image.channels, 3, 3])
    let seed = noise([image.samples, 5 * image.channels, image.height, image.width]).channelBlocks
    let count = 90 * Double(x.count * image.channels)
    let forward = rate(count) { _ = x.convolution2D(w, padding: 1) }
    let all = rate(3 * count) {
      _ = valuesAndGradient(at: [x, w]) {
        [$0[0].convolution2D($0[1], padding: 1)]
      } seeds: { _ in
        [seed]
      }
    }
    return [
      row("tensors/conv-3x3-forward (\(image.text))", forward),
      row("tensors/conv-3x3-training (\(image.text))", all),
    ]
  }

  /// 36 → 72 channels, 4 × 4 with stride 2.
  private static func encoder() -> Measurement {
    let (x, w) = (noise([4, 36, 172, 112]), noise([72, 36, 4, 4]))
    let count = 2 * 16 * 36 * 72 * Double(4 * 86 * 56)
    return row(
      "tensors/conv-4x4-stride-2 (4x36x172x112)",
      rate(count) { _ = x.convolution2D(w, stride: 2, padding: 1) }
    )
  }

  /// 144 → 144 channels, transposed, 4 × 4 with stride 2.
  private static func decoder() -> Measurement {
    let (x, w) = (noise([4, 144, 43, 28]).channelBlocks, noise([144, 144, 4, 4]))
    let count = 2 * 16 * 144 * 144 * Double(4 * 43 * 28)
    return row(
      "tensors/conv-4x4-transposed (4x144x43x28)",
      rate(count) { _ = x.transposedConvolution2D(w, stride: 2, padding: 1) }
    )
  }

  private static func noise(_ shape: [Int]) -> Tensor {
    var generator = SeededGenerator(seed: UInt64(shape.reduce(1, *)))
    return Tensor(normal: shape, using: &generator)
  }

  /// Billions of operations a second, where one call of `body` makes `operations`.
  private static func rate(_ operations: Double, _ body: () -> Void) -> Double {
    body()
    let calls = max(1, Int(2e9 / operations))
    return operations * Double(calls) / 1e9
      / Measurement.medianSeconds(rounds: 7) { for _ in 0..<calls { body() } }
  }

  private static func row(_ name: String, _ rate: Double) -> Measurement {
    Measurement(name: name, value: rate, unit: "GFLOP/s", limit: peak)
  }
}
