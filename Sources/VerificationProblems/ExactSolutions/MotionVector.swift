public import Seismology

/// Ground motion at one place and time as (east, north, up), in the unit of the quantity.
public struct MotionVector: Hashable, Sendable {
  /// The component towards east; north and up likewise.
  public var east, north, up: Double

  /// A vector from its components.
  public init(east: Double, north: Double, up: Double) {
    self.east = east
    self.north = north
    self.up = up
  }

  /// A vector of north, east, down components.
  init(_ vector: SIMD3<Double>) {
    self.init(east: vector.y, north: vector.x, up: -vector.z)
  }
}

/// An exact solution that gives the ground velocity anywhere at any time.
public protocol ExactGroundMotion: Sendable {
  /// The particle velocity in m/s at a place of the local frame (x east, y north, z down), in seconds
  /// after the origin time.
  func velocity(at place: LocalPoint, time: Double) -> MotionVector
}
