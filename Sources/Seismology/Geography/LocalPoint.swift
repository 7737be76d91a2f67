/// A position in the local Cartesian frame, in metres.
///
/// x and y are horizontal along the axes of a ``LocalFrame`` (by default x east and y north); z points
/// down from the free surface at z = 0.
public struct LocalPoint: Hashable, Sendable {
  /// Distance along the first horizontal axis, in metres.
  public var x: Double
  /// Distance along the second horizontal axis, in metres.
  public var y: Double
  /// Depth below the free surface, in metres.
  public var z: Double

  /// A point from its coordinates in metres.
  public init(x: Double, y: Double, z: Double) {
    self.x = x
    self.y = y
    self.z = z
  }
}
