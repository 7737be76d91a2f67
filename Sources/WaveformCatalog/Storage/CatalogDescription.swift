public import Seismology

/// What all events of a catalog have in common, kept in each event's file and in the index.
public struct CatalogDescription: Hashable, Sendable {
  /// One line that names the catalog.
  public var title: String
  /// Product and version that made it: `foreshake 0.1.0`.
  public var source: String
  /// The specification as text; empty if there was none.
  public var yaml: String
  /// The seed of all that was drawn at random; nil if nothing was.
  public var seed: UInt64?
  /// The local axes and their origin on the globe.
  public var frame: LocalFrame
  /// When and as what the ground motion is sampled.
  public var sampling: CatalogSampling
  /// Where it is given.
  public var layout: ReceiverLayout
  /// Further global attributes of the files by name, units in the names, such as `grid_spacing_m`; empty texts are
  /// not kept.
  public var notes: [String: String]

  /// A description from all its parts.
  /// - Precondition: no note bears the name of an attribute that the files have anyway.
  public init(
    title: String,
    source: String,
    yaml: String = "",
    seed: UInt64? = nil,
    frame: LocalFrame,
    sampling: CatalogSampling,
    layout: ReceiverLayout,
    notes: [String: String] = [:]
  ) {
    self.title = title
    self.source = source
    self.yaml = yaml
    self.seed = seed
    self.frame = frame
    self.sampling = sampling
    self.layout = layout
    self.notes = notes
  }

  /// From the local axes to the globe; nil if they have no origin there.
  ///
  /// - Throws: `GeographyError` if the origin is no place on Earth.
  public func projection() throws -> MapProjection? {
    frame.origin == nil ? nil : try MapProjection(frame: frame)
  }
}
