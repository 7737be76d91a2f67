import Foundation

extension MomentTensor {
  /// A principal axis: an eigenvalue of the tensor and the direction that belongs to it.
  public struct PrincipalAxis: Hashable, Sendable {
    /// The moment along the axis in N·m, positive in tension.
    public let moment: Double
    /// The azimuth of its downward end in degrees clockwise from north, 0 up to 360.
    public let azimuth: Double
    /// Its plunge below the horizontal in degrees, 0 to 90.
    public let plunge: Double

    let direction: Vector

    init(moment: Double, direction: Vector) {
      self.moment = moment
      self.direction = direction.down < 0 ? direction * -1 : direction
      let degree = 180 / Double.pi
      let angle = atan2(self.direction.east, self.direction.north) * degree
      azimuth = angle < 0 ? angle + 360 : angle
      plunge = asin(min(1, self.direction.down)) * degree
    }
  }

  /// The axes of tension, null and pressure, by descending moment.
  public var principalAxes: (tension: PrincipalAxis, null: PrincipalAxis, pressure: PrincipalAxis) {
    var axes = SymmetricEigenproblem.solve(self).map {
      PrincipalAxis(moment: $0.value, direction: $0.direction)
    }
    axes.sort { $0.moment > $1.moment }
    return (axes[0], axes[1], axes[2])
  }

  /// The two planes of the best double couple, the one whose tension and pressure axes are the tensor's.
  public var nodalPlanes: (first: NodalPlane, second: NodalPlane) {
    let axes = principalAxes
    let normal = axes.tension.direction + axes.pressure.direction
    let slip = axes.tension.direction - axes.pressure.direction
    return (NodalPlane(normal: normal, slip: slip), NodalPlane(normal: slip, slip: normal))
  }
}

/// Eigenvalues and eigenvectors of a symmetric 3 × 3 matrix by Jacobi rotations.
///
/// Reference: Golub & Van Loan (2013), *Matrix Computations*, section 8.5.
enum SymmetricEigenproblem {
  static func solve(_ tensor: MomentTensor) -> [(value: Double, direction: Vector)] {
    var a = [
      [tensor.nn, tensor.ne, tensor.nd], [tensor.ne, tensor.ee, tensor.ed],
      [tensor.nd, tensor.ed, tensor.dd],
    ]
    var v = [[1.0, 0, 0], [0, 1.0, 0], [0, 0, 1.0]]
    // Convergence is quadratic: five sweeps reach rounding, the rest is margin.
    for _ in 0..<12 {
      for (p, q) in [(0, 1), (0, 2), (1, 2)] where a[p][q] != 0 {
        rotate(&a, &v, p, q)
      }
    }
    return (0..<3).map { column in
      (a[column][column], Vector(north: v[0][column], east: v[1][column], down: v[2][column]))
    }
  }

  private static func rotate(_ a: inout [[Double]], _ v: inout [[Double]], _ p: Int, _ q: Int) {
    let tau = (a[q][q] - a[p][p]) / (2 * a[p][q])
    let t = (tau < 0 ? -1 : 1) / (abs(tau) + (1 + tau * tau).squareRoot())
    let c = 1 / (1 + t * t).squareRoot()
    let s = t * c
    for k in 0..<3 {
      (a[k][p], a[k][q]) = (c * a[k][p] - s * a[k][q], s * a[k][p] + c * a[k][q])
    }
    for k in 0..<3 {
      (a[p][k], a[q][k]) = (c * a[p][k] - s * a[q][k], s * a[p][k] + c * a[q][k])
      (v[k][p], v[k][q]) = (c * v[k][p] - s * v[k][q], s * v[k][p] + c * v[k][q])
    }
    (a[p][q], a[q][p]) = (0, 0)
  }
}
