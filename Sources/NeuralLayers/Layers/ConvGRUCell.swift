public import NumericalRuntime
public import Tensors

/// A convolutional gated recurrent unit with peepholes.
///
/// With input x and state h (`*` a convolution that keeps the extents, ∘ a product number by number):
///
///     ux, gx, ax = Wx * x + bx        gh, ah = Wh * h + bh
///     g  = σ(gx + gh + W1 ∘ h)        a = σ(ax + ah + W2 ∘ h)
///     h' = (1 − g) ∘ h + g ∘ tanh(ux + Wr * (a ∘ h) + br)
///
/// Parameters are named as in the published baselines: `W_1`, `W_2`, `convx`, `convh`, `conv_hreset`.
///
/// - Reference: Ballas et al. (2016), Delving deeper into convolutional networks, ICLR; the peepholes after Lyu
///   et al. (2025), arXiv 2405.20516.
public struct ConvGRUCell: Module {
  /// Wx, [3 · channels, inputs, k, k], and bx.
  public var input, inputBias: Tensor
  /// Wh, [2 · channels, channels, k, k], and bh.
  public var state, stateBias: Tensor
  /// Wr, [channels, channels, k, k], and br.
  public var candidate, candidateBias: Tensor
  /// W1 and W2, each [channels, h, w].
  public var updatePeephole, resetPeephole: Tensor

  /// A new cell with Xavier-uniform weights and peepholes and zero biases.
  public init(
    inputs: Int,
    channels: Int,
    extent: (height: Int, width: Int),
    kernel: Int = 3,
    using generator: inout SeededGenerator
  ) {
    require(kernel % 2 == 1, "ConvGRUCell: kernel \(kernel) is not odd")
    func kernels(_ blocks: Int, of inputs: Int) -> (Tensor, Tensor) {
      initialKernels(inputs: inputs, outputs: blocks * channels, kernel: kernel, using: &generator)
    }
    let shape = [channels, extent.height, extent.width]
    updatePeephole = Initializer.xavierUniform().tensor(shape, using: &generator)
    resetPeephole = Initializer.xavierUniform().tensor(shape, using: &generator)
    (input, inputBias) = kernels(3, of: inputs)
    (state, stateBias) = kernels(2, of: channels)
    (candidate, candidateBias) = kernels(1, of: channels)
  }

  /// A zero state for `samples` samples.
  public func initialState(samples: Int) -> Tensor {
    Tensor(zeros: [samples] + updatePeephole.shape, input.scalarType)
  }

  /// The state [n, channels, h, w] after one step with the input [n, inputs, h, w].
  public func callAsFunction(_ x: Tensor, _ h: Tensor) -> Tensor {
    requireImages("ConvGRUCell", x, inputs: input.shape[1], states: [h], shape: resetPeephole.shape)
    let padding = input.shape[2] / 2
    let sums = x.convolution2D(input, bias: inputBias, padding: padding).chunked(into: 3, axis: 1)
    let gates = h.convolution2D(state, bias: stateBias, padding: padding).chunked(into: 2, axis: 1)
    let update = (sums[1] + gates[0] + updatePeephole * h).sigmoid()
    let reset = (sums[2] + gates[1] + resetPeephole * h).sigmoid()
    let remembered = (reset * h).convolution2D(candidate, bias: candidateBias, padding: padding)
    return h + update * ((sums[0] + remembered).tanh() - h)
  }

  /// The published names and order.
  public mutating func walk(_ walk: ParameterWalk) {
    walk.parameter("W_1", &updatePeephole)
    walk.parameter("W_2", &resetPeephole)
    walk.parameter("convx.weight", &input)
    walk.parameter("convx.bias", &inputBias)
    walk.parameter("convh.weight", &state)
    walk.parameter("convh.bias", &stateBias)
    walk.parameter("conv_hreset.weight", &candidate)
    walk.parameter("conv_hreset.bias", &candidateBias)
  }
}
