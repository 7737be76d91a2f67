import CTensorKernels
import RealModule

extension Tensor {
  /// e to the power of every number.
  public func exp() -> Tensor {
    mapped(
      ElementwiseFunction(
        kept: .output,
        kernel: { ctk_exp($0, $1, $2) },
        gradientKernel: { ctk_exp_gradient($0, $1, $2, $3) },
        value: { Double.exp($0) },
        gradient: { y, g in g * y }
      )
    )
  }

  /// The natural logarithm of every number: minus infinity at zero, NaN below.
  public func log() -> Tensor {
    mapped(
      ElementwiseFunction(
        kept: .input,
        kernel: { ctk_log($0, $1, $2) },
        gradientKernel: { ctk_log_gradient($0, $1, $2, $3) },
        value: { Double.log($0) },
        gradient: { x, g in g / x }
      )
    )
  }

  /// The square root of every number; its gradient is infinite at zero.
  public func sqrt() -> Tensor {
    mapped(
      ElementwiseFunction(
        kept: .output,
        kernel: { ctk_square_root($0, $1, $2) },
        gradientKernel: { ctk_square_root_gradient($0, $1, $2, $3) },
        value: { $0.squareRoot() },
        gradient: { y, g in 0.5 * g / y }
      )
    )
  }

  /// The square of every number.
  public func squared() -> Tensor {
    mapped(
      ElementwiseFunction(
        kept: .input,
        kernel: { ctk_square($0, $1, $2) },
        gradientKernel: { ctk_square_gradient($0, $1, $2, $3) },
        value: { $0 * $0 },
        gradient: { x, g in 2 * x * g }
      )
    )
  }

  /// The magnitude of every number; its gradient is 0 at zero.
  public func abs() -> Tensor {
    mapped(
      ElementwiseFunction(
        kept: .input,
        kernel: { ctk_magnitude($0, $1, $2) },
        gradientKernel: { ctk_magnitude_gradient($0, $1, $2, $3) },
        value: { $0.magnitude },
        gradient: { x, g in x > 0 ? g : x < 0 ? -g : 0 }
      )
    )
  }

  /// Every number to a power: NaN where a negative number meets a power that is not whole.
  public func pow(_ exponent: Double) -> Tensor {
    mapped(
      ElementwiseFunction(
        kept: .input,
        kernel: { count, x, y in
          for i in 0..<count { y[i] = Float(Self.power(Double(x[i]), exponent)) }
        },
        gradientKernel: { count, x, g, dx in
          for i in 0..<count {
            dx[i] = Float(Double(g[i]) * Self.powerSlope(Double(x[i]), exponent))
          }
        },
        value: { Self.power($0, exponent) },
        gradient: { x, g in g * Self.powerSlope(x, exponent) }
      )
    )
  }

  /// Every number brought between two limits; the gradient is 0 where it was outside.
  public func clamped(to limits: ClosedRange<Double>) -> Tensor {
    let (low, high) = (limits.lowerBound, limits.upperBound)
    return mapped(
      ElementwiseFunction(
        kept: .input,
        kernel: { ctk_clamp($0, $1, Float(low), Float(high), $2) },
        gradientKernel: { ctk_clamp_gradient($0, $1, $2, Float(low), Float(high), $3) },
        value: { $0 < low ? low : $0 > high ? high : $0 },
        gradient: { x, g in x >= low && x <= high ? g : 0 }
      )
    )
  }

  /// Unlike the C function, whole powers of negative numbers come out right in Swift's `pow` too.
  private static func power(_ x: Double, _ exponent: Double) -> Double {
    if let whole = Int(exactly: exponent) { return Double.pow(x, whole) }
    return Double.pow(x, exponent)
  }

  private static func powerSlope(_ x: Double, _ exponent: Double) -> Double {
    exponent == 0 ? 0 : exponent * power(x, exponent - 1)
  }
}

// MARK: - The larger and the smaller

extension Tensor {
  /// The larger of two numbers at every place, spread like `+`; where both are equal each gets half the gradient.
  public func maximum(_ other: Tensor) -> Tensor {
    let function = PairFunction(
      name: "maximum",
      kernel: { ctk_maximum($0, $1, $2, $3) },
      value: { $0.isNaN || $1.isNaN ? .nan : max($0, $1) }
    )
    return extreme(function, other) { ($0, $1) }
  }

  /// The smaller of two numbers at every place, spread like `+`; where both are equal each gets half the gradient.
  public func minimum(_ other: Tensor) -> Tensor {
    let function = PairFunction(
      name: "minimum",
      kernel: { ctk_minimum($0, $1, $2, $3) },
      value: { $0.isNaN || $1.isNaN ? .nan : min($0, $1) }
    )
    return extreme(function, other) { ($1, $0) }
  }

  /// `order` puts the operand first that is taken where it is greater.
  private func extreme(
    _ function: PairFunction,
    _ other: Tensor,
    _ order: @escaping (Tensor, Tensor) -> (Tensor, Tensor)
  ) -> Tensor {
    let (a, b) = (detached, other.detached)
    return Self.recorded(function(a, b), from: [self, other]) { g in
      let (p, q) = order(a, b)
      let (r, s) = order(b, a)
      return [
        PairFunction.multiply(g, PairFunction.greaterShare(p, q)).summed(to: a.shape),
        PairFunction.multiply(g, PairFunction.greaterShare(r, s)).summed(to: b.shape),
      ]
    }
  }
}

extension PairFunction {
  /// 1 where the first is greater, 1/2 where both are equal, else 0.
  static let greaterShare = PairFunction(
    name: "maximum",
    kernel: { ctk_greater_share($0, $1, $2, $3) },
    value: { $0 > $1 ? 1 : $0 == $1 ? 0.5 : 0 }
  )
}
