public import Foundation
public import SeismicFiles
public import Seismology

/// Everything that makes a simulated catalog: the same specification makes the same files, byte for byte.
public struct CatalogSpecification: Sendable {
  /// One line that names the catalog.
  public var title: String
  /// The seed of all that is drawn at random.
  public var seed: UInt64
  /// The box in which waves run.
  public var domain: CatalogDomain
  /// What they run through.
  public var model: CatalogModel
  /// The earthquakes, in order.
  public var events: [EventPattern]
  /// The surface grid, as columns along x and rows along y; nil for none.
  public var surfaceGrid: SurfaceGridSize?
  /// A station file; nil for none.
  public var stations: URL?
  /// When and as what the ground motion is sampled.
  public var sampling: CatalogSampling
  /// Grid spacing, band and attenuation.
  public var numerics: CatalogNumerics
  /// The text it was read from, with what was set over it, kept in the files; empty if it was made in code.
  public var yaml: String

  /// A specification from all its parts.
  public init(
    title: String,
    seed: UInt64 = 1,
    domain: CatalogDomain,
    model: CatalogModel,
    events: [EventPattern],
    surfaceGrid: SurfaceGridSize? = nil,
    stations: URL? = nil,
    sampling: CatalogSampling,
    numerics: CatalogNumerics,
    yaml: String = ""
  ) {
    self.title = title
    self.seed = seed
    self.domain = domain
    self.model = model
    self.events = events
    self.surfaceGrid = surfaceGrid
    self.stations = stations
    self.sampling = sampling
    self.numerics = numerics
    self.yaml = yaml
  }
}

extension CatalogSpecification {
  /// Shear velocities are raised to this (m/s): what the model asks for, else what spacing and band demand.
  public var minimumShearVelocity: Double {
    model.minimumShearVelocity ?? numerics.slowestCarriedVelocity
  }

  /// The pulse that limits every source to ``CatalogNumerics/maximumFrequency``.
  ///
  /// - Throws: `SourceError` if that frequency is not positive.
  public func pulse() throws(SourceError) -> LowPassPulse {
    try LowPassPulse(maximumFrequency: numerics.maximumFrequency)
  }
}

/// The number of points of a surface grid along x and y.
public struct SurfaceGridSize: Hashable, Sendable {
  /// Points along x and along y.
  public var columns, rows: Int

  /// A size from the points along x and y.
  public init(columns: Int, rows: Int) {
    self.columns = columns
    self.rows = rows
  }
}

/// The box in which waves run, without its absorbing layers.
public struct CatalogDomain: Hashable, Sendable {
  /// The local axes and their origin on the globe.
  public var frame: LocalFrame
  /// The extent along x and y in m.
  public var x, y: ClosedRange<Double>
  /// The depth of the box in m.
  public var depth: Double

  /// A box from its frame and its extents in m.
  public init(frame: LocalFrame, x: ClosedRange<Double>, y: ClosedRange<Double>, depth: Double) {
    self.frame = frame
    self.x = x
    self.y = y
    self.depth = depth
  }

  /// From and to the globe.
  ///
  /// - Throws: `GeographyError` if the frame has no origin.
  public func projection() throws(GeographyError) -> MapProjection {
    try MapProjection(frame: frame)
  }
}

/// The velocity model of a catalog.
public struct CatalogModel: Hashable, Sendable {
  /// The model's file, or the name of one of those in `velocity-models`.
  public var file: URL
  /// Shear velocities are raised to this (m/s); nil for what band and spacing demand.
  public var minimumShearVelocity: Double?
  /// Whether each event has a random part of the model of its own.
  public var isRealizedPerEvent: Bool
  /// Gives the quality factors where the file has none; nil for no attenuation there.
  public var qualityRule: QualityFactorRule?

  /// A model from its file.
  public init(
    file: URL,
    minimumShearVelocity: Double? = nil,
    isRealizedPerEvent: Bool = false,
    qualityRule: QualityFactorRule? = .gravesPitarka2010
  ) {
    self.file = file
    self.minimumShearVelocity = minimumShearVelocity
    self.isRealizedPerEvent = isRealizedPerEvent
    self.qualityRule = qualityRule
  }

  /// Reads the model's file, as it is: nothing is raised to ``minimumShearVelocity``.
  ///
  /// - Parameter projection: the projection of the domain's frame, for geographic positions in the file.
  /// - Returns: the file with its model.
  /// - Throws: `VelocityModelError` with file and line.
  public func read(projection: MapProjection) throws -> VelocityModelFile {
    try VelocityModelFile.read(
      file,
      options: VelocityModelFile.Options(
        frame: projection.frame,
        projection: projection,
        qualityRule: qualityRule
      )
    )
  }
}

/// Grid, band and attenuation of a catalog's simulations.
public struct CatalogNumerics: Hashable, Sendable {
  /// Waves above this frequency in Hz are removed at the source.
  public var maximumFrequency: Double
  /// Grid spacing in m.
  public var spacing: Double
  /// The fewest grid points to a wavelength of the slowest S wave at ``maximumFrequency``.
  public var pointsPerWavelength: Double
  /// Nodes of the absorbing layer at each side.
  public var absorbingNodes: Int
  /// Whether waves lose energy by the model's Q.
  public var isAttenuating: Bool

  /// Numerics; frequencies in Hz, spacing in m.
  public init(
    maximumFrequency: Double,
    spacing: Double,
    pointsPerWavelength: Double = 5,
    absorbingNodes: Int = 10,
    isAttenuating: Bool = true
  ) {
    self.maximumFrequency = maximumFrequency
    self.spacing = spacing
    self.pointsPerWavelength = pointsPerWavelength
    self.absorbingNodes = absorbingNodes
    self.isAttenuating = isAttenuating
  }

  /// The slowest S wave in m/s that the spacing carries up to ``maximumFrequency``.
  public var slowestCarriedVelocity: Double { pointsPerWavelength * spacing * maximumFrequency }
}
