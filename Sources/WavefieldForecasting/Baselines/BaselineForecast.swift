public import Tensors

/// A forecast that anyone could make without learning a model; what a forecaster must beat.
public protocol BaselineForecast: Sendable {
  /// What stands in tables.
  var name: String { get }

  /// Frames that follow others: [n, frames, 3, …] after [n, T, 3, …], in the unit of the input, be it m/s or scaled.
  ///
  /// - Precondition: at least the frames that the forecast needs go in.
  func forecast(_ input: Tensor, frames: Int) -> Tensor
}

/// The last frame stays as it is.
public struct Persistence: BaselineForecast {
  /// What stands in tables.
  public let name = "persistence"

  /// The forecast; it has nothing to learn.
  public init() {}

  /// The last frame, again and again.
  public func forecast(_ input: Tensor, frames: Int) -> Tensor {
    let last = input.sliced(axis: 1, from: input.shape[1] - 1, to: input.shape[1])
    return last.expanded(to: [input.shape[0], frames] + input.shape[2...])
  }
}

/// Nothing moves any more: RFNE 1 and ACC 0 by definition, the floor of all scores.
public struct Silence: BaselineForecast {
  /// What stands in tables.
  public let name = "silence"

  /// The forecast; it has nothing to learn.
  public init() {}

  /// Zeros.
  public func forecast(_ input: Tensor, frames: Int) -> Tensor {
    Tensor(zeros: [input.shape[0], frames] + input.shape[2...])
  }
}
