import NumericalRuntime
import Tensors

/// What a model that learns reads of motion on the grid: all of it, or what random stations see.
struct StationReading: Sendable {
  /// What the model looks like.
  let shape: ForecasterShape
  /// The stations of its list, for models that have one.
  let sampling: StationSampling?
  /// The share of grid points that have stations, or the probability of each station of a list to have a record.
  let share: ClosedRange<Double>

  /// What goes in of frames [n, T, 3, h, w] in units of the grid's deviations.
  ///
  /// - Returns: frames as they are, or records [n, T, 3, stations] in units of the stations' deviations; and the mask of
  ///   what is seen of them, if not all.
  func callAsFunction(
    _ frames: Tensor,
    using generator: inout SeededGenerator
  ) -> (values: Tensor, mask: Tensor?) {
    let samples = frames.shape[0]
    switch shape.input {
    case .grid: return (frames, nil)
    case .maskedGrid:
      let mask = StationMask.random(
        samples: samples,
        extents: (shape.height, shape.width),
        share: share,
        using: &generator
      )
      return (frames, mask)
    case .stations(let count):
      let mask = StationMask.random(
        samples: samples,
        stations: count,
        share: share,
        using: &generator
      )
      return (sampling?(frames) ?? frames, mask)
    }
  }
}
