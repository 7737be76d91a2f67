public import NumericalRuntime
public import Tensors

/// A gated recurrent unit that is fed its own Gaussian samples: the prior of a dynamic variational autoencoder.
///
///     h_t = GRU([z_{t−1}, c], h_{t−1})     μ_t = A h_t + a     λ_t = B h_t + b     z_t = μ_t + exp(λ_t / 2) ε_t
///
/// Parameters: `cell` as in PyTorch's `nn.GRUCell`, `mean` and `log_variance` as in `nn.Linear`.
public struct SampledRecurrentUnit: Module {
  /// The unit, over [z, c].
  public var cell: GatedRecurrentUnitCell
  /// From the state to the mean.
  public var mean: Linear
  /// From the state to the logarithm of the variance.
  public var logVariance: Linear

  /// A unit with random parameters.
  public init(
    latent: Int,
    conditions: Int,
    width: Int,
    using generator: inout SeededGenerator
  ) {
    cell = GatedRecurrentUnitCell(inputs: latent + conditions, width: width, using: &generator)
    mean = Linear(inputs: width, outputs: latent, using: &generator)
    logVariance = Linear(inputs: width, outputs: latent, using: &generator)
  }

  /// Rolls a sequence out.
  ///
  /// - Parameters:
  ///   - condition: c [n, conditions], the same at all steps.
  ///   - noise: ε [n, t + 1, latent], of which the first is z_0.
  /// - Returns: μ, λ and z, each [n, t, latent].
  public func callAsFunction(_ condition: Tensor, noise: Tensor) -> (
    mean: Tensor, logVariance: Tensor, samples: Tensor
  ) {
    let latent = mean.weight.shape[0]
    let parts = cell.weights.input.split([latent, condition.shape[1]], axis: 1)
    let weights = SampledRecurrenceWeights(
      sample: parts[0],
      hidden: cell.weights.hidden,
      hiddenBias: cell.weights.hiddenBias,
      moments: Tensor.concatenated([mean.weight, logVariance.weight], axis: 0),
      momentsBias: Tensor.concatenated([mean, logVariance].compactMap(\.bias), axis: 0)
    )
    let drive = condition.linear(parts[1], bias: cell.weights.inputBias)
    let (moments, samples) = drive.sampledRecurrence(weights, noise: noise)
    let both = moments.split([latent, latent], axis: 2)
    return (both[0], both[1], samples)
  }

  /// Names of the three parts.
  public mutating func walk(_ walk: ParameterWalk) {
    walk.module("cell", &cell)
    walk.module("mean", &mean)
    walk.module("log_variance", &logVariance)
  }
}
