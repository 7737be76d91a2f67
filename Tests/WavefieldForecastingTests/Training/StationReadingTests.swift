import Foundation
import NeuralLayers
import NumericalRuntime
import Tensors
import TestSupport
import Testing

@testable import WavefieldForecasting

@Suite("What a model that learns reads")
struct StationReadingTests {
  private typealias Fixture = PredictionFixture

  private func reading(
    _ model: WavefieldForecaster,
    _ folder: URL,
    _ share: ClosedRange<Double>
  ) throws -> StationReading {
    let site = try Fixture.listedSite(in: folder)
    return StationReading(
      shape: model.shape,
      sampling: try StationSampling(site, deviations: model.deviations),
      share: share
    )
  }

  @Test("Windows are read at the stations, with the same random mask for the same seed")
  func masks() throws {
    try withTemporaryFolder { folder in
      let model = Fixture.model(.stations(4))
      let reading = try reading(model, folder, 0.5...0.5)
      var generator = SeededGenerator(seed: 7)
      let start = generator
      let frames = Tensor(normal: [200, 2, 3, 8, 12], using: &generator)
      var (one, other) = (start, start)
      let (values, mask) = reading(frames, using: &one)
      #expect(values.shape == [200, 2, 3, 4])
      let marks = try #require(mask)
      #expect(marks.shape == [200, 4] && marks.floats.allSatisfy { $0 == 0 || $0 == 1 })
      #expect(reading(frames, using: &other).mask?.floats == marks.floats)
      let rows = (0..<200).map { marks.floats[$0 * 4..<$0 * 4 + 4].reduce(0, +) }
      // Binomial counts of 4 with probability 0.5, none replaced by one: each of 1 to 4 occurs.
      #expect(Set(rows) == [1, 2, 3, 4])
      // 0.5 and a sixteenth that gets one station back, of four: 0.516, of 800 draws to ± 0.018.
      #expect(abs(rows.reduce(0, +) / 800 - 0.516) < 0.06)
    }
  }

  @Test("Shares of 0 and 1 give one station and all of them")
  func ends() throws {
    try withTemporaryFolder { folder in
      let model = Fixture.model(.stations(4))
      var generator = SeededGenerator(seed: 7)
      let frames = Tensor(ones: [3, 1, 3, 8, 12])
      let all = try reading(model, folder, 1...1)(frames, using: &generator).mask
      #expect(all?.floats == Array(repeating: 1, count: 12))
      let one = try #require(try reading(model, folder, 0...0)(frames, using: &generator).mask)
      #expect((0..<3).allSatisfy { one.floats[$0 * 4..<$0 * 4 + 4].reduce(0, +) == 1 })
    }
  }

  @Test("A window is divided by the root mean square of the records that are left")
  func amplitudes() {
    let scaling = Fixture.model(.stations(2)).scaling
    // Components 1, 2, 3 and 4, 5, 6 at two stations in one frame.
    let records = Tensor([1, 4, 2, 5, 3, 6], shape: [1, 1, 3, 2])
    let first = scaling.amplitudes(ofNormalized: records, mask: Tensor([1, 0], shape: [1, 2]))
    #expect(first.shape == [1, 1, 1, 1])
    // √((1 + 4 + 9) / 3); one rounding each of a sum, a quotient and a root.
    #expect(abs(first.item - (14.0 / 3).squareRoot()) < 1e-6)
    let both = scaling.amplitudes(ofNormalized: records, mask: Tensor(ones: [1, 2]))
    #expect(abs(both.item - (91.0 / 6).squareRoot()) < 1e-6)
  }

  @Test("Every parameter of the laptop's form learns from masked records")
  func gradients() throws {
    try withTemporaryFolder { folder in
      let model = Fixture.model(.stations(4))
      var generator = SeededGenerator(seed: 8)
      let frames = Tensor(normal: [2, 10, 3, 8, 12], using: &generator)
      let (values, mask) = try reading(model, folder, 0.5...1)(frames, using: &generator)
      let steps = model.steps(of: values, mask: mask)
      #expect(steps.shape == [4, 15, 4])
      let pass = ForwardPass.training(SeededGenerator(seed: 3))
      let (_, gradients) = valueAndGradient(at: model) {
        $0(steps, samples: 2, steps: 2, pass).squared().mean()
      }
      let names = model.namedTensors.filter { $0.role == .parameter }.map(\.name)
      #expect(names.count == gradients.count && names.contains("encoder.first.map.weight"))
      for (name, gradient) in zip(names, gradients) {
        #expect(gradient.floats.contains { $0 != 0 }, "\(name)")
        #expect(gradient.floats.allSatisfy { $0.isFinite }, "\(name)")
      }
    }
  }
}
