import Foundation
import NumericalRuntime
import SeismicFiles
import Seismology

/// Reading and writing of a ``CatalogDescription`` as attributes and coordinates of a NetCDF file.
extension NetCDFFile {
  /// Attributes that are no notes.
  static let reservedAttributes: Set<String> = [
    "Conventions", "title", "source", "history", "configuration_yaml", "random_seed", "origin_time",
    "x_axis_azimuth_degrees", "y_axis_azimuth_degrees", "local_origin_latitude_degrees",
    "local_origin_longitude_degrees", "ground_motion", "catalog_format", "split_rule",
  ]

  /// The version of the files' layout.
  static var catalogFormat: String { "1" }

  /// The axes and stations that a description's coordinates were written on.
  struct LayoutAxes {
    var time: NetCDFDimension
    var surface: SurfaceAxes?
    var station: NetCDFDimension?
    var component: NetCDFDimension?
  }

  /// Writes the attributes, `time` and the coordinates of grid and stations; `event` gives a recorded event's time.
  func write(
    _ description: CatalogDescription,
    event: CatalogEvent? = nil
  ) throws -> LayoutAxes {
    var metadata = RunMetadata(
      title: description.title,
      source: description.source,
      configuration: description.yaml,
      seed: description.seed,
      frame: description.frame
    )
    metadata.originTime = event?.originTime
    try write(metadata)
    try setAttribute("catalog_format", .text(Self.catalogFormat))
    try setAttribute("ground_motion", .text(description.sampling.motion.rawValue))
    for (name, value) in description.notes.sorted(by: { $0.key < $1.key }) where !value.isEmpty {
      require(!Self.reservedAttributes.contains(name), "'\(name)' is no name for a note")
      try setAttribute(name, .text(value))
    }
    return try writeLayout(of: description)
  }

  private func writeLayout(of description: CatalogDescription) throws -> LayoutAxes {
    let projection = try description.projection()
    let time = try defineDimension("time", length: description.sampling.count)
    var axes = LayoutAxes(time: time)
    try writeTimes(on: time, start: 0, step: description.sampling.interval)
    if let grid = description.layout.grid {
      axes.surface = try SurfaceAxes(
        file: self,
        x: grid.x,
        y: grid.y,
        frame: description.frame,
        projection: projection
      )
    }
    guard !description.layout.stations.isEmpty else { return axes }
    let station = try defineDimension("station", length: description.layout.stations.count)
    let component = try defineDimension("component", length: 3)
    try writeStations(description.layout.stations, on: station, projection: projection)
    try writeComponents(on: component)
    axes.station = station
    axes.component = component
    return axes
  }

  /// The description that ``write(_:event:)`` wrote.
  func readDescription() throws -> CatalogDescription {
    let metadata = try readMetadata()
    guard let format = try attribute("catalog_format")?.text else {
      throw CatalogError.foreignFolder(
        path: url.path,
        reason: "it is no file of a foreshake catalog: attribute catalog_format is missing"
      )
    }
    guard format == Self.catalogFormat else {
      throw CatalogError.mismatch(
        what: "\(url.path), format of the catalog",
        expected: Self.catalogFormat,
        found: format
      )
    }
    var notes: [String: String] = [:]
    for name in try attributeNames where !Self.reservedAttributes.contains(name) {
      notes[name] = try attribute(name)?.text
    }
    return CatalogDescription(
      title: metadata.title,
      source: metadata.source,
      yaml: metadata.configuration,
      seed: metadata.seed,
      frame: metadata.frame,
      sampling: try readCatalogSampling(),
      layout: try readLayout(),
      notes: notes
    )
  }

  private func readCatalogSampling() throws -> CatalogSampling {
    let count = try variable("time").count
    let (_, step) = try readSampling(count: count)
    let word = try attribute("ground_motion")?.text ?? ""
    guard let motion = GroundMotion(rawValue: word) else {
      throw CatalogError.damaged(
        path: url.path,
        reason: "attribute ground_motion is '\(word)', no kind of ground motion"
      )
    }
    return CatalogSampling(motion: motion, interval: step, count: count)
  }

  private func readLayout() throws(NetCDFError) -> ReceiverLayout {
    var layout = ReceiverLayout()
    if let x = try variable(ifPresent: "x"), let y = try variable(ifPresent: "y") {
      layout.grid = SurfaceGrid(x: try x.readDoubles(), y: try y.readDoubles())
    }
    if try variable(ifPresent: "station_code") != nil { layout.stations = try readReceivers() }
    return layout
  }
}
