import Foundation
import NumericalRuntime
import Tensors
import Testing
import WavefieldForecasting

/// Windows in memory.
private struct MemoryColumns: TrainingColumns {
  let input, target: Tensor
  var count: Int { input.shape[0] }
  func inputs(_ range: Range<Int>) -> Tensor {
    input.sliced(axis: 0, from: range.lowerBound, to: range.upperBound)
  }
  func targets(_ range: Range<Int>) -> Tensor {
    target.sliced(axis: 0, from: range.lowerBound, to: range.upperBound)
  }
}

@Suite("The linear forecast")
struct LinearForecastTests {
  private func columns(_ count: Int, seed: UInt64 = 3) -> MemoryColumns {
    var generator = SeededGenerator(seed: seed)
    return MemoryColumns(
      input: Tensor(normal: [count, 4, 3, 2, 3], using: &generator),
      target: Tensor(normal: [count, 5, 3, 2, 3], using: &generator)
    )
  }

  private let ones = Tensor(ones: [3, 2, 3])

  @Test(
    "A sum of two training events goes on as the sum of what followed them, for any size of blocks"
  )
  func superposition() throws {
    let columns = columns(7)
    // Two events of which one is much stronger, at sizes of ground motion.
    func sum(_ windows: Tensor) -> Tensor {
      windows.sliced(axis: 0, from: 1, to: 2) * 2e-5 - windows.sliced(axis: 0, from: 4, to: 5)
        * 3e-4
    }
    for blockBytes in [1, 1000, 1 << 20] {
      let linear = try LinearForecast(
        fitting: columns,
        weights: ones,
        ridge: 1e-9,
        blockBytes: blockBytes
      )
      let weights = try linear.superpositions(of: sum(columns.input))[0]
      // Products of singles are right to 1e-6 or so, which the random columns' Gram matrix hardly magnifies.
      let expected = [0, 2e-5, 0, 0, -3e-4, 0, 0]
      for (weight, wanted) in zip(weights, expected) { #expect(abs(weight - wanted) < 3e-9) }
      let forecast = try linear.forecasts(of: sum(columns.input))
      #expect(forecast.shape == [1, 5, 3, 2, 3])
      let truth = sum(columns.target)
      let error = zip(forecast.floats, truth.floats).map { abs($0 - $1) }.max() ?? 1
      #expect(error < 1e-8)
    }
  }

  @Test("The weights solve the ridge equation")
  func ridgeEquation() throws {
    let columns = columns(3, seed: 8)
    let wanted = self.columns(1, seed: 9).input
    let linear = try LinearForecast(fitting: columns, weights: ones, ridge: 0.25)
    let weights = try linear.superpositions(of: wanted)[0]
    // With v = n w: (X̂ᵀX̂ + λ) v = X̂ᵀ x, in doubles from the same singles.
    func row(_ windows: Tensor, _ i: Int) -> [Double] {
      windows.sliced(axis: 0, from: i, to: i + 1).doubles
    }
    func product(_ a: [Double], _ b: [Double]) -> Double {
      zip(a, b).reduce(0) { $0 + $1.0 * $1.1 }
    }
    let x = row(wanted, 0)
    let rows = (0..<3).map { row(columns.input, $0) }
    let norms = rows.map { product($0, $0).squareRoot() }
    for i in 0..<3 {
      let left = (0..<3).reduce(0.25 * norms[i] * weights[i]) { sum, j in
        sum + product(rows[i], rows[j]) / norms[i] * weights[j]
      }
      // Singles of 72 terms of order 1.
      #expect(abs(left - product(rows[i], x) / norms[i]) < 1e-5)
    }
  }

  @Test("Hidden places do not enter, and several events at once give what each gives alone")
  func hiddenPlaces() throws {
    let columns = columns(4)
    let mask = Tensor((0..<18).map { $0 % 6 == 5 ? 0 : 1 }, shape: [3, 2, 3])
    let linear = try LinearForecast(fitting: columns, weights: mask, ridge: 1e-6)
    let input = self.columns(2, seed: 5).input
    let spoiled = input * mask + (1 - mask) * 100
    let together = try linear.forecasts(of: input)
    #expect(try linear.forecasts(of: spoiled).floats == together.floats)
    let alone = try linear.forecasts(of: input.sliced(axis: 0, from: 1, to: 2))
    let second = together.sliced(axis: 0, from: 1, to: 2)
    // Matrix products of other shapes add up in another order.
    #expect(zip(alone.floats, second.floats).allSatisfy { abs($0 - $1) < 1e-5 })
  }

  @Test("The ridge that suits the validation events is chosen")
  func chosenRidge() throws {
    let columns = columns(6)
    var linear = try LinearForecast(fitting: columns, weights: ones)
    // Exact superpositions want no ridge.
    let exact = try linear.chooseRidge(inputs: columns.input, targets: columns.target)
    #expect(linear.ridge == 1e-6 && exact[0] < 1e-8 && exact == exact.sorted())
    // Unrelated events are foretold best by as little as can be.
    let other = self.columns(3, seed: 77)
    try linear.chooseRidge(among: [1e-5, 1e3], inputs: other.input, targets: other.target)
    #expect(linear.ridge == 1e3)
    // Ridges without a solution are passed over.
    let twice = MemoryColumns(
      input: Tensor.concatenated([columns.input, columns.input], axis: 0),
      target: Tensor.concatenated([columns.target, columns.target], axis: 0)
    )
    var doubled = try LinearForecast(fitting: twice, weights: ones)
    let errors = try doubled.chooseRidge(
      among: [-1, 1e-4],
      inputs: columns.input,
      targets: columns.target
    )
    #expect(errors[0] == .infinity && doubled.ridge == 1e-4)
    #expect(throws: ForecastingError.self) {
      try doubled.chooseRidge(among: [-1], inputs: columns.input, targets: columns.target)
    }
  }

  @Test("A ridge below zero is refused, equal windows share, and silent ones tell nothing")
  func refusals() throws {
    let one = columns(1)
    let twice = MemoryColumns(
      input: Tensor.concatenated([one.input, one.input], axis: 0),
      target: Tensor.concatenated([one.target, one.target], axis: 0)
    )
    var linear = try LinearForecast(fitting: twice, weights: ones, ridge: -1)
    #expect(throws: ForecastingError.self) { try linear.forecasts(of: one.input) }
    linear.ridge = 1e-6
    let weights = try linear.superpositions(of: one.input)[0]
    #expect(weights.allSatisfy { abs($0 - 0.5) < 1e-4 })
    let silent = MemoryColumns(input: one.input * 0, target: one.target)
    #expect(throws: ForecastingError.self) { try LinearForecast(fitting: silent, weights: ones) }
  }

  @Test("What the progress throws ends the work")
  func interruption() {
    #expect(throws: CancellationError.self) {
      try LinearForecast(fitting: columns(3), weights: ones) { _ in throw CancellationError() }
    }
  }
}
