import Foundation
import NumericalRuntime
import SignalProcessing
import Testing

@Suite struct RotatedSpectrumTests {
  private func noise(_ seed: UInt64, _ scale: Double) -> [Double] {
    var generator = SeededGenerator(seed: seed)
    return (0..<1500).map { scale * generator.gaussian() * exp(-0.004 * Double($0)) }
  }

  @Test("Motion along one line has RotD100 = PSA of that line and RotD50 = PSA / √2")
  func polarized() throws {
    let motion = noise(3, 1)
    let along = try ResponseSpectrum(of: motion, samplingInterval: 0.02, periods: [0.1, 1])
    let angle = 30 * Double.pi / 180
    let rotated = try RotatedSpectrum(
      of: motion.map { $0 * cos(angle) },
      motion.map { $0 * sin(angle) },
      samplingInterval: 0.02,
      periods: [0.1, 1]
    )
    for n in 0..<2 {
      let exact = along.pseudoAcceleration[n]
      #expect(abs(rotated.rotD100[n] / exact - 1) < 1e-9)
      // Half way between the 90th and the 91st of |cos| in order: 45°, of which there are two.
      #expect(abs(rotated.rotD50[n] / exact - cos(Double.pi / 4)) < 1e-9)
      #expect(rotated.rotD00[n] < 1e-9 * exact)
    }
  }

  @Test(
    "The hull of the motion gives the same maxima as rotating all of it",
    arguments: [1.0, 0.1]
  )
  func everyAngle(_ ratio: Double) throws {
    let (x, y) = (noise(5, 1), noise(6, ratio))
    let rotated = try RotatedSpectrum(of: x, y, samplingInterval: 0.02, periods: [0.05, 0.3, 3])
    for angle in stride(from: 0, to: 180, by: 17) {
      let radians = Double(angle) * Double.pi / 180
      let turned = zip(x, y).map { $0 * cos(radians) + $1 * sin(radians) }
      let alone = try ResponseSpectrum(
        of: turned,
        samplingInterval: 0.02,
        periods: [0.05, 0.3, 3]
      )
      for n in 0..<3 {
        #expect(abs(rotated.pseudoAcceleration[n][angle] / alone.pseudoAcceleration[n] - 1) < 1e-9)
      }
    }
  }

  @Test("RotD does not depend on the orientation of the instrument by whole degrees")
  func orientation() throws {
    let (x, y) = (noise(7, 1), noise(8, 0.6))
    let radians = 41 * Double.pi / 180
    let first = try RotatedSpectrum(of: x, y, samplingInterval: 0.02, periods: [0.2])
    let second = try RotatedSpectrum(
      of: zip(x, y).map { $0 * cos(radians) + $1 * sin(radians) },
      zip(x, y).map { $1 * cos(radians) - $0 * sin(radians) },
      samplingInterval: 0.02,
      periods: [0.2]
    )
    for percentile in [0.0, 16, 50, 84, 100] {
      let (a, b) = (first.percentile(percentile)[0], second.percentile(percentile)[0])
      #expect(abs(a / b - 1) < 1e-9)
    }
  }

  @Test("Components of different length are refused")
  func refusals() {
    #expect(throws: SignalError.mismatch(what: "number of samples", first: 3, second: 2)) {
      try RotatedSpectrum(of: [1, 2, 3], [1, 2], samplingInterval: 1)
    }
  }
}
