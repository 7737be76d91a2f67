/// A description of the subsurface that can be sampled at any point of its bounds.
///
/// Conforming types validate themselves when they are made, so that sampling is total: outside its bounds a
/// model answers with the nearest point inside.
public protocol VelocityModel: Sendable {
  /// The material at a point of the local frame (metres, z down).
  func material(at point: LocalPoint) -> Material

  /// True if the material depends on depth alone; the simulator then evaluates one column.
  var isLaterallyHomogeneous: Bool { get }

  /// The depths in metres at which a laterally homogeneous model jumps, ascending; empty otherwise.
  ///
  /// Effective media integrate piecewise between them.
  var discontinuityDepths: [Double] { get }

  /// The same model with other random numbers, or nil if nothing in it is random.
  ///
  /// The same seed gives the same model; different seeds give independent ones.
  func realised(seed: UInt64) throws(VelocityModelError) -> (any VelocityModel)?
}

extension VelocityModel {
  /// False: a model varies laterally unless it says otherwise.
  public var isLaterallyHomogeneous: Bool { false }
  /// None, unless the model says otherwise.
  public var discontinuityDepths: [Double] { [] }
  /// Nil: nothing is random, unless the model says otherwise.
  public func realised(seed: UInt64) throws(VelocityModelError) -> (any VelocityModel)? { nil }
}

/// The same material everywhere.
public struct HomogeneousModel: VelocityModel {
  /// The material.
  public let material: Material

  /// A model of one material.
  public init(_ material: Material) {
    self.material = material
  }

  /// The material, wherever the point.
  public func material(at point: LocalPoint) -> Material { material }
  /// True.
  public var isLaterallyHomogeneous: Bool { true }
}
