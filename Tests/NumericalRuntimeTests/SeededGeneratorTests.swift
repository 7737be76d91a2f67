import Foundation
import Testing

@testable import NumericalRuntime

struct SeededGeneratorTests {
  @Test("Philox gives the words that its authors publish")
  func knownAnswers() {
    // Random123 1.14, kat_vectors, "philox4x32 10".
    #expect(
      Philox.block(counter: SIMD4(repeating: 0), key: SIMD2(repeating: 0))
        == SIMD4(0x6627_e8d5, 0xe169_c58d, 0xbc57_ac4c, 0x9b00_dbd8)
    )
    #expect(
      Philox.block(counter: SIMD4(repeating: .max), key: SIMD2(repeating: .max))
        == SIMD4(0x408f_276d, 0x41c8_3b0e, 0xa20b_c7c6, 0x6d54_51fd)
    )
    #expect(
      Philox.block(
        counter: SIMD4(0x243f_6a88, 0x85a3_08d3, 0x1319_8a2e, 0x0370_7344),
        key: SIMD2(0xa409_3822, 0x299f_31d0)
      )
        == SIMD4(0xd16c_fe09, 0x94fd_cceb, 0x5001_e420, 0x2412_6ea1)
    )
  }

  @Test("A generator set to a position goes on as one that walked there")
  func positions() {
    var walker = SeededGenerator(seed: 42, stream: 3)
    let numbers = (0..<9).map { _ in walker.next() }
    var jumper = SeededGenerator(seed: 42, stream: 3)
    jumper.position = 5
    #expect((5..<9).map { _ in jumper.next() } == Array(numbers[5...]))
    #expect(Set(numbers).count == 9)
    var other = SeededGenerator(seed: 42, stream: 4)
    #expect(other.next() != numbers[0])
  }

  @Test("Uniform and normal numbers have the moments of their distributions")
  func moments() {
    var generator = SeededGenerator(seed: 1)
    let n = 200_000
    let uniform = (0..<n).map { _ in generator.uniform() }
    let mean = uniform.reduce(0, +) / Double(n)
    // Five standard errors: 5 · 0.2887 / √n.
    #expect(abs(mean - 0.5) < 0.0033)
    #expect(uniform.allSatisfy { (0..<1).contains($0) })

    let normal = (0..<n).map { _ in generator.gaussian() }
    let normalMean = normal.reduce(0, +) / Double(n)
    let variance = normal.reduce(0) { $0 + $1 * $1 } / Double(n)
    let kurtosis = normal.reduce(0) { $0 + $1 * $1 * $1 * $1 } / Double(n)
    // Five standard errors: 5/√n, 5 √2/√n and 5 √96/√n.
    #expect(abs(normalMean) < 0.0112)
    #expect(abs(variance - 1) < 0.0158)
    #expect(abs(kurtosis - 3) < 0.11)
  }

  @Test("A filled buffer is the same whole or in pieces, and normal")
  func fill() {
    let generator = SeededGenerator(seed: 9, stream: 1)
    let n = 100_003
    var whole = [Float](repeating: 0, count: n)
    whole.withUnsafeMutableBufferPointer { generator.fillGaussian($0) }
    var pieces = [Float](repeating: 0, count: n)
    pieces.withUnsafeMutableBufferPointer { buffer in
      for start in stride(from: 0, to: n, by: 777) {
        let end = min(n, start + 777)
        generator.fillGaussian(
          UnsafeMutableBufferPointer(rebasing: buffer[start..<end]),
          first: start
        )
      }
    }
    #expect(whole == pieces)
    let mean = whole.reduce(0.0) { $0 + Double($1) } / Double(n)
    let variance = whole.reduce(0.0) { $0 + Double($1 * $1) } / Double(n)
    // Five standard errors.
    #expect(abs(mean) < 0.0159)
    #expect(abs(variance - 1) < 0.0224)
    // Neighbours are uncorrelated: five standard errors of 1/√n.
    let correlation =
      zip(whole, whole.dropFirst()).reduce(0.0) { $0 + Double($1.0 * $1.1) } / Double(n)
    #expect(abs(correlation) < 0.0159)
  }
}
