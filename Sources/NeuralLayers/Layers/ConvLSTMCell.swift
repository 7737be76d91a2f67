public import NumericalRuntime
public import Tensors

/// A convolutional long short-term memory cell with peepholes.
///
/// With input x, state h and cell c (`*` a convolution that keeps the extents, ∘ a product number by number):
///
///     i, f, u, o = W * [x, h] + b
///     c' = σ(f + Wcf ∘ c) ∘ c + σ(i + Wci ∘ c) ∘ tanh(u)
///     h' = σ(o + Wco ∘ c') ∘ tanh(c')
///
/// Parameters are named as in the published baselines: `W_ci`, `W_co`, `W_cf`, `conv`.
///
/// - Reference: Shi et al. (2015), Convolutional LSTM network, NeurIPS, eq. 3.
public struct ConvLSTMCell: Module {
  /// W, [4 · channels, inputs + channels, k, k].
  public var weight: Tensor
  /// b, [4 · channels].
  public var bias: Tensor
  /// Wci, Wco, Wcf, each [channels, h, w].
  public var inputPeephole, outputPeephole, forgetPeephole: Tensor

  /// What the cell hands on from step to step.
  public struct State: Sendable {
    /// The hidden state h, [n, channels, h, w].
    public var h: Tensor
    /// The cell c, [n, channels, h, w].
    public var c: Tensor

    /// A state and a cell of one shape.
    public init(h: Tensor, c: Tensor) {
      self.h = h
      self.c = c
    }
  }

  /// A new cell with Xavier-uniform weights and peepholes and zero biases.
  public init(
    inputs: Int,
    channels: Int,
    extent: (height: Int, width: Int),
    kernel: Int = 3,
    using generator: inout SeededGenerator
  ) {
    require(kernel % 2 == 1, "ConvLSTMCell: kernel \(kernel) is not odd")
    let shape = [channels, extent.height, extent.width]
    inputPeephole = Initializer.xavierUniform().tensor(shape, using: &generator)
    outputPeephole = Initializer.xavierUniform().tensor(shape, using: &generator)
    forgetPeephole = Initializer.xavierUniform().tensor(shape, using: &generator)
    (weight, bias) = initialKernels(
      inputs: inputs + channels,
      outputs: 4 * channels,
      kernel: kernel,
      using: &generator
    )
  }

  /// Zero state and cell for `samples` samples.
  public func initialState(samples: Int) -> State {
    let zeros = Tensor(zeros: [samples] + inputPeephole.shape, weight.scalarType)
    return State(h: zeros, c: zeros)
  }

  /// The state after one step with the input [n, inputs, h, w].
  public func callAsFunction(_ input: Tensor, _ state: State) -> State {
    let shape = inputPeephole.shape
    let inputs = weight.shape[1] - shape[0]
    requireImages("ConvLSTMCell", input, inputs: inputs, states: [state.h, state.c], shape: shape)
    let joined = Tensor.concatenated([input, state.h], axis: 1)
    let sums = joined.convolution2D(weight, bias: bias, padding: weight.shape[2] / 2)
      .chunked(into: 4, axis: 1)
    let entering = (sums[0] + inputPeephole * state.c).sigmoid() * sums[2].tanh()
    let c = (sums[1] + forgetPeephole * state.c).sigmoid() * state.c + entering
    return State(h: (sums[3] + outputPeephole * c).sigmoid() * c.tanh(), c: c)
  }

  /// The published names and order.
  public mutating func walk(_ walk: ParameterWalk) {
    walk.parameter("W_ci", &inputPeephole)
    walk.parameter("W_co", &outputPeephole)
    walk.parameter("W_cf", &forgetPeephole)
    walk.parameter("conv.weight", &weight)
    walk.parameter("conv.bias", &bias)
  }
}
