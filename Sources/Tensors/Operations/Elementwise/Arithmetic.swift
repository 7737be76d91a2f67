import CTensorKernels

/// A function of two numbers, in both precisions.
struct PairFunction: Sendable {
  /// As error messages name it.
  var name: String
  var kernel: BroadcastPlan.RowKernel<Float>
  var value: @Sendable (Double, Double) -> Double

  static let add = PairFunction(name: "+", kernel: { ctk_add($0, $1, $2, $3) }, value: { $0 + $1 })
  static let subtract = PairFunction(
    name: "-",
    kernel: { ctk_subtract($0, $1, $2, $3) },
    value: { $0 - $1 }
  )
  static let multiply = PairFunction(
    name: "*",
    kernel: { ctk_multiply($0, $1, $2, $3) },
    value: { $0 * $1 }
  )
  static let divide = PairFunction(
    name: "/",
    kernel: { ctk_divide($0, $1, $2, $3) },
    value: { $0 / $1 }
  )

  /// The function of a plan's operands.
  func callAsFunction(_ plan: BroadcastPlan) -> Tensor {
    switch plan.a.scalarType {
    case .float32: return plan.result(kernel)
    case .float64:
      let value = value
      return plan.result { (rows, a: UnsafePointer<Double>, b: UnsafePointer<Double>, y) in
        for r in 0..<rows.rows {
          let (a, b) = (a + r * rows.a_row, b + r * rows.b_row)
          let y = y + r * rows.n
          for i in 0..<rows.n { y[i] = value(a[i * rows.a_column], b[i * rows.b_column]) }
        }
      }
    }
  }

  /// The function of two tensors, spread over each other, off the tape.
  func callAsFunction(_ a: Tensor, _ b: Tensor) -> Tensor { self(BroadcastPlan(name, a, b)) }

  /// The function of a tensor and a number, off the tape.
  func callAsFunction(_ a: Tensor, _ b: Double) -> Tensor { self(a, Tensor(b, a.scalarType)) }

  /// The function of a number and a tensor, off the tape.
  func callAsFunction(_ a: Double, _ b: Tensor) -> Tensor { self(Tensor(a, b.scalarType), b) }
}

extension Tensor {
  /// Sum, number by number; shapes are aligned at their last axes and extents of 1 spread, as in NumPy.
  public static func + (a: Tensor, b: Tensor) -> Tensor {
    let (shapeA, shapeB) = (a.isTracked ? a.shape : nil, b.isTracked ? b.shape : nil)
    return recorded(PairFunction.add(a, b), from: [a, b]) { g in
      [shapeA.map(g.summed(to:)), shapeB.map(g.summed(to:))]
    }
  }

  /// Difference, number by number, spread like ``+(_:_:)-(Tensor,Tensor)``.
  public static func - (a: Tensor, b: Tensor) -> Tensor {
    let (shapeA, shapeB) = (a.isTracked ? a.shape : nil, b.isTracked ? b.shape : nil)
    return recorded(PairFunction.subtract(a, b), from: [a, b]) { g in
      [shapeA.map(g.summed(to:)), shapeB.map { -g.summed(to: $0) }]
    }
  }

  /// Product, number by number, spread like ``+(_:_:)-(Tensor,Tensor)``.
  public static func * (a: Tensor, b: Tensor) -> Tensor {
    let (shapeA, shapeB) = (a.isTracked ? a.shape : nil, b.isTracked ? b.shape : nil)
    let (keptA, keptB) = (b.isTracked ? a.detached : nil, a.isTracked ? b.detached : nil)
    return recorded(PairFunction.multiply(a, b), from: [a, b]) { g in
      [
        shapeA.flatMap { shape in keptB.map { PairFunction.multiply(g, $0).summed(to: shape) } },
        shapeB.flatMap { shape in keptA.map { PairFunction.multiply(g, $0).summed(to: shape) } },
      ]
    }
  }

  /// Quotient, number by number, spread like ``+(_:_:)-(Tensor,Tensor)``.
  public static func / (a: Tensor, b: Tensor) -> Tensor {
    let quotient = PairFunction.divide(a, b)
    let (shapeA, shapeB) = (a.isTracked ? a.shape : nil, b.isTracked ? b.shape : nil)
    let divisor = b.detached
    return recorded(quotient, from: [a, b]) { g in
      let scaled = PairFunction.divide(g, divisor)
      return [
        shapeA.map { scaled.summed(to: $0) },
        shapeB.map { -PairFunction.multiply(scaled, quotient).summed(to: $0) },
      ]
    }
  }

  /// The opposite of every number.
  public static prefix func - (x: Tensor) -> Tensor { x * -1.0 }

  /// Adds and assigns.
  public static func += (a: inout Tensor, b: Tensor) { a = a + b }
  /// Subtracts and assigns.
  public static func -= (a: inout Tensor, b: Tensor) { a = a - b }
  /// Multiplies and assigns.
  public static func *= (a: inout Tensor, b: Tensor) { a = a * b }
  /// Divides and assigns.
  public static func /= (a: inout Tensor, b: Tensor) { a = a / b }

  /// The sum of this tensor over the axes along which one of shape `shape` was spread: the gradient of spreading.
  func summed(to target: [Int]) -> Tensor {
    guard shape != target else { return self }
    let own = BroadcastPlan.aligned(target, to: rank)
    let axes = own.indices.filter { own[$0] == 1 && shape[$0] != 1 }
    return sum(axes: axes, keepingDimensions: true).rowMajor.reshaped(target)
  }
}

// MARK: - Numbers on either side

extension Tensor {
  /// Adds a number to every number.
  public static func + (a: Tensor, b: Double) -> Tensor {
    recorded(PairFunction.add(a, b), from: [a]) { [$0] }
  }
  /// Adds a number to every number.
  public static func + (a: Double, b: Tensor) -> Tensor { b + a }
  /// Subtracts a number from every number.
  public static func - (a: Tensor, b: Double) -> Tensor {
    recorded(PairFunction.subtract(a, b), from: [a]) { [$0] }
  }
  /// Subtracts every number from a number.
  public static func - (a: Double, b: Tensor) -> Tensor {
    recorded(PairFunction.subtract(a, b), from: [b]) { [-$0] }
  }
  /// Multiplies every number by a number.
  public static func * (a: Tensor, b: Double) -> Tensor {
    recorded(PairFunction.multiply(a, b), from: [a]) { [PairFunction.multiply($0, b)] }
  }
  /// Multiplies every number by a number.
  public static func * (a: Double, b: Tensor) -> Tensor { b * a }
  /// Divides every number by a number.
  public static func / (a: Tensor, b: Double) -> Tensor {
    recorded(PairFunction.divide(a, b), from: [a]) { [PairFunction.divide($0, b)] }
  }
  /// Divides a number by every number.
  public static func / (a: Double, b: Tensor) -> Tensor {
    let quotient = PairFunction.divide(a, b)
    let divisor = b.detached
    return recorded(quotient, from: [b]) { g in
      [-PairFunction.multiply(PairFunction.divide(g, divisor), quotient)]
    }
  }

  /// Adds a number to every number.
  @_disfavoredOverload public static func + (a: Tensor, b: Float) -> Tensor { a + Double(b) }
  /// Adds a number to every number.
  @_disfavoredOverload public static func + (a: Float, b: Tensor) -> Tensor { Double(a) + b }
  /// Subtracts a number from every number.
  @_disfavoredOverload public static func - (a: Tensor, b: Float) -> Tensor { a - Double(b) }
  /// Subtracts every number from a number.
  @_disfavoredOverload public static func - (a: Float, b: Tensor) -> Tensor { Double(a) - b }
  /// Multiplies every number by a number.
  @_disfavoredOverload public static func * (a: Tensor, b: Float) -> Tensor { a * Double(b) }
  /// Multiplies every number by a number.
  @_disfavoredOverload public static func * (a: Float, b: Tensor) -> Tensor { Double(a) * b }
  /// Divides every number by a number.
  @_disfavoredOverload public static func / (a: Tensor, b: Float) -> Tensor { a / Double(b) }
  /// Divides a number by every number.
  @_disfavoredOverload public static func / (a: Float, b: Tensor) -> Tensor { Double(a) / b }
}

extension PairFunction {
  /// 1 where both are equal, else 0.
  static let equal = PairFunction(
    name: "equal",
    kernel: { ctk_equal($0, $1, $2, $3) },
    value: { $0 == $1 ? 1 : 0 }
  )
}
