import Foundation
import NumericalRuntime
import Testing

@testable import Tensors

@Test("Noise is normal, never repeats and does not depend on how it is cut")
func noiseDistribution() {
  var generator = SeededGenerator(seed: 11, stream: 3)
  let numbers = Tensor(noise: [300_000], using: &generator).doubles
  let next = Tensor(noise: [64], using: &generator).doubles
  let n = Double(numbers.count)
  // Six standard errors of the first four moments.
  let moments = [0.0, 1, 0, 3]
  let spreads = [1.0, 2, 15, 96]
  for power in 1...4 {
    let moment = numbers.reduce(0) { $0 + pow($1, Double(power)) } / n
    #expect(abs(moment - moments[power - 1]) < 6 * (spreads[power - 1] / n).squareRoot())
  }
  #expect(Set(numbers.prefix(1000)).isDisjoint(with: next))
  var again = SeededGenerator(seed: 11, stream: 3)
  #expect(Tensor(noise: [100], using: &again).doubles == Array(numbers.prefix(100)))
}

@Test("Noise is the Box-Muller transform of Philox's words")
func noiseWords() {
  var generator = SeededGenerator(seed: 5, stream: 2)
  let numbers = Tensor(noise: [64], using: &generator).doubles
  for lane in 0..<16 {
    let words = Philox.block(counter: SIMD4(UInt32(lane), 0, 2, 0), key: SIMD2(5, 0))
    let radius = (-2 * log((Double(words.x) + 0.5) / 0x1p32)).squareRoot()
    let angle = 2 * Double.pi * Double(words.y) / 0x1p32
    // The logarithm of a single precision number near one loses some of its digits.
    #expect(abs(numbers[lane] - radius * cos(angle)) < 1e-5)
    #expect(abs(numbers[16 + lane] - radius * sin(angle)) < 1e-5)
  }
}
