/// A vector as (north, east, down).
struct Vector: Hashable, Sendable {
  var north, east, down: Double

  func dot(_ other: Vector) -> Double {
    north * other.north + east * other.east + down * other.down
  }

  /// The vector of length one in the same direction.
  var unit: Vector { self * (1 / dot(self).squareRoot()) }

  static func + (left: Vector, right: Vector) -> Vector {
    Vector(
      north: left.north + right.north,
      east: left.east + right.east,
      down: left.down + right.down
    )
  }

  static func - (left: Vector, right: Vector) -> Vector { left + right * -1 }

  static func * (vector: Vector, factor: Double) -> Vector {
    Vector(north: vector.north * factor, east: vector.east * factor, down: vector.down * factor)
  }
}
