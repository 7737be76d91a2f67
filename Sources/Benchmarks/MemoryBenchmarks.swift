import NumericalRuntime

/// The bandwidth that everything else is compared with.
enum MemoryBenchmarks {
  static let all = [
    Benchmark(name: "memory/in-place-update") {
      [
        Measurement(
          name: "memory/in-place-update",
          value: bandwidth / 1e9,
          unit: "GB/s",
          limit: bandwidth / 1e9
        )
      ]
    }
  ]

  /// Bytes per second read and written by x ← a x + b over 256 MB on all threads; measured once.
  static let bandwidth: Double = {
    let count = 1 << 26
    guard let buffer = AlignedBuffer(count: count) else { return .nan }
    let threads = ThreadBudget.available
    func pass() {
      nonisolated(unsafe) let base = buffer.pointer
      parallelFor(threads) { index in
        let range = share(index, of: threads, in: count / 64)
        base.withMemoryRebound(to: SIMD16<Float>.self, capacity: count / 16) { lanes in
          let (scale, shift) = (SIMD16<Float>(repeating: 0.999), SIMD16<Float>(repeating: 0.001))
          for n in 4 * range.lowerBound..<4 * range.upperBound {
            lanes[n] = (lanes[n] * scale) + shift
          }
        }
      }
    }
    pass()
    return Double(8 * count) / Measurement.medianSeconds(rounds: 9, pass)
  }()
}
