import Foundation

/// The dimensionless response of the surface in ``LambSurfaceForce``.
struct LambKernel: Sendable {
  /// a = β/α.
  let velocityRatio: Double
  /// κ_1 = β / c_R.
  let rayleighSlowness: Double
  private let rayleighWeight: Double
  private let bodyRoots: [(square: Complex, weight: Complex)]

  var poissonRatio: Double {
    let square = velocityRatio * velocityRatio
    return (1 - 2 * square) / (2 - 2 * square)
  }

  init(velocityRatio a: Double) {
    precondition(a > 0 && a < 0.75.squareRoot(), "β/α = \(a) must lie between 0 and √¾")
    velocityRatio = a
    let square = a * a
    // −16 (1 − a²) x³ + 8 (3 − 2a²) x² − 8 x + 1 = 0 with x = κ²
    let leading = -16 * (1 - square)
    let (c2, c1, c0) = (8 * (3 - 2 * square) / leading, -8 / leading, 1 / leading)
    let x1 = Self.largestRoot(c2: c2, c1: c1, c0: c0)
    rayleighSlowness = x1.squareRoot()
    // Deflation: x² + p x + q
    let p = c2 + x1
    let q = c1 + x1 * p
    let root = Complex(p * p / 4 - q, 0).squareRoot
    let x2 = Complex(-p / 2, 0) + root
    let x3 = Complex(-p / 2, 0) - root
    func weight(_ x: Complex, _ other: Complex) -> Complex {
      let half = x - Complex(0.5, 0)
      let numerator = half * half * (Complex(square, 0) - x).squareRoot
      return numerator / ((x - Complex(x1, 0)) * (x - other))
    }
    bodyRoots = [(x2, weight(x2, x3)), (x3, weight(x3, x2))]
    let product = (Complex(x1, 0) - x2) * (Complex(x1, 0) - x3)
    rayleighWeight = (x1 - 0.5) * (x1 - 0.5) * (x1 - square).squareRoot() / product.real
  }

  /// The response at τ = κ_1 sin(angle), times dτ/d(angle); 1 is the static response.
  func weighted(atAngle angle: Double) -> Double {
    let jacobian = rayleighSlowness * cos(angle)
    let tau = rayleighSlowness * sin(angle)
    guard tau < 1 else { return jacobian - rayleighWeight }
    var body = Complex(0, 0)
    for root in bodyRoots {
      body = body + root.weight / (Complex(tau * tau, 0) - root.square).squareRoot
    }
    return 0.5 * (jacobian * (1 - body.real) - rayleighWeight)
  }

  /// The largest real root of x³ + c2 x² + c1 x + c0, by Newton's method from above.
  private static func largestRoot(c2: Double, c1: Double, c0: Double) -> Double {
    // The Rayleigh root lies between 1 and 1.32 (c_R / β between 0.87 and 0.96).
    var x = 2.0
    for _ in 0..<60 {
      let value = ((x + c2) * x + c1) * x + c0
      let slope = (3 * x + 2 * c2) * x + c1
      x -= value / slope
    }
    return x
  }
}

/// A complex number, as far as the Rayleigh roots need it.
struct Complex: Sendable {
  var real, imaginary: Double

  init(_ real: Double, _ imaginary: Double) {
    self.real = real
    self.imaginary = imaginary
  }

  /// The principal square root.
  var squareRoot: Complex {
    let modulus = (real * real + imaginary * imaginary).squareRoot()
    let first = ((modulus + real) / 2).squareRoot()
    let second = ((modulus - real) / 2).squareRoot()
    return Complex(first, imaginary < 0 ? -second : second)
  }

  static func + (a: Complex, b: Complex) -> Complex {
    Complex(a.real + b.real, a.imaginary + b.imaginary)
  }

  static func - (a: Complex, b: Complex) -> Complex {
    Complex(a.real - b.real, a.imaginary - b.imaginary)
  }

  static func * (a: Complex, b: Complex) -> Complex {
    Complex(
      a.real * b.real - a.imaginary * b.imaginary,
      a.real * b.imaginary + a.imaginary * b.real
    )
  }

  static func / (a: Complex, b: Complex) -> Complex {
    let norm = b.real * b.real + b.imaginary * b.imaginary
    return Complex(
      (a.real * b.real + a.imaginary * b.imaginary) / norm,
      (a.imaginary * b.real - a.real * b.imaginary) / norm
    )
  }
}
