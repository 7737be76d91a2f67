public import NumericalRuntime
public import Tensors

/// How the parameters of a layer begin.
///
///     let weight = Initializer.xavierUniform().tensor([64, 32], using: &generator)
///
/// Fans are PyTorch's: of a weight [o, i, …], fan-in is i and fan-out o, each times the product of the further
/// extents. (A transposed convolution keeps its weight as [i, o, …]; there the two change places, in PyTorch too.)
public enum Initializer: Hashable, Sendable {
  /// The same number everywhere.
  case constant(Double)
  /// Uniform over (−bound, bound).
  case uniform(bound: Double)
  /// Normal with mean 0.
  case normal(deviation: Double)
  /// Uniform with bound gain · √(6 / (fan-in + fan-out)) (Glorot & Bengio 2010, eq. 16).
  case xavierUniform(gain: Double = 1)
  /// Normal with deviation gain · √(2 / (fan-in + fan-out)).
  case xavierNormal(gain: Double = 1)
  /// Uniform with bound √3 · gain / √fan (He et al. 2015), the gain that of a leaky ReLU of this slope.
  case kaimingUniform(slope: Double = 0, fan: Fan = .in)
  /// Normal with deviation gain / √fan.
  case kaimingNormal(slope: Double = 0, fan: Fan = .in)
  /// Rows (or columns, where there are fewer) of unit length at right angles to each other, times `gain`
  /// (Saxe et al. 2014); axes after the first are taken as one.
  case orthogonal(gain: Double = 1)

  /// Which fan a Kaiming initialiser divides by.
  public enum Fan: Hashable, Sendable {
    /// The numbers that go into an output: keeps the size of activations.
    case `in`
    /// The numbers that an input goes into: keeps the size of gradients.
    case out
  }

  /// Zeros.
  public static let zeros = Initializer.constant(0)
  /// Ones.
  public static let ones = Initializer.constant(1)
  /// What PyTorch gives the weights of linear and convolutional layers: uniform over ±1/√fan-in.
  public static let fanInUniform = Initializer.kaimingUniform(slope: 5.0.squareRoot())

  /// A tensor that begins so.
  ///
  /// - Precondition: at least two axes where fans are needed.
  public func tensor(_ shape: [Int], using generator: inout SeededGenerator) -> Tensor {
    switch self {
    case .constant(let number): return Tensor(filling: shape, with: number)
    case .uniform(let bound): return Self.uniform(shape, bound, &generator)
    case .normal(let deviation): return Self.normal(shape, deviation, &generator)
    case .xavierUniform(let gain):
      let fans = Fans(of: shape)
      return Self.uniform(shape, gain * (6 / (fans.in + fans.out)).squareRoot(), &generator)
    case .xavierNormal(let gain):
      let fans = Fans(of: shape)
      return Self.normal(shape, gain * (2 / (fans.in + fans.out)).squareRoot(), &generator)
    case .kaimingUniform(let slope, let fan):
      let deviation = Self.kaimingDeviation(shape, slope, fan)
      return Self.uniform(shape, 3.0.squareRoot() * deviation, &generator)
    case .kaimingNormal(let slope, let fan):
      return Self.normal(shape, Self.kaimingDeviation(shape, slope, fan), &generator)
    case .orthogonal(let gain):
      return orthogonalTensor(shape, gain: gain, using: &generator)
    }
  }

  private static func uniform(
    _ shape: [Int],
    _ bound: Double,
    _ generator: inout SeededGenerator
  ) -> Tensor {
    bound > 0
      ? Tensor(uniform: shape, in: -bound..<bound, using: &generator) : Tensor(zeros: shape)
  }

  private static func normal(
    _ shape: [Int],
    _ deviation: Double,
    _ generator: inout SeededGenerator
  ) -> Tensor {
    Tensor(normal: shape, deviation: deviation, using: &generator)
  }

  private static func kaimingDeviation(_ shape: [Int], _ slope: Double, _ fan: Fan) -> Double {
    let fans = Fans(of: shape)
    let gain = (2 / (1 + slope * slope)).squareRoot()
    return gain / (fan == .in ? fans.in : fans.out).squareRoot()
  }
}

/// How many numbers go into an output of a weight, and how many outputs an input goes into.
struct Fans {
  var `in`: Double
  var out: Double

  init(of shape: [Int]) {
    require(shape.count >= 2, "Initializer: fans need two axes, shape \(shape) has fewer")
    let area = shape.dropFirst(2).reduce(1, *)
    self.in = Double(max(1, shape[1] * area))
    out = Double(max(1, shape[0] * area))
  }
}

/// A layer's bias as PyTorch begins it: uniform over ±1/√fan-in of the weight that it stands beside.
func initialBias(
  _ count: Int,
  besideWeight shape: [Int],
  using generator: inout SeededGenerator
) -> Tensor {
  let bound = 1 / Fans(of: shape).in.squareRoot()
  return Initializer.uniform(bound: bound).tensor([count], using: &generator)
}
