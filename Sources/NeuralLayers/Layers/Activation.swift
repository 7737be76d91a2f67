public import Tensors

/// A function of single numbers between layers.
public enum Activation: Hashable, Sendable {
  /// x itself.
  case identity
  /// max(x, 0).
  case relu
  /// x where positive, `slope` · x elsewhere.
  case leakyReLU(slope: Double = 0.01)
  /// x Φ(x), with the exact normal distribution Φ.
  case gelu
  /// tanh x.
  case tanh
  /// 1 / (1 + e⁻ˣ).
  case sigmoid
  /// x / (1 + e⁻ˣ).
  case silu
  /// ln(1 + eˣ).
  case softplus

  /// The function of every number of `x`.
  public func callAsFunction(_ x: Tensor) -> Tensor {
    switch self {
    case .identity: x
    case .relu: x.relu()
    case .leakyReLU(let slope): x.leakyReLU(slope: slope)
    case .gelu: x.gelu()
    case .tanh: x.tanh()
    case .sigmoid: x.sigmoid()
    case .silu: x.silu()
    case .softplus: x.softplus()
    }
  }
}
