import ArgumentParser
import Foundation
import Plotting
import SeismicFiles
import Seismology

/// What a velocity model holds.
struct ModelCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "model",
    abstract: "Prints and checks a velocity model, and draws its profile.",
    discussion: """
      Example:
        foreshake model gil7 --profile gil7.svg
      """
  )

  @Argument(help: "A model file, or the name of a model that ships with foreshake.")
  var model: String

  @Option(
    help: "The greatest depth that is looked at [km; default: 10 km below the last discontinuity]."
  )
  var depthKm: Double?

  @Option(help: "Draw the profile into this picture, which ends in .svg, .png or .pdf.")
  var profile: String?

  @OptionGroup(title: "Reading") var reading: ModelReadingFlags

  func validate() throws {
    if let depthKm, !(depthKm > 0) {
      throw ValidationError("--depth-km \(depthKm) is not above zero.")
    }
  }

  func run() throws {
    var values = ConfigurationValues()
    values.set(.velocityModel, model)
    values.set(reading)
    let url = ShippedFiles.locate(
      values,
      .velocityModel,
      folder: "velocity-models",
      endings: ["yaml"]
    )
    let frame = try reading.frame(values)
    let file = try VelocityModelFile.read(
      url ?? URL(fileURLWithPath: model),
      options: try ModelOptions.make(
        values,
        frame: frame,
        projection: frame.origin == nil ? nil : try MapProjection(frame: frame)
      )
    )
    let depth =
      depthKm.map { $0 * 1000 } ?? ((file.model.discontinuityDepths.last ?? 30_000) + 10_000)
    let extent = file.region?.extent
    let x = try reading.x(values) ?? 0...(extent?.x ?? 0)
    let y = try reading.y(values) ?? 0...(extent?.y ?? 0)
    let summary = ModelSummary(of: file.model, x: x, y: y, depth: depth)
    Console.result(file.name)
    if let reference = file.reference { Console.result(reference) }
    Console.result("")
    for line in ModelTable(summary: summary).lines { Console.result(line) }
    if let clipped = file.model as? ClippedModel {
      Console.result("\(clipped.clipping(x: x, y: y, depth: depth, spacing: 1000))")
    }
    if let profile {
      try ProfilePicture(file: file, summary: summary, depth: depth).figure.drawing()
        .write(to: URL(fileURLWithPath: profile))
      Console.note("wrote \(profile)")
    }
  }
}

/// How a model is read and where it is looked at.
struct ModelReadingFlags: ParsableArguments, ConfigurationFlags {
  @Option(name: .key(.maximumModelDepth), parsing: .unconditional, help: .key(.maximumModelDepth))
  var maximumModelDepth: String?
  @Option(name: .key(.qualityRule), parsing: .unconditional, help: .key(.qualityRule))
  var qualityRule: String?
  @Option(name: .key(.undefinedNodes), parsing: .unconditional, help: .key(.undefinedNodes))
  var undefinedNodes: String?
  @Option(name: .key(.fillMissing), parsing: .unconditional, help: .key(.fillMissing))
  var fillMissing: String?
  @Option(name: .key(.originLatitude), parsing: .unconditional, help: .key(.originLatitude))
  var originLatitude: String?
  @Option(name: .key(.originLongitude), parsing: .unconditional, help: .key(.originLongitude))
  var originLongitude: String?
  @Option(name: .key(.xAzimuth), parsing: .unconditional, help: .key(.xAzimuth))
  var xAzimuth: String?
  @Option(name: .key(.domainX), parsing: .unconditional, help: .key(.domainX))
  var domainX: String?
  @Option(name: .key(.domainY), parsing: .unconditional, help: .key(.domainY))
  var domainY: String?

  var given: [(ConfigurationKey, String?)] {
    [
      (.maximumModelDepth, maximumModelDepth), (.qualityRule, qualityRule ?? "none"),
      (.undefinedNodes, undefinedNodes), (.fillMissing, fillMissing),
      (.originLatitude, originLatitude), (.originLongitude, originLongitude), (.xAzimuth, xAzimuth),
      (.domainX, domainX), (.domainY, domainY),
    ]
  }

  /// The axes in which a model with geographic positions is looked at.
  func frame(_ values: ConfigurationValues) throws(ConfigurationError) -> LocalFrame {
    var frame = LocalFrame(xAzimuth: try values.number(.xAzimuth) ?? 90)
    if let latitude = try values.number(.originLatitude),
      let longitude = try values.number(.originLongitude)
    {
      frame.origin = GeographicPoint(latitude: latitude, longitude: longitude)
    }
    return frame
  }

  /// The extent along x in m, if it is given.
  func x(_ values: ConfigurationValues) throws(ConfigurationError) -> ClosedRange<Double>? {
    try Self.metres(values, .domainX)
  }

  /// The extent along y in m, if it is given.
  func y(_ values: ConfigurationValues) throws(ConfigurationError) -> ClosedRange<Double>? {
    try Self.metres(values, .domainY)
  }

  private static func metres(_ values: ConfigurationValues, _ key: ConfigurationKey)
    throws(ConfigurationError) -> ClosedRange<Double>?
  {
    guard let range = try values.range(key) else { return nil }
    return (range.lowerBound * 1000)...(range.upperBound * 1000)
  }
}
