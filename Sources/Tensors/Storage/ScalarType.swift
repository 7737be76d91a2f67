import NumericalRuntime
public import RealModule

/// What a tensor holds: single precision everywhere, double where gradients are verified.
public enum ScalarType: String, Hashable, Sendable {
  /// 32-bit floats, the working precision.
  case float32
  /// 64-bit floats: slower, not tuned, for checks.
  case float64

  /// The bytes of one number.
  public var byteCount: Int { self == .float32 ? 4 : 8 }
}

/// A number that tensors can hold.
public protocol TensorScalar: BinaryFloatingPoint, Real, Sendable {
  /// The name of this type for tensors.
  static var scalarType: ScalarType { get }
}

extension Float: TensorScalar {
  /// Single precision.
  public static var scalarType: ScalarType { .float32 }
}

extension Double: TensorScalar {
  /// Double precision.
  public static var scalarType: ScalarType { .float64 }
}

extension Tensor {
  /// Stops where two operands differ in precision.
  static func requireOnePrecision(_ operation: String, _ a: Tensor, _ b: Tensor) {
    require(
      a.scalarType == b.scalarType,
      "\(operation): \(a.scalarType) \(a.shape) and \(b.scalarType) \(b.shape) differ in precision; "
        + "cast one of them"
    )
  }
}
