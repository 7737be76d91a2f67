public import NeuralLayers
import NumericalRuntime
public import Tensors

extension WavefieldForecaster {
  /// Frames as steps that run over time first.
  ///
  /// From [n, T, 3, h, w] to [T / k · n, 3k (+ 1), h, w], k being the frames a step; components of the first frame come
  /// first. With a mask [n, h, w] of ones and zeros, values where it is zero become zero and the mask is the last
  /// channel.
  ///
  /// For a list of stations also from [n, T, 3, stations], with a mask [n, stations] that is no channel, as published: a
  /// station without records is one without motion.
  public func steps(of frames: Tensor, mask: Tensor? = nil) -> Tensor {
    let (samples, count) = (frames.shape[0], frames.shape[1])
    let k = shape.framesPerStep
    require(
      (frames.rank == 5 || frames.rank == 4 && isOfStations) && count % k == 0
        && frames.shape[2] == 3,
      "WavefieldForecaster: frames \(frames.shape), not [n, a multiple of \(k), 3, h, w]"
    )
    let extents = Array(frames.shape[3...])
    let grouped = frames.reshaped([samples, count / k, 3 * k] + extents)
      .transposed([1, 0] + Array(2..<frames.rank))
    guard let mask else { return grouped.reshaped([count / k * samples, 3 * k] + extents) }
    let wide = mask.reshaped([1, samples, 1] + extents)
    guard !isOfStations else {
      return (grouped * wide).reshaped([count / k * samples, 3 * k] + extents)
    }
    let channel = wide.expanded(to: [count / k, samples, 1] + extents)
    return Tensor.concatenated([grouped * wide, channel], axis: 2)
      .reshaped([count / k * samples, 3 * k + 1] + extents)
  }

  private var isOfStations: Bool {
    if case .stations = shape.input { true } else { false }
  }

  /// The way back, for forecasts: [n, T, 3, h, w] from [T / k · n, 3k, h, w].
  public func frames(of steps: Tensor, samples: Int) -> Tensor {
    let extents = Array(steps.shape[2...])
    let (count, k) = (steps.shape[0] / samples, shape.framesPerStep)
    return steps.reshaped([count, samples, 3 * k] + extents).transposed([1, 0, 2, 3, 4])
      .reshaped([samples, count * k, 3] + extents)
  }

  /// The forecast [n, frames, 3, h, w] of scaled frames [n, T, 3, h, w], in one go.
  ///
  /// - Parameters:
  ///   - input: scaled frames, see ``ForecasterScaling``; [n, T, 3, stations] for models of a list of stations.
  ///   - mask: where there are stations, [n, h, w], for models that ask for it; [n, stations] for those of a list.
  ///   - count: how many frames are wanted.
  ///   - pass: an inference pass; drawn from only where the shape starts with noise.
  /// - Returns: scaled frames.
  public func forecast(
    _ input: Tensor,
    mask: Tensor? = nil,
    frames count: Int,
    _ pass: ForwardPass = .inference()
  ) -> Tensor {
    let samples = input.shape[0]
    let k = shape.framesPerStep
    let output = self(
      steps(of: input, mask: mask),
      samples: samples,
      steps: (count + k - 1) / k,
      pass
    )
    let whole = frames(of: output, samples: samples)
    return whole.shape[1] == count ? whole : whole.sliced(axis: 1, from: 0, to: count)
  }
}
