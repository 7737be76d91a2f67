import NumericalRuntime
import Tensors
import Testing

@testable import WavefieldForecasting

@Suite("Random station masks")
struct StationMaskTests {
  @Test("Each station is kept with the given probability, for itself")
  func share() {
    var generator = SeededGenerator(seed: 1)
    let share = 101.0 / 564
    let mask = StationMask.random(samples: 200, stations: 564, keeping: share, using: &generator)
    #expect(mask.shape == [200, 564])
    let numbers = mask.floats
    #expect(numbers.allSatisfy { $0 == 0 || $0 == 1 })
    // 112 800 draws: the mean has a standard deviation of 0.0012.
    let mean = Double(numbers.reduce(0, +)) / Double(numbers.count)
    #expect(abs(mean - share) < 0.005)
    let counts = (0..<200).map { sample in
      Double(numbers[sample * 564..<(sample + 1) * 564].reduce(0, +))
    }
    // Counts are binomial: their variance is 564 · 0.179 · 0.821 = 83, estimated from 200 to ± 8.
    let variance = counts.map { ($0 - 101) * ($0 - 101) }.reduce(0, +) / 200
    #expect((50..<125).contains(variance))
  }

  @Test("All or none are kept at the ends, and the same seed gives the same mask")
  func ends() {
    var generator = SeededGenerator(seed: 2)
    let start = generator
    let all = StationMask.random(samples: 3, stations: 50, keeping: 1, using: &generator)
    #expect(all.floats == Array(repeating: 1, count: 150))
    let none = StationMask.random(samples: 3, stations: 50, keeping: 0, using: &generator)
    #expect(none.floats == Array(repeating: 0, count: 150))
    var (one, other) = (start, start)
    #expect(
      StationMask.random(samples: 3, stations: 50, keeping: 0.5, using: &one).floats
        == StationMask.random(samples: 3, stations: 50, keeping: 0.5, using: &other).floats
    )
  }

  @Test("Grid points are drawn by share, and a seed keeps them from version to version")
  func points() {
    var generator = SeededGenerator(seed: 11)
    let mask = StationMask.random(
      samples: 2,
      extents: (height: 4, width: 6),
      share: 0.1...0.3,
      using: &generator
    )
    let numbers = mask.floats
    // Worked out from Philox and algorithm S in another language: shares of 7 and 3 of 24 points.
    #expect((0..<24).filter { numbers[$0] == 1 } == [3, 7, 10, 13, 14, 22, 23])
    #expect((0..<24).filter { numbers[24 + $0] == 1 } == [0, 12, 19])
    #expect(numbers.allSatisfy { $0 == 0 || $0 == 1 } && mask.shape == [2, 4, 6])
    // One number for each share and each point, so that what is drawn next does not depend on the mask.
    #expect(generator.position == 50)
  }
}
