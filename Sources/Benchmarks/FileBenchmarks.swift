import Foundation
import NumericalRuntime
import SeismicFiles
import Seismology

/// Reading what simulations start from.
enum FileBenchmarks {
  static let all = [
    Benchmark(name: "files/srf-400k") { try ruptureReading() }
  ]

  /// A rupture of two segments with 400,000 sub-sources of 20 slip rates each, read into memory; bar 5 s.
  private static func ruptureReading() throws -> [Measurement] {
    var text = "2.0\nPLANE 2\n"
    let plane = "-122.0 37.5 500 400 50 40\n140 90 0 10 20\n"
    text += plane + plane
    let rates = (0..<20).map { String(format: "%.5e", Double($0 * (19 - $0))) }.joined(
      separator: " "
    )
    for _ in 0..<2 {
      text += "POINTS 200000\n"
      for n in 0..<200_000 {
        let (i, j) = (n % 500, n / 500)
        text +=
          "\(-122.0 + 0.001 * Double(i)) 37.5 \(0.1 * Double(j)) 140 90 1e8 \(0.01 * Double(i)) 0.05 3e5 2.7\n"
        text += "180 50 20 0 0 0 0\n\(rates)\n"
      }
    }
    let data = Data(text.utf8)
    let watch = Stopwatch()
    let rupture = try StandardRupture(data)
    let seconds = watch.seconds
    return [
      Measurement(
        name: "files/srf (\(rupture.pointCount) sub-sources)",
        value: seconds,
        unit: "s",
        limit: 5
      ),
      Measurement(
        name: "files/srf/throughput",
        value: Double(data.count) / seconds / 1e6,
        unit: "MB/s",
        limit: MemoryBenchmarks.bandwidth / 1e6
      ),
    ]
  }
}
