import CTensorKernels
import RealModule

extension Tensor {
  /// The hyperbolic tangent of every number.
  public func tanh() -> Tensor {
    mapped(
      ElementwiseFunction(
        kept: .output,
        kernel: { ctk_tanh($0, $1, $2) },
        gradientKernel: { ctk_tanh_gradient($0, $1, $2, $3) },
        value: { Double.tanh($0) },
        gradient: { y, g in g * (1 - y * y) }
      )
    )
  }

  /// 1 / (1 + e⁻ˣ) of every number.
  public func sigmoid() -> Tensor {
    mapped(
      ElementwiseFunction(
        kept: .output,
        kernel: { ctk_sigmoid($0, $1, $2) },
        gradientKernel: { ctk_sigmoid_gradient($0, $1, $2, $3) },
        value: { 1 / (1 + Double.exp(-$0)) },
        gradient: { y, g in g * y * (1 - y) }
      )
    )
  }

  /// Every number, zero where it is negative; the gradient is 0 at zero.
  public func relu() -> Tensor {
    mapped(
      ElementwiseFunction(
        kept: .output,
        kernel: { ctk_relu($0, $1, $2) },
        gradientKernel: { ctk_relu_gradient($0, $1, $2, $3) },
        value: { $0 < 0 ? 0 : $0 },
        gradient: { y, g in y > 0 ? g : 0 }
      )
    )
  }

  /// Every number, times `slope` where it is not positive.
  public func leakyReLU(slope: Double = 0.01) -> Tensor {
    mapped(
      ElementwiseFunction(
        kept: .input,
        kernel: { ctk_leaky_relu($0, $1, Float(slope), $2) },
        gradientKernel: { ctk_leaky_relu_gradient($0, $1, $2, Float(slope), $3) },
        value: { $0 > 0 ? $0 : slope * $0 },
        gradient: { x, g in x > 0 ? g : slope * g }
      )
    )
  }

  /// x Φ(x) with the distribution function Φ of the standard normal distribution, not an approximation of it
  /// (Hendrycks & Gimpel 2016).
  public func gelu() -> Tensor {
    mapped(
      ElementwiseFunction(
        kept: .input,
        kernel: { ctk_gelu($0, $1, $2) },
        gradientKernel: { ctk_gelu_gradient($0, $1, $2, $3) },
        value: { $0 * Self.normalDistribution($0) },
        gradient: { x, g in
          let density = Double.exp(-x * x / 2) / (2 * Double.pi).squareRoot()
          return g * (Self.normalDistribution(x) + x * density)
        }
      )
    )
  }

  /// x / (1 + e⁻ˣ) of every number.
  public func silu() -> Tensor {
    mapped(
      ElementwiseFunction(
        kept: .input,
        kernel: { ctk_silu($0, $1, $2) },
        gradientKernel: { ctk_silu_gradient($0, $1, $2, $3) },
        value: { $0 / (1 + Double.exp(-$0)) },
        gradient: { x, g in
          let s = 1 / (1 + Double.exp(-x))
          return g * s * (1 + x * (1 - s))
        }
      )
    )
  }

  /// ln(1 + eˣ) of every number.
  public func softplus() -> Tensor {
    mapped(
      ElementwiseFunction(
        kept: .input,
        kernel: { ctk_softplus($0, $1, $2) },
        gradientKernel: { ctk_softplus_gradient($0, $1, $2, $3) },
        value: { max($0, 0) + Double.log(onePlus: Double.exp(-$0.magnitude)) },
        gradient: { x, g in g / (1 + Double.exp(-x)) }
      )
    )
  }

  private static func normalDistribution(_ x: Double) -> Double {
    0.5 * Double.erfc(-x * 0.5.squareRoot())
  }
}
