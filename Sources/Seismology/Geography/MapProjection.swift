import CPROJ
import Foundation
import Synchronization

/// Geographic ↔ local metres, by a transverse Mercator projection of the WGS84 ellipsoid.
///
/// By default the projection is centred at the origin of the frame with scale 1: there distances and
/// azimuths are true. Away from its centre a map is turned against true north by the grid convergence.
/// ``LocalFrame/xAzimuth`` counts from *grid* north; at a centre that is the origin, as by default, this is
/// true north at the origin. With another centre, true azimuth = grid azimuth + ``gridConvergence``.
///
///     let frame = LocalFrame(origin: GeographicPoint(latitude: 38.33, longitude: -122.075), xAzimuth: 143.638)
///     let projection = try MapProjection(frame: frame)
///     let station = try projection.localPoint(of: GeographicPoint(latitude: 37.87, longitude: -122.26))
///
/// A projection may be used from several threads at once; calls wait for one another, about a microsecond each.
///
/// - Reference: Snyder (1987), USGS Professional Paper 1395, p. 48; computed by PROJ (`+proj=tmerc`).
public final class MapProjection: Sendable {
  /// The frame whose axes the local coordinates follow; its origin is local (0, 0).
  public let frame: LocalFrame
  /// The geographic origin of the frame.
  public let origin: GeographicPoint
  /// Where the projection is centred: its longitude is the central meridian.
  public let center: GeographicPoint
  /// Scale on the central meridian.
  public let scale: Double
  /// The angle in degrees from true north to grid north at the origin, clockwise positive with
  /// true azimuth = grid azimuth + convergence; zero when the projection is centred there.
  public let gridConvergence: Double

  private let transformation: Mutex<ProjTransformation>
  private let originOnMap: MapPosition
  private let axes: (x: (north: Double, east: Double), y: (north: Double, east: Double))

  /// A projection for a frame.
  ///
  /// - Parameters:
  ///   - frame: the local frame; it must have an origin.
  ///   - center: the centre of the projection; nil for the origin of the frame.
  ///   - scale: the scale on the central meridian.
  /// - Throws: ``GeographyError`` if the frame has no origin, if a coordinate is impossible, or if PROJ fails.
  public init(frame: LocalFrame, center: GeographicPoint? = nil, scale: Double = 1)
    throws(GeographyError)
  {
    guard let origin = frame.origin else { throw .frameWithoutOrigin }
    guard scale.isFinite, scale > 0 else { throw .impossibleScale(scale) }
    let center = center ?? origin
    try origin.validate()
    try center.validate()
    let transformation = try ProjTransformation(center: center, scale: scale)
    self.frame = frame
    self.origin = origin
    self.center = center
    self.scale = scale
    originOnMap = try transformation.forward(origin)
    gridConvergence = try transformation.convergence(at: origin)
    axes = (frame.xAxis, frame.yAxis)
    self.transformation = Mutex(transformation)
  }

  /// The local position of a geographic point at a depth in metres.
  public func localPoint(of point: GeographicPoint, depth: Double = 0) throws(GeographyError)
    -> LocalPoint
  {
    try point.validate()
    let map = try withTransformation { proj throws(GeographyError) in try proj.forward(point) }
    let north = map.northing - originOnMap.northing
    let east = map.easting - originOnMap.easting
    return LocalPoint(
      x: north * axes.x.north + east * axes.x.east,
      y: north * axes.y.north + east * axes.y.east,
      z: depth
    )
  }

  /// The geographic position of a local point; its depth is left aside.
  public func geographicPoint(of point: LocalPoint) throws(GeographyError) -> GeographicPoint {
    let map = MapPosition(
      easting: originOnMap.easting + point.x * axes.x.east + point.y * axes.y.east,
      northing: originOnMap.northing + point.x * axes.x.north + point.y * axes.y.north
    )
    return try withTransformation { proj throws(GeographyError) in try proj.inverse(map) }
  }

  /// The projection in PROJ's own words.
  public var projString: String { ProjTransformation.parameters(center: center, scale: scale) }

  private func withTransformation<Value: Sendable>(
    _ body: (borrowing ProjTransformation) throws(GeographyError) -> Value
  ) throws(GeographyError) -> Value {
    let result: Result<Value, GeographyError> = transformation.withLock { proj in
      do throws(GeographyError) { return .success(try body(proj)) } catch { return .failure(error) }
    }
    return try result.get()
  }
}

extension GeographicPoint {
  /// Refuses what is no place on Earth.
  ///
  /// - Throws: ``GeographyError/impossibleCoordinates(latitude:longitude:)``.
  public func validate() throws(GeographyError) {
    guard latitude.isFinite, longitude.isFinite, (-90...90).contains(latitude),
      (-180...360).contains(longitude)
    else { throw .impossibleCoordinates(latitude: latitude, longitude: longitude) }
  }
}

/// A position on the map, in metres.
struct MapPosition: Sendable {
  var easting, northing: Double
}

/// PROJ's objects, owned; not for more than one thread at a time.
struct ProjTransformation: ~Copyable {
  private let context: OpaquePointer
  private let projection: OpaquePointer

  init(center: GeographicPoint, scale: Double) throws(GeographyError) {
    let parameters = Self.parameters(center: center, scale: scale)
    guard let context = proj_context_create() else {
      throw .projectionRefused(parameters: parameters, reason: "no context could be made")
    }
    proj_log_level(context, PJ_LOG_NONE)
    guard let projection = proj_create(context, parameters) else {
      let reason = Self.reason(context, proj_context_errno(context))
      proj_context_destroy(context)
      throw .projectionRefused(parameters: parameters, reason: reason)
    }
    self.context = context
    self.projection = projection
  }

  deinit {
    proj_destroy(projection)
    proj_context_destroy(context)
  }

  static func parameters(center: GeographicPoint, scale: Double) -> String {
    "+proj=tmerc +lat_0=\(center.latitude) +lon_0=\(center.longitude) +k_0=\(scale) +ellps=WGS84 +units=m"
  }

  func forward(_ point: GeographicPoint) throws(GeographyError) -> MapPosition {
    proj_errno_reset(projection)
    let output = proj_trans(projection, PJ_FWD, Self.coordinates(point))
    let status = proj_errno(projection)
    guard status == 0, output.xy.x.isFinite, output.xy.y.isFinite else {
      throw .notProjectable(point: point, reason: Self.reason(context, status))
    }
    return MapPosition(easting: output.xy.x, northing: output.xy.y)
  }

  func inverse(_ map: MapPosition) throws(GeographyError) -> GeographicPoint {
    proj_errno_reset(projection)
    let output = proj_trans(projection, PJ_INV, proj_coord(map.easting, map.northing, 0, 0))
    let status = proj_errno(projection)
    guard status == 0, output.lp.lam.isFinite, output.lp.phi.isFinite else {
      throw .notInvertible(
        easting: map.easting,
        northing: map.northing,
        reason: Self.reason(context, status)
      )
    }
    return GeographicPoint(
      latitude: output.lp.phi * 180 / .pi,
      longitude: output.lp.lam * 180 / .pi
    )
  }

  func convergence(at point: GeographicPoint) throws(GeographyError) -> Double {
    proj_errno_reset(projection)
    let factors = proj_factors(projection, Self.coordinates(point))
    guard proj_errno(projection) == 0, factors.meridian_convergence.isFinite else {
      throw .notProjectable(point: point, reason: Self.reason(context, proj_errno(projection)))
    }
    return factors.meridian_convergence * 180 / .pi
  }

  private static func coordinates(_ point: GeographicPoint) -> PJ_COORD {
    proj_coord(point.longitude * .pi / 180, point.latitude * .pi / 180, 0, 0)
  }

  private static func reason(_ context: OpaquePointer, _ status: Int32) -> String {
    guard status != 0, let text = proj_context_errno_string(context, status) else {
      return "no finite result"
    }
    return String(cString: text)
  }
}
