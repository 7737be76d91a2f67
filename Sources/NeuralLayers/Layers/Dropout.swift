import NumericalRuntime
public import Tensors

/// Sets numbers to zero at random while the model learns, and enlarges the others so that their mean stays.
///
///     let y = dropout(x, pass)
///
/// - Reference: Srivastava et al. (2014), J. Mach. Learn. Res. 15.
public struct Dropout: Module {
  /// The share of numbers that become zero.
  public var rate: Double

  /// A layer that drops the share `rate`, in 0..<1.
  public init(rate: Double = 0.5) {
    require((0..<1).contains(rate), "Dropout: rate \(rate) is not in 0..<1")
    self.rate = rate
  }

  /// `x` itself outside of training; else each number is 0 with probability `rate`, or divided by 1 − `rate`.
  public func callAsFunction(_ x: Tensor, _ pass: ForwardPass) -> Tensor {
    guard pass.isTraining, rate > 0 else { return x }
    return x * Tensor(dropoutMask: x.shape, rate: rate, x.scalarType, using: &pass.generator)
  }

  /// There is nothing to learn.
  public mutating func walk(_ walk: ParameterWalk) {}
}
