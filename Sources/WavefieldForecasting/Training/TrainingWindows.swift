import NumericalRuntime
import Tensors
import WaveformCatalog

/// A batch as the model wants it.
struct TrainingBatch: Sendable {
  /// Scaled input steps, time first.
  var input: Tensor
  /// Scaled target steps, time first.
  var target: Tensor
  /// What errors are multiplied by, one number a window and component, [1, n, 1, 3, 1, 1]; nil for no weighting.
  var weights: Tensor?
  /// Windows.
  var samples: Int
}

/// Makes training batches out of windows of a catalog: scales, adds up, masks.
struct TrainingWindows {
  let model: WavefieldForecaster
  let settings: ForecastTrainingSettings

  /// The batch of windows in m/s; random numbers come from the batch's number alone, so that resuming is exact.
  func batch(_ windows: WaveformBatch, number: Int) -> TrainingBatch {
    var generator = SeededGenerator(
      seed: settings.seed,
      stream: 0x0F0C_A575_0000_0000 + UInt64(number)
    )
    let samples = windows.input.shape[0]
    var (input, target) = (
      windows.input / model.deviations, windows.target / model.deviations
    )
    if settings.superposition > 0 { superpose(&input, &target, using: &generator) }
    let mask =
      model.shape.input == .maskedGrid
      ? StationMask.random(
        samples: samples,
        extents: (model.shape.height, model.shape.width),
        share: settings.stationShare,
        using: &generator
      ) : nil
    let amplitudes = model.scaling.amplitudes(ofNormalized: input, mask: mask)
    target = target / amplitudes
    return TrainingBatch(
      input: model.steps(of: input / amplitudes, mask: mask),
      target: model.steps(of: target),
      weights: settings.isRelative ? weights(of: target) : nil,
      samples: samples
    )
  }

  /// One over the root mean square of each component of each target.
  private func weights(of target: Tensor) -> Tensor {
    let mean = target.squared().mean(axes: [1, 3, 4]).reshaped([1, target.shape[0], 1, 3, 1, 1])
    return 1.0 / mean.sqrt().maximum(Tensor(1e-6))
  }

  /// Adds to some windows the next one of the batch with a random weight of either sign.
  private func superpose(
    _ input: inout Tensor,
    _ target: inout Tensor,
    using generator: inout SeededGenerator
  ) {
    let samples = input.shape[0]
    guard samples > 1 else { return }
    let weights = (0..<samples).map { _ -> Float in
      let isAdded = generator.uniform() < settings.superposition
      let weight = Float(2 * generator.uniform() - 1)
      return isAdded ? weight : 0
    }
    let scale = Tensor(weights, shape: [samples, 1, 1, 1, 1])
    let order = (0..<samples).map { ($0 + 1) % samples }
    input = input + input.gathered(axis: 0, indices: order) * scale
    target = target + target.gathered(axis: 0, indices: order) * scale
  }
}
