public import Foundation
public import Seismology

/// One earthquake of a catalog: what is known of it, without its waveforms.
///
/// Simulated events carry mechanism and place in the catalog's local frame; recorded ones often lack both.
public struct CatalogEvent: Hashable, Sendable, Identifiable {
  /// Unique in its catalog and the stem of its file's name: letters, digits, `.`, `_` and `-`.
  public var id: String
  /// The origin time (UTC); nil for a simulated event, whose times count from zero.
  public var originTime: Date?
  /// The hypocenter's place on the surface (WGS84 degrees).
  public var epicenter: GeographicPoint
  /// The hypocenter's depth below the surface in m; nil if it is not known.
  public var depth: Double?
  /// The magnitude.
  public var magnitude: Double
  /// Its kind as the catalog names it, such as `Mw` or `ML`.
  public var magnitudeType: String
  /// The fault plane and the slip upon it, if known.
  public var plane: NodalPlane?
  /// The moment tensor in N·m, if known; of a finite fault the sum over its parts.
  public var moment: MomentTensor?
  /// The corner frequency of its moment-rate spectrum in Hz; nil if it is not of that form or not known.
  public var cornerFrequency: Double?
  /// The hypocenter in the catalog's local frame (m); nil if the catalog has none.
  public var location: LocalPoint?
  /// The seed of the velocity model's random part, where each event has its own; else nil.
  public var modelSeed: UInt64?
  /// How the source was made, such as `point` or `finite-fault 26 x 12 km`.
  public var sourceDescription: String

  /// An event from all that is known of it; depths in m, frequencies in Hz.
  public init(
    id: String,
    originTime: Date? = nil,
    epicenter: GeographicPoint,
    depth: Double?,
    magnitude: Double,
    magnitudeType: String = "Mw",
    plane: NodalPlane? = nil,
    moment: MomentTensor? = nil,
    cornerFrequency: Double? = nil,
    location: LocalPoint? = nil,
    modelSeed: UInt64? = nil,
    sourceDescription: String = "point"
  ) {
    self.id = id
    self.originTime = originTime
    self.epicenter = epicenter
    self.depth = depth
    self.magnitude = magnitude
    self.magnitudeType = magnitudeType
    self.plane = plane
    self.moment = moment
    self.cornerFrequency = cornerFrequency
    self.location = location
    self.modelSeed = modelSeed
    self.sourceDescription = sourceDescription
  }
}
