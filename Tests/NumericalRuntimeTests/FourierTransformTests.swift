import Foundation
import Testing

@testable import NumericalRuntime

struct FourierTransformTests {
  /// The definition, summed term by term.
  static func slowTransform(_ samples: [Double]) -> [SIMD2<Double>] {
    let n = samples.count
    return (0...n / 2).map { k in
      samples.enumerated().reduce(SIMD2<Double>()) { sum, sample in
        let angle = -2 * Double.pi * Double(sample.offset * k % n) / Double(n)
        return sum + sample.element * SIMD2(cos(angle), sin(angle))
      }
    }
  }

  static func noise(_ count: Int) -> [Double] {
    var generator = SeededGenerator(seed: UInt64(count))
    return (0..<count).map { _ in generator.gaussian() }
  }

  @Test("The spectrum is that of the definition", arguments: [1, 2, 7, 16, 45, 128, 101])
  func definition(count: Int) {
    let samples = Self.noise(count)
    let expected = Self.slowTransform(samples)
    let double = RealFourierTransform<Double>(count: count).forward(samples)
    let single = RealFourierTransform<Float>(count: count).forward(samples.map { Float($0) })
    #expect(double.count == count / 2 + 1 && single.count == double.count)
    for k in expected.indices {
      // Rounding grows like √n log n ulp; n ≤ 128 here.
      #expect(abs(double[k].x - expected[k].x) < 1e-12 && abs(double[k].y - expected[k].y) < 1e-12)
      #expect(abs(Double(single[k].x) - expected[k].x) < 1e-4)
      #expect(abs(Double(single[k].y) - expected[k].y) < 1e-4)
    }
  }

  @Test("Inverse undoes forward, odd or even", arguments: [3, 8, 45, 1000])
  func roundTrip(count: Int) {
    let samples = Self.noise(count)
    let transform = RealFourierTransform<Double>(count: count)
    let back = transform.inverse(transform.forward(samples))
    #expect(zip(samples, back).allSatisfy { abs($0 - $1) < 1e-13 })
  }

  @Test("Many threads may plan and transform at once")
  func threads() async {
    let results = await withTaskGroup(of: Bool.self) { group in
      for task in 0..<16 {
        group.addTask {
          let count = 50 + task % 4
          let samples = Self.noise(count).map { Float($0) }
          let transform = RealFourierTransform<Float>(count: count)
          let back = transform.inverse(transform.forward(samples))
          return zip(samples, back).allSatisfy { abs($0 - $1) < 1e-5 }
        }
      }
      return await group.reduce(into: []) { $0.append($1) }
    }
    #expect(results.allSatisfy { $0 })
  }

  @Test("Efficient sizes have small prime factors")
  func efficientSizes() {
    let sizes = [1, 11, 13, 97, 1009, 2049].map {
      RealFourierTransform<Float>.efficientCount(atLeast: $0)
    }
    #expect(sizes == [1, 12, 14, 98, 1024, 2058])
  }

  @Test("A plane wave in a box has one coefficient, and the inverse brings it back")
  func planeWave() {
    var box = RealFourierBox(nx: 10, ny: 6, nz: 9)
    let (kx, ky, kz) = (3, 5, 2)
    func wave(_ i: Int, _ j: Int, _ k: Int) -> Float {
      let phase = Double(kx * i) / 10 + Double(ky * j) / 6 + Double(kz * k) / 9
      return Float(cos(2 * Double.pi * phase))
    }
    for k in 0..<9 {
      for j in 0..<6 {
        let row = box.row(j, k)
        for i in 0..<10 { row[i] = wave(i, j, k) }
      }
    }
    box.forward()
    var largestElsewhere: Float = 0
    for k in 0..<9 {
      for j in 0..<6 {
        for i in 0..<6 {
          let row = box.row(j, k)
          let isPeak = (i, j, k) == (kx, ky, kz)
          // The positive wavenumber has half of 10·6·9.
          if isPeak { #expect(abs(row[2 * i] - 270) < 1e-3) }
          largestElsewhere = max(largestElsewhere, isPeak ? abs(row[2 * i + 1]) : abs(row[2 * i]))
        }
      }
    }
    #expect(largestElsewhere < 1e-3)
    box.inverse()
    var largestError: Float = 0
    for k in 0..<9 {
      for j in 0..<6 {
        for i in 0..<10 {
          largestError = max(largestError, abs(box.row(j, k)[i] / 540 - wave(i, j, k)))
        }
      }
    }
    #expect(largestError < 1e-6)
  }
}
