import Foundation
import Plotting
import SeismicFiles
import Seismology
import SimulationOutput
import WaveformCatalog

/// A result file with what its configuration says of the earthquake.
struct StoredRun {
  /// The results.
  let results: SimulationFile
  /// The earthquake; nil where the file holds no configuration, or where its event or rupture file is gone.
  var source: SourceDescription? { try? description.get() }
  /// The configuration that made the file.
  let values: ConfigurationValues
  /// From and to the globe; nil in a purely local problem.
  let projection: MapProjection?
  /// The earthquake as its catalog knows it; nil where the file is no event of a catalog.
  let event: CatalogEvent?
  private let description: Result<SourceDescription, any Error>

  /// Opens a result file.
  init(path: String) throws {
    results = try SimulationFile(reading: URL(fileURLWithPath: path))
    let metadata = results.metadata
    let url = URL(fileURLWithPath: path)
    let isEvent = try results.file.attribute("catalog_format") != nil
    event = isEvent ? try EventFile(reading: url).event : nil
    // The configuration of an event is that of its catalog.
    values = try ConfigurationValues(yaml: isEvent ? "" : metadata.configuration, file: url)
    let values = self.values
    description = Result { () throws in try SourceDescription(values) }
    if !values.isEmpty, case .failure(let error) = description {
      Console.warning("the earthquake of \(path) cannot be read again: \(Failure.text(of: error))")
    }
    projection = metadata.frame.origin == nil ? nil : try MapProjection(frame: metadata.frame)
  }

  /// The title of a picture.
  var title: String {
    results.metadata.title + (event.map { ", event \($0.id)" } ?? "")
  }

  /// When and how deep, as a second line.
  var subtitle: String {
    var parts: [String] = []
    if let time = results.metadata.originTime {
      parts.append(UTCTime.text(time).prefix(19).replacingOccurrences(of: "T", with: " ") + " UTC")
    }
    if let event { parts.append("\(event.magnitudeType) \(Readable.number(event.magnitude))") }
    if let depth = source?.depth ?? event?.depth {
      parts.append("\(Readable.number(depth / 1000)) km deep")
    }
    return parts.joined(separator: ", ")
  }

  /// Where the rupture started, in the local frame; nil if the file does not say.
  ///
  /// Without its event or rupture file, this is the origin of the axes where they were centred on the
  /// epicentre, at the configured depth or, for want of it, at the surface.
  func hypocentre() throws -> LocalPoint? {
    if let event {
      return try event.location
        ?? projection?.localPoint(of: event.epicenter, depth: event.depth ?? 0)
    }
    guard let source else {
      guard results.metadata.frame.origin != nil, !values.has(.originLatitude),
        values.has(.event) || values.has(.rupture)
      else { return nil }
      return LocalPoint(x: 0, y: 0, z: (try values.number(.depth) ?? 0) * 1000)
    }
    guard let epicentre = source.epicentre, let projection else {
      let (x, y) = source.localEpicentre
      return LocalPoint(x: x, y: y, z: source.depth)
    }
    return try projection.localPoint(of: epicentre, depth: source.depth)
  }

  /// Whether the depth of the hypocentre is known.
  var knowsDepth: Bool { source != nil || values.has(.depth) || event?.depth != nil }

  /// Where the rupture started.
  ///
  /// - Throws: ``PlottingError`` if the file does not say, or why its event or rupture file cannot be read.
  func requiredHypocentre() throws -> LocalPoint {
    guard let hypocentre = try hypocentre() else {
      if !values.isEmpty { _ = try description.get() }
      throw PlottingError.nothingToDraw(
        "\(results.file.url.path) holds no configuration, so that the epicentre is unknown"
      )
    }
    return hypocentre
  }

  /// The seismograms.
  ///
  /// - Throws: ``PlottingError`` if there are none.
  func seismograms() throws -> [Seismogram] {
    let seismograms = try results.seismograms()
    guard !seismograms.isEmpty else {
      throw PlottingError.nothingToDraw("\(results.file.url.path) holds no seismograms")
    }
    return seismograms
  }

  /// The velocity model as layers; nil if it is none or not to be found any more.
  func layers() -> LayeredModel? {
    let url = ShippedFiles.locate(
      values,
      .velocityModel,
      folder: "velocity-models",
      endings: ["yaml"]
    )
    guard let url else { return nil }
    let file = try? VelocityModelFile.read(
      url,
      options: VelocityModelFile.Options(frame: results.metadata.frame, projection: projection)
    )
    return file?.layers
  }
}
