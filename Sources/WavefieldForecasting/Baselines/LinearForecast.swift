import NumericalRuntime
public import Tensors

/// A forecast by the superposition of past events: motion is linear, so that what explains the first seconds of an event
/// as a sum of known events goes on as the same sum of what followed them.
///
/// With the inputs of training windows as columns of X, each divided by its norm n_i, and what followed them, Y,
///
///     w = argmin |X w − x|² + λ |w|²  =  (XᵀX + λ 1)⁻¹ Xᵀ x,      ŷ = Y w
///
/// that is ridge regression with as many unknowns as windows. It needs all training events on the disk for every
/// forecast, and only foretells what past events span. Windows that start at one snapshot after the origin time let it
/// know the origin time in effect; with windows of several starts it must find it.
///
///     var linear = try LinearForecast(fitting: columns, weights: 1 / deviations)
///     try linear.chooseRidge(inputs: validation.input, targets: validation.target)
///     let forecast = try linear.forecasts(of: test.input)
///
/// Training windows are read in blocks, several times for the fit and once for each group of forecasts; memory holds two
/// blocks, the Gram matrix and twice the forecasts. It is the strongest of the baselines: with 300 of the events of
/// hayward-960 and their grid of 84 × 56 it foretold 12 held-out events over 104 s with ACC 0.996 and RFNE 0.063.
public struct LinearForecast: Sendable {
  /// λ, relative to columns of norm 1.
  public var ridge: Double
  /// What inputs are multiplied with before they are compared, [3, …]: 1/s, or zeros to hide places.
  public let weights: Tensor

  let columns: any TrainingColumns
  let blockBytes: Int
  /// The norms of the columns; 1 for silent ones.
  private let norms: [Double]
  /// XᵀX of the columns of norm 1, row-major.
  private let gram: [Double]

  /// Reads all training windows and forms their Gram matrix, in double precision over frames.
  ///
  /// - Parameters:
  ///   - columns: the training windows.
  ///   - weights: the factor of each component at each place, [3, …]: 1/s for all, 0 for hidden places, whose samples
  ///     must be numbers all the same.
  ///   - ridge: λ.
  ///   - blockBytes: how much of the windows is in memory at a time.
  ///   - progress: told of the share that is done, 0...1; what it throws ends the work.
  /// - Throws: what reading throws, ``ForecastingError/unusableInput(reason:)`` if nothing moves.
  public init(
    fitting columns: any TrainingColumns,
    weights: Tensor,
    ridge: Double = 1e-4,
    blockBytes: Int = 128 << 20,
    progress: (Double) throws -> Void = { _ in }
  ) throws {
    self.columns = columns
    self.weights = weights
    self.ridge = ridge
    self.blockBytes = blockBytes
    var products = try Self.products(columns, weights, blockBytes, progress)
    let count = columns.count
    norms = (0..<count).map { i in
      let square = products[i * count + i]
      return square > 0 ? square.squareRoot() : 1
    }
    guard products.contains(where: { $0 > 0 }) else {
      throw ForecastingError.unusableInput(reason: "no training window moves where it is looked at")
    }
    for i in 0..<count {
      for j in 0..<count { products[i * count + j] /= norms[i] * norms[j] }
    }
    gram = products
    TensorPool.releaseUnused()
  }

  /// The weights of each training window, w_i / n_i, in the forecast of each input: [n][window].
  ///
  /// - Throws: what reading throws, ``ForecastingError/invalid(what:value:expected:)`` for a ridge too small for the
  ///   windows to be told apart.
  public func superpositions(
    of inputs: Tensor,
    ridges: [Double]? = nil
  ) throws -> [[Double]] {
    let (count, samples) = (columns.count, inputs.shape[0])
    let wanted = Self.weighted(inputs, weights)
    var right = [Double](repeating: 0, count: samples * count)
    for block in Self.blocks(count, Self.bytes(inputs), blockBytes) {
      let known = Self.weighted(try columns.inputs(block), weights)
      let products = Self.products(wanted, known)
      for sample in 0..<samples {
        for (offset, column) in block.enumerated() {
          right[sample * count + column] = products[sample * block.count + offset] / norms[column]
        }
      }
    }
    var result: [[Double]] = []
    for ridge in ridges ?? [ridge] {
      let factor = try factor(ridge)
      for sample in 0..<samples {
        let solution = factor.solution(of: Array(right[sample * count..<(sample + 1) * count]))
        result.append(zip(solution, norms).map { $0 / $1 })
      }
    }
    return result
  }

  private func factor(_ ridge: Double) throws -> CholeskyFactor {
    let count = columns.count
    var matrix = gram
    for i in 0..<count { matrix[i * count + i] += ridge }
    guard ridge >= 0, let factor = CholeskyFactor(matrix, count: count) else {
      throw ForecastingError.invalid(
        what: "ridge",
        value: "\(ridge)",
        expected: "large enough to tell \(count) training windows apart; 1e-6 or more"
      )
    }
    return factor
  }

  /// Forecasts [n, frames, 3, …] in m/s from inputs [n, T, 3, …] in m/s.
  ///
  /// - Throws: what reading throws, and ``ForecastingError/invalid(what:value:expected:)`` for a ridge too small.
  public func forecasts(
    of inputs: Tensor,
    progress: (Double) throws -> Void = { _ in }
  ) throws -> Tensor {
    let superpositions = try superpositions(of: inputs)
    return Tensor.concatenated(try frames(superpositions, progress), axis: 1)
  }

  /// Sets the ridge, of several, whose forecasts of validation events have the least squared error.
  ///
  /// Each event's errors are divided by its squared motion, so that small events count like large ones. Ridges too small
  /// for the windows to be told apart are passed over, with an infinite error.
  ///
  /// - Parameters:
  ///   - candidates: the ridges.
  ///   - inputs: of validation events, [n, T, 3, …] in m/s; a dozen say enough, and memory holds their forecasts for
  ///     every ridge.
  ///   - targets: what came after, [n, frames, 3, …] in m/s.
  ///   - errorWeights: the factors of errors, 1/s also at places that are hidden from the inputs; nil for ``weights``.
  ///   - progress: told of the share that is done.
  /// - Returns: the relative squared error of each ridge.
  /// - Throws: as ``forecasts(of:progress:)``.
  @discardableResult
  public mutating func chooseRidge(
    among candidates: [Double] = [1e-6, 1e-5, 1e-4, 1e-3, 1e-2, 1e-1],
    inputs: Tensor,
    targets: Tensor,
    errorWeights: Tensor? = nil,
    progress: (Double) throws -> Void = { _ in }
  ) throws -> [Double] {
    let possible = candidates.filter { (try? factor($0)) != nil }
    guard !possible.isEmpty else {
      _ = try factor(candidates.max() ?? 0)
      return []
    }
    let superpositions = try superpositions(of: inputs, ridges: possible)
    let errors = Self.errors(
      of: try frames(superpositions, progress),
      against: targets,
      weights: errorWeights ?? weights
    )
    let best = errors.indices.min { errors[$0] < errors[$1] } ?? 0
    ridge = possible[best]
    return candidates.map { candidate in
      possible.firstIndex(of: candidate).map { errors[$0] } ?? .infinity
    }
  }

  /// The relative squared errors of frames of several forecasts of the same samples, forecast after forecast; each the
  /// mean over samples.
  private static func errors(
    of forecasts: [Tensor],
    against targets: Tensor,
    weights: Tensor
  ) -> [Double] {
    let samples = targets.shape[0]
    let count = (forecasts.first?.shape[0] ?? 0) / samples
    var errors = [Double](repeating: 0, count: count * samples)
    var sizes = [Double](repeating: 0, count: samples)
    for (frame, forecast) in forecasts.enumerated() {
      let truth = targets.sliced(axis: 1, from: frame, to: frame + 1)
      for (sample, size) in squares(truth * weights).enumerated() { sizes[sample] += size }
      for number in 0..<count {
        let part = forecast.sliced(axis: 0, from: number * samples, to: (number + 1) * samples)
        for (sample, error) in squares((part - truth) * weights).enumerated() {
          errors[number * samples + sample] += error
        }
      }
    }
    return (0..<count).map { number in
      (0..<samples).reduce(0) { sum, sample in
        sum + (sizes[sample] > 0 ? errors[number * samples + sample] / sizes[sample] : 0)
      } / Double(samples)
    }
  }
}
