import Foundation

/// A rectangular fault in the local frame, with the point where its rupture begins.
///
/// Places on it are counted in metres along strike from its middle and down dip from its top edge.
public struct FaultPlane: Hashable, Sendable {
  /// The middle of the top edge in the local frame, in metres.
  public let topCenter: LocalPoint
  /// The length along strike and the width down dip, in m.
  public let length, width: Double
  /// Strike and dip in degrees; see ``NodalPlane``.
  public let strike, dip: Double
  /// Where the rupture begins, along strike from the middle and down dip from the top edge, in m.
  public let hypocenterAlongStrike, hypocenterDownDip: Double
  /// The axes of the local frame.
  public let frame: LocalFrame

  /// A fault from the middle of its top edge.
  ///
  /// - Parameters:
  ///   - topCenter: the middle of the top edge in the local frame, in m; its z is the top depth.
  ///   - length: the length along strike in m.
  ///   - width: the width down dip in m.
  ///   - strike: the strike in degrees clockwise from north.
  ///   - dip: the dip in degrees.
  ///   - hypocenterAlongStrike: the hypocenter's distance along strike from the middle, in m.
  ///   - hypocenterDownDip: the hypocenter's distance down dip from the top edge, in m.
  ///   - frame: the axes of the local frame.
  /// - Throws: ``SourceError`` if a size or an angle is impossible, if the hypocenter lies outside the fault
  ///   or if the fault would stand out of the ground.
  public init(
    topCenter: LocalPoint,
    length: Double,
    width: Double,
    strike: Double,
    dip: Double,
    hypocenterAlongStrike: Double,
    hypocenterDownDip: Double,
    frame: LocalFrame = LocalFrame()
  ) throws(SourceError) {
    self.length = try requirePositive(length, "length of the fault", unit: "m")
    self.width = try requirePositive(width, "width of the fault", unit: "m")
    let plane = try NodalPlane(strike: strike, dip: dip, rake: 0)
    (self.strike, self.dip) = (plane.strike, plane.dip)
    self.hypocenterAlongStrike = try require(
      hypocenterAlongStrike,
      "hypocenter along strike",
      in: (-0.5 * length)...(0.5 * length),
      unit: "m",
      remedy: "it is counted from the middle of the fault"
    )
    self.hypocenterDownDip = try require(
      hypocenterDownDip,
      "hypocenter down dip",
      in: 0...width,
      unit: "m",
      remedy: "it is counted from the top edge of the fault"
    )
    for (name, value) in [("x", topCenter.x), ("y", topCenter.y)] {
      _ = try requireFinite(value, "\(name) of the top edge")
    }
    _ = try require(
      topCenter.z,
      "top depth of the fault",
      in: 0...1e6,
      unit: "m",
      remedy: "make the fault narrower or move its hypocenter down"
    )
    self.topCenter = topCenter
    self.frame = frame
  }

  /// A fault from its hypocenter in the local frame, which lies `hypocenterAlongStrike` from its middle and
  /// `hypocenterDownDip` from its top edge (m); the rest as in the other initializer.
  public init(
    hypocenter: LocalPoint,
    length: Double,
    width: Double,
    strike: Double,
    dip: Double,
    hypocenterAlongStrike: Double,
    hypocenterDownDip: Double,
    frame: LocalFrame = LocalFrame()
  ) throws(SourceError) {
    let axes = Self.axes(strike: strike, dip: dip, frame: frame)
    let (s, d) = (hypocenterAlongStrike, hypocenterDownDip)
    let top = LocalPoint(
      x: hypocenter.x - s * axes.along.x - d * axes.down.x,
      y: hypocenter.y - s * axes.along.y - d * axes.down.y,
      // Rounding must not lift a fault that reaches the surface out of the ground.
      z: abs(hypocenter.z - d * axes.down.z) < 1e-6 ? 0 : hypocenter.z - d * axes.down.z
    )
    try self.init(
      topCenter: top,
      length: length,
      width: width,
      strike: strike,
      dip: dip,
      hypocenterAlongStrike: s,
      hypocenterDownDip: d,
      frame: frame
    )
  }

  /// The point of the local frame at a place on the fault, in metres.
  public func point(alongStrike: Double, downDip: Double) -> LocalPoint {
    let axes = Self.axes(strike: strike, dip: dip, frame: frame)
    return LocalPoint(
      x: topCenter.x + alongStrike * axes.along.x + downDip * axes.down.x,
      y: topCenter.y + alongStrike * axes.along.y + downDip * axes.down.y,
      z: topCenter.z + downDip * axes.down.z
    )
  }

  /// The hypocenter in the local frame, in metres.
  public var hypocenter: LocalPoint {
    point(alongStrike: hypocenterAlongStrike, downDip: hypocenterDownDip)
  }

  /// The unit vectors along strike and down dip.
  private static func axes(
    strike: Double,
    dip: Double,
    frame: LocalFrame
  ) -> (along: (x: Double, y: Double, z: Double), down: (x: Double, y: Double, z: Double)) {
    let (phi, delta) = (strike * .pi / 180, dip * .pi / 180)
    return (
      frame.components(north: cos(phi), east: sin(phi), down: 0),
      frame.components(
        north: -sin(phi) * cos(delta),
        east: cos(phi) * cos(delta),
        down: sin(delta)
      )
    )
  }
}
