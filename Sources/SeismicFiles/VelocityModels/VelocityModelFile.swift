public import Foundation
public import Seismology

/// A velocity model read from a file, whatever its format.
///
///     let file = try VelocityModelFile.read(URL(fileURLWithPath: "velocity-models/gil7.yaml"))
///     let simulation = try WaveSimulation(model: file.model, grid: grid, …)
///
/// The format is told by the content first and by the extension where the content leaves it open.
public struct VelocityModelFile: Sendable {
  /// What a file follows.
  public enum Format: String, Sendable, CaseIterable {
    /// This project's own: layers, basins, random heterogeneity, grids by reference.
    case yaml = "YAML"
    /// Columns of numbers, with or without a header line.
    case columns = "column table"
    /// Columns of numbers, one row for each point of a three-dimensional grid.
    case points = "point table"
    /// Computer Programs in Seismology, `MODEL.01`.
    case cps = "CPS MODEL.01"
    /// TauP named discontinuities, `.nd`.
    case namedDiscontinuities = "TauP nd"
    /// TauP `.tvel`.
    case tvel = "TauP tvel"
    /// Gridded NetCDF: EMC's depth, latitude, longitude, or local x, y, z.
    case netCDF = "gridded NetCDF"
  }

  /// What the reader must know besides the file.
  public struct Options: Sendable {
    /// The orientation of the local axes, and their origin where the file has geographic positions.
    public var frame: LocalFrame
    /// The projection for geographic positions; nil for the default one of `frame`.
    public var projection: MapProjection?
    /// Layered models are constant below this depth in metres; nil for the whole of the file.
    public var maximumDepth: Double?
    /// Gives the quality factors where the file has none; nil for no attenuation.
    public var qualityRule: QualityFactorRule?
    /// What happens at nodes of a grid without a value.
    public var undefinedNodes: GriddedProperties.UndefinedNodes
    /// Whether v_p and density that a grid does not have may come from Brocher's regressions.
    public var fillsMissingByBrocher: Bool

    /// Options; by default everything as it stands in the file, in local metres.
    public init(
      frame: LocalFrame = LocalFrame(),
      projection: MapProjection? = nil,
      maximumDepth: Double? = nil,
      qualityRule: QualityFactorRule? = nil,
      undefinedNodes: GriddedProperties.UndefinedNodes = .refuse,
      fillsMissingByBrocher: Bool = false
    ) {
      self.frame = projection?.frame ?? frame
      self.projection = projection
      self.maximumDepth = maximumDepth
      self.qualityRule = qualityRule
      self.undefinedNodes = undefinedNodes
      self.fillsMissingByBrocher = fillsMissingByBrocher
    }

    /// The projection, made from the frame where none was given.
    func requiredProjection(place: String) throws(VelocityModelError) -> MapProjection {
      if let projection { return projection }
      do throws(GeographyError) {
        return try MapProjection(frame: frame)
      } catch {
        throw .geography(place: place, problem: error)
      }
    }
  }

  /// For which part of the Earth a model is made.
  public struct Region: Hashable, Sendable {
    /// The axes in which it is looked at where nobody gives others.
    public let frame: LocalFrame
    /// The extent along x and y in metres from the origin; nil if the file gives none.
    public var extent: (x: Double, y: Double)? { size.map { ($0.x, $0.y) } }
    private let size: SIMD2<Double>?

    init(frame: LocalFrame, extent: (x: Double, y: Double)?) {
      self.frame = frame
      size = extent.map { SIMD2($0.x, $0.y) }
    }
  }

  /// Where it was read.
  public let url: URL
  /// What it follows.
  public let format: Format
  /// The name that the file gives, or its own without extension.
  public let name: String
  /// Where the numbers come from, if the file says so.
  public let reference: String?
  /// The model.
  public let model: any VelocityModel
  /// For which part of the Earth it is made, if the file says so.
  public let region: Region?

  /// The model as layers, if it is of layers alone.
  public var layers: LayeredModel? { model as? LayeredModel }

  /// Reads a model.
  ///
  /// - Throws: ``/Seismology/VelocityModelError`` that names the file and, in texts, the line.
  public static func read(_ url: URL, options: Options = Options()) throws(VelocityModelError)
    -> VelocityModelFile
  {
    let contents = try ModelText(url)
    switch contents.format {
    case .netCDF:
      let model = try GridFile(url, options: options).model()
      return VelocityModelFile(url, .netCDF, name: contents.defaultName, model: model)
    case .yaml:
      return try YAMLModel(url: url, text: contents.text, options: options).read()
    case .points:
      let model = try PointTableReader(contents.lines).model(file: contents.file, options: options)
      return VelocityModelFile(url, .points, name: contents.defaultName, model: model)
    case .columns, .cps, .namedDiscontinuities, .tvel:
      let (table, name) = try contents.layerTable()
      let model = try table.model(file: contents.file, options: options)
      return VelocityModelFile(
        url,
        contents.format,
        name: name ?? contents.defaultName,
        model: model
      )
    }
  }

  init(
    _ url: URL,
    _ format: Format,
    name: String,
    reference: String? = nil,
    model: any VelocityModel,
    region: Region? = nil
  ) {
    self.url = url
    self.format = format
    self.name = name
    self.reference = reference
    self.model = model
    self.region = region
  }
}
