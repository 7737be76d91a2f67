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
  /// The share of the radius, 0...1, over which the filling turns into its surroundings at the rim.
  ///
  /// With the taper w, the filling has the weight 1 for r ≤ 1 − w and (1 + cos(π (r − 1 + w)/w))/2 beyond;
  /// velocities, density and 1/Q are linear in it. Zero keeps the rim sharp.
  public var edgeTaper: Double

  /// A basin from its geometry (metres, degrees clockwise from north) and its filling.
  public init(
    name: String = "",
    center: LocalPoint,
    semiAxes: (major: Double, minor: Double),
    azimuth: Double = 90,
    depth: Double,
    shape: Shape = .ellipsoid,
    filling: LayeredModel,
    edgeTaper: Double = 0
  ) {
    self.name = name
    self.center = center
    (semiMajorAxis, semiMinorAxis) = semiAxes
    self.azimuth = azimuth
    self.depth = depth
    self.shape = shape
    self.filling = filling
    self.edgeTaper = edgeTaper
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
    guard (0...1).contains(edgeTaper) else {
      throw .parameterOutOfRange(name: "\(place): edge taper", value: edgeTaper, allowed: "0...1")
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
  private let frame: LocalFrame

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
    self.frame = frame
    outlines = basins.map { BasinOutline($0, frame: frame) }
  }

  /// The material of the topmost basin that holds a point, or of the base.
  public func material(at point: LocalPoint) -> Material {
    material(at: point, amongFirst: basins.count)
  }

  private func material(at point: LocalPoint, amongFirst count: Int) -> Material {
    for index in (0..<count).reversed() {
      let share = outlines[index].share(at: point)
      guard share > 0 else { continue }
      let filling = basins[index].filling.material(atDepth: point.z)
      guard share < 1 else { return filling }
      return material(at: point, amongFirst: index).interpolated(to: filling, fraction: share)
    }
    return base.material(at: point)
  }

  /// The same basins in the base with other random numbers; nil if nothing in it is random.
  public func realised(seed: UInt64) throws(VelocityModelError) -> (any VelocityModel)? {
    guard let other = try base.realised(seed: seed) else { return nil }
    return try BasinModel(base: other, basins: basins, frame: frame)
  }

  /// The depth in metres of the floor of the deepest basin below a place; 0 outside all of them.
  public func basinDepth(x: Double, y: Double) -> Double {
    outlines.map { $0.floor(x: x, y: y) }.max() ?? 0
  }
}

/// A basin's geometry, made ready for many questions.
private struct BasinOutline: Sendable {
  private let x, y, depth, taper: Double
  /// Unit vectors of the semi-axes in local (x, y), divided by their lengths.
  private let major, minor: SIMD2<Double>
  private let shape: Basin.Shape

  init(_ basin: Basin, frame: LocalFrame) {
    (x, y, depth, shape) = (basin.center.x, basin.center.y, basin.depth, basin.shape)
    taper = basin.edgeTaper
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

  /// The square of the distance from the centre in units of the semi-axes.
  private func squaredRadius(_ px: Double, _ py: Double) -> Double {
    let offset = SIMD2(px - x, py - y)
    let (a, b) = ((offset * major).sum(), (offset * minor).sum())
    return a * a + b * b
  }

  func floor(x px: Double, y py: Double) -> Double { floor(squaredRadius(px, py)) }

  private func floor(_ squared: Double) -> Double {
    guard squared < 1 else { return 0 }
    switch shape {
    case .ellipsoid: return depth * (1 - squared).squareRoot()
    case .paraboloid: return depth * (1 - squared)
    case .cosine: return depth * (1 + cos(.pi * squared.squareRoot())) / 2
    case .flat: return depth
    }
  }

  /// The weight of the filling at a point: 0 outside, 1 inside, between them in the taper.
  func share(at point: LocalPoint) -> Double {
    guard point.z < depth else { return 0 }
    let squared = squaredRadius(point.x, point.y)
    guard squared < 1, point.z < floor(squared) else { return 0 }
    let beyond = squared.squareRoot() - (1 - taper)
    return taper > 0 && beyond > 0 ? (1 + cos(.pi * beyond / taper)) / 2 : 1
  }
}
