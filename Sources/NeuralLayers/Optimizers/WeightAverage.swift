import Tensors

/// Which average of parameters is taken.
public enum WeightAveraging: Hashable, Sendable {
  /// a ← decay · a + (1 − decay) · p.
  case exponential(decay: Double)
  /// The same, the decay rising from 2/11 to its value as (1 + n) / (10 + n) with the number n of updates, so that the
  /// beginning is soon forgotten.
  case ramped(decay: Double)
  /// The plain mean of all models shown (stochastic weight averaging, Izmailov et al. 2018, arXiv 1803.05407).
  case equal

  /// The kind and its number, for checkpoints.
  var name: String {
    switch self {
    case .exponential(let decay): "exponential \(decay)"
    case .ramped(let decay): "ramped \(decay)"
    case .equal: "equal"
    }
  }
}

/// A model whose parameters are averages over those of a model that learns.
///
///     var average = WeightAverage(of: model, .exponential(decay: 0.999))
///     // after every step
///     average.update(with: model)
public struct WeightAverage<Model: Module>: Sendable {
  /// The average; buffers (running statistics) are those of the newest model.
  public private(set) var model: Model
  /// Which average it is.
  public let kind: WeightAveraging
  /// How many models were shown, without the one that it began with where the average is exponential.
  public private(set) var count = 0

  /// An average that begins with `model`; the equal average forgets it at the first update.
  public init(of model: Model, _ kind: WeightAveraging) {
    self.model = model
    self.kind = kind
  }

  /// An average that was saved after `count` updates.
  public init(restoring model: Model, _ kind: WeightAveraging, count: Int) {
    self.model = model
    self.kind = kind
    self.count = count
  }

  /// Takes in the parameters of a model.
  public mutating func update(with newest: Model) {
    count += 1
    let fraction =
      switch kind {
      case .exponential(let decay): 1 - decay
      case .ramped(let decay): 1 - min(decay, Double(1 + count) / Double(10 + count))
      case .equal: 1 / Double(count)
      }
    let tensors = newest.namedTensors
    var index = 0
    model.updateTensors { _, role, tensor in
      if role == .parameter && fraction < 1 {
        tensor.approach(tensors[index].tensor, by: fraction)
      } else {
        tensor = tensors[index].tensor
      }
      index += 1
    }
  }

  /// Takes over the buffers of the model that learns, as every update does.
  mutating func takeBuffers(of newest: Model) {
    let tensors = newest.namedTensors
    var index = 0
    model.updateTensors { _, role, tensor in
      if role != .parameter { tensor = tensors[index].tensor }
      index += 1
    }
  }
}
