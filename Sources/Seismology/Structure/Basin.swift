import Foundation

/// A sedimentary basin of simple shape with its own layers.
///
/// Its floor lies at `depth` · f(r), where r is the distance from its centre in units of the semi-axes:
/// r = 1 on the rim.
public struct Basin: Hashable, Sendable {
  /// The cross-section f(r) for r < 1.
  public enum Shape: String, Hashable, Sendable, CaseIterable {
    /// √(1 − r²): half an ellipsoid, with steep rims.
    case ellipsoid
    /// 1 − r².
    case paraboloid
    /// (1 + cos πr)/2: smooth at centre and rim.
    case cosine
    /// 1: a flat floor and vertical walls.
    case flat
  }

  /// Name, for messages.
  public var name: String
  /// Centre of the rim in the local frame, in metres; its z is left aside.
  public var center: LocalPoint
  /// Half the length and half the width of the rim, in metres.
  public var semiAxes: (major: Double, minor: Double) {
    get { (semiMajorAxis, semiMinorAxis) }
    set { (semiMajorAxis, semiMinorAxis) = newValue }
  }
  private var semiMajorAxis, semiMinorAxis: Double
  /// Azimuth of the first semi-axis in degrees clockwise from north.
  public var azimuth: Double
  /// Largest depth of the floor in metres.
  public var depth: Double
  /// The cross-section.
  public var shape: Shape
  /// What fills the basin, by depth below the surface.
  public var filling: LayeredModel

  /// A basin from its geometry (metres, degrees clockwise from north) and its filling.
  public init(
    name: String = "",
    center: LocalPoint,
    semiAxes: (major: Double, minor: Double),
    azimuth: Double = 90,
    depth: Double,
    shape: Shape = .ellipsoid,
    filling: LayeredModel
  ) {
    self.name = name
    self.center = center
    (semiMajorAxis, semiMinorAxis) = semiAxes
    self.azimuth = azimuth
    self.depth = depth
    self.shape = shape
    self.filling = filling
  }

  func validate(index: Int) throws(VelocityModelError) {
    let place = name.isEmpty ? "basin \(index + 1)" : "basin \(name)"
    let lengths = [
      ("first semi-axis", semiMajorAxis), ("second semi-axis", semiMinorAxis), ("depth", depth),
    ]
    for (quantity, value) in lengths {
      guard value.isFinite else { throw .notFinite(place: place, quantity: quantity, value: value) }
      guard value > 0 else {
        throw .parameterOutOfRange(
          name: "\(place): \(quantity)",
          value: value,
          allowed: "greater than zero (metres)"
        )
      }
    }
    for (quantity, value) in [("x", center.x), ("y", center.y), ("azimuth", azimuth)] {
      guard value.isFinite else { throw .notFinite(place: place, quantity: quantity, value: value) }
    }
  }
}

/// A model with basins laid over it.
///
/// Where basins overlap, the later one covers the earlier.
public struct BasinModel: VelocityModel {
  /// The model outside the basins.
  public let base: any VelocityModel
  /// The basins.
  public let basins: [Basin]
  private let outlines: [BasinOutline]

  /// A model with basins.
  ///
  /// - Parameters:
  ///   - base: the model outside them.
  ///   - basins: the basins, in metres of the frame.
  ///   - frame: the orientation of the local axes against which azimuths are turned.
  /// - Throws: ``VelocityModelError`` if a length is not positive and finite.
  public init(
    base: any VelocityModel,
    basins: [Basin],
    frame: LocalFrame = LocalFrame()
  ) throws(VelocityModelError) {
    for (index, basin) in basins.enumerated() { try basin.validate(index: index) }
    self.base = base
    self.basins = basins
    outlines = basins.map { BasinOutline($0, frame: frame) }
  }

  /// The material of the topmost basin that holds a point, or of the base.
  public func material(at point: LocalPoint) -> Material {
    for index in outlines.indices.reversed() where outlines[index].contains(point) {
      return basins[index].filling.material(atDepth: point.z)
    }
    return base.material(at: point)
  }

  /// The depth in metres of the floor of the deepest basin below a place; 0 outside all of them.
  public func basinDepth(x: Double, y: Double) -> Double {
    outlines.map { $0.floor(x: x, y: y) }.max() ?? 0
  }
}

/// A basin's geometry, made ready for many questions.
private struct BasinOutline: Sendable {
  private let x, y, depth: Double
  /// Unit vectors of the semi-axes in local (x, y), divided by their lengths.
  private let major, minor: SIMD2<Double>
  private let shape: Basin.Shape

  init(_ basin: Basin, frame: LocalFrame) {
    (x, y, depth, shape) = (basin.center.x, basin.center.y, basin.depth, basin.shape)
    // Through LocalFrame, so that multiples of 90° are exact.
    let axes = LocalFrame(xAzimuth: basin.azimuth)
    func local(_ axis: (north: Double, east: Double)) -> SIMD2<Double> {
      SIMD2(
        axis.north * frame.xAxis.north + axis.east * frame.xAxis.east,
        axis.north * frame.yAxis.north + axis.east * frame.yAxis.east
      )
    }
    major = local(axes.xAxis) / basin.semiAxes.major
    minor = local(axes.yAxis) / basin.semiAxes.minor
  }

  func floor(x px: Double, y py: Double) -> Double {
    let offset = SIMD2(px - x, py - y)
    let (a, b) = ((offset * major).sum(), (offset * minor).sum())
    let squared = a * a + b * b
    guard squared < 1 else { return 0 }
    switch shape {
    case .ellipsoid: return depth * (1 - squared).squareRoot()
    case .paraboloid: return depth * (1 - squared)
    case .cosine: return depth * (1 + cos(.pi * squared.squareRoot())) / 2
    case .flat: return depth
    }
  }

  func contains(_ point: LocalPoint) -> Bool {
    point.z < depth && point.z < floor(x: point.x, y: point.y)
  }
}
