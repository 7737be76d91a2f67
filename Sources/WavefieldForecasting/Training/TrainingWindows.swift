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
  /// Makes ruptures of some of the windows; nil to learn from points alone.
  var ruptures: RandomRuptures?
  /// What the model reads of a window.
  let reading: StationReading

  /// The batch of windows in m/s; random numbers come from the batch's number alone, so that resuming is exact.
  func batch(_ windows: WaveformBatch, number: Int) throws -> TrainingBatch {
    var generator = SeededGenerator(
      seed: settings.seed,
      stream: 0x0F0C_A575_0000_0000 + UInt64(number)
    )
    let samples = windows.input.shape[0]
    var (input, target) = (windows.input, windows.target)
    if let ruptures {
      let whole = try ruptures.apply(
        to: .concatenated([input, target], axis: 1),
        windows.samples,
        using: &generator
      )
      let length = input.shape[1]
      (input, target) = (whole[axis: 1, 0..<length], whole[axis: 1, length..<whole.shape[1]])
    }
    (input, target) = (input / model.deviations, target / model.deviations)
    let (values, mask) = reading(input, using: &generator)
    let amplitudes = model.scaling.amplitudes(ofNormalized: values, mask: mask)
    target = target / amplitudes.reshaped([samples, 1, 1, 1, 1])
    return TrainingBatch(
      input: model.steps(of: values / amplitudes, mask: mask),
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
}
