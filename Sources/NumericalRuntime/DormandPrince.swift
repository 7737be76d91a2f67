import Foundation

/// Integrates y′ = f(t, y) with steps that keep a tolerance.
///
/// Runge–Kutta of order 5 with an embedded solution of order 4 whose distance estimates the error.
///
/// - Reference: Dormand & Prince (1980), J. Comput. Appl. Math. 6, table 2; step control as in Hairer, Nørsett &
///   Wanner (1993), Solving Ordinary Differential Equations I, eq. II.4.13.
public struct DormandPrince: Sendable {
  /// The share of a number that a step may be wrong by.
  public var relativeTolerance: Double
  /// What a step may be wrong by besides.
  public var absoluteTolerance: Double

  /// An integrator.
  public init(relativeTolerance: Double = 1e-8, absoluteTolerance: Double = 1e-10) {
    self.relativeTolerance = relativeTolerance
    self.absoluteTolerance = absoluteTolerance
  }

  /// The solution at given times, the first of which is the start's.
  ///
  /// - Parameters:
  ///   - start: y at the first time.
  ///   - times: in ascending order; each is reached by a step that ends there.
  ///   - derivative: f(t, y).
  /// - Returns: y at each of the times.
  /// - Precondition: the solution stays smooth; a step below 10⁻¹⁴ of the time stops the process.
  public func solve<Vector: SIMD>(
    from start: Vector,
    at times: [Double],
    _ derivative: (Double, Vector) -> Vector
  ) -> [Vector] where Vector.Scalar == Double {
    guard var time = times.first else { return [] }
    var (y, slope) = (start, derivative(time, start))
    var step = 1e-3
    var solution = [start]
    for target in times.dropFirst() {
      while time < target {
        let isLast = time + 1.01 * step >= target
        let size = isLast ? target - time : step
        let trial = Self.step(time, y, slope, size, derivative)
        let error = errorNorm(trial.error, y, trial.y)
        if error <= 1 {
          (time, y, slope) = (isLast ? target : time + size, trial.y, trial.slope)
        }
        let factor = error > 0 ? min(10, max(0.2, 0.9 * pow(error, -0.2))) : 10
        // A step cut short by its target tells little about how long the next may be.
        step = isLast && error <= 1 ? max(step, size * factor) : size * factor
        precondition(step > 1e-14 * abs(time), "DormandPrince: no step is small enough at \(time)")
      }
      solution.append(y)
    }
    return solution
  }

  private func errorNorm<Vector: SIMD>(_ error: Vector, _ a: Vector, _ b: Vector) -> Double
  where Vector.Scalar == Double {
    var sum = 0.0
    for i in a.indices {
      let scale = absoluteTolerance + relativeTolerance * max(abs(a[i]), abs(b[i]))
      sum += (error[i] / scale) * (error[i] / scale)
    }
    return (sum / Double(Vector.scalarCount)).squareRoot()
  }

  /// One step: the solution, the derivative there, and the difference of the two solutions.
  private static func step<Vector: SIMD>(
    _ t: Double,
    _ y: Vector,
    _ k1: Vector,
    _ h: Double,
    _ f: (Double, Vector) -> Vector
  ) -> (y: Vector, slope: Vector, error: Vector) where Vector.Scalar == Double {
    let k2 = f(t + h / 5, y + (h / 5) * k1)
    let s3 = (3.0 / 40) * k1 + (9.0 / 40) * k2
    let k3 = f(t + h * 3 / 10, y + h * s3)
    let s4 = (44.0 / 45) * k1 - (56.0 / 15) * k2 + (32.0 / 9) * k3
    let k4 = f(t + h * 4 / 5, y + h * s4)
    let s5 = (19372.0 / 6561) * k1 - (25360.0 / 2187) * k2
    let k5 = f(t + h * 8 / 9, y + h * (s5 + (64448.0 / 6561) * k3 - (212.0 / 729) * k4))
    let s6 = (9017.0 / 3168) * k1 - (355.0 / 33) * k2 + (46732.0 / 5247) * k3
    let k6 = f(t + h, y + h * (s6 + (49.0 / 176) * k4 - (5103.0 / 18656) * k5))
    let s7 = (35.0 / 384) * k1 + (500.0 / 1113) * k3 + (125.0 / 192) * k4
    let next = y + h * (s7 - (2187.0 / 6784) * k5 + (11.0 / 84) * k6)
    let k7 = f(t + h, next)
    let e1 = (71.0 / 57600) * k1 - (71.0 / 16695) * k3 + (71.0 / 1920) * k4
    let e2 = (-17253.0 / 339200) * k5 + (22.0 / 525) * k6 - (1.0 / 40) * k7
    return (next, k7, h * (e1 + e2))
  }
}
