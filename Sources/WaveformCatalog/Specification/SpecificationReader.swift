import Foundation
import SeismicFiles
import Seismology

/// Reads the sections of a specification into its values.
struct SpecificationReader {
  /// The whole file.
  let top: SpecificationSection

  func model() throws(CatalogError) -> CatalogModel {
    let section = try required("model", .model)
    guard let name = try section.text("file"), let given = try section.path("file") else {
      throw section.missing("file", "a model file, or a name of velocity-models/")
    }
    let rules: [(String, QualityFactorRule?)] = [
      ("graves-pitarka", .gravesPitarka2010), ("olsen", .olsen2003), ("brocher", .brocher2008),
      ("none", nil),
    ]
    return CatalogModel(
      file: try Self.shipped(
        given,
        name,
        folder: "velocity-models",
        endings: ["yaml"],
        section: section,
        key: "file"
      ),
      minimumShearVelocity: try section.number(
        "min-shear-velocity-m-s",
        "a number in m/s",
        in: 1...10_000
      ),
      isRealizedPerEvent: try section.choice(
        "realization",
        [("shared", false), ("per-event", true)]
      ) ?? false,
      qualityRule: try section.choice("quality-rule", rules) ?? .gravesPitarka2010
    )
  }

  func domain() throws(CatalogError) -> CatalogDomain {
    let section = try required("domain", .domain)
    let origin = try section.position(latitude: "origin-latitude", longitude: "origin-longitude")
    guard let x = try section.range("x-km", "numbers in km", in: -20_000...20_000),
      x.lowerBound < x.upperBound
    else { throw section.missing("x-km", "[from, to] in km") }
    guard let y = try section.range("y-km", "numbers in km", in: -20_000...20_000),
      y.lowerBound < y.upperBound
    else { throw section.missing("y-km", "[from, to] in km") }
    guard let depth = try section.number("depth-km", "a number in km", in: 0.001...1000) else {
      throw section.missing("depth-km", "a number in km")
    }
    return CatalogDomain(
      frame: LocalFrame(
        origin: origin,
        xAzimuth: try section.number("x-azimuth", "degrees", in: -360...360) ?? 90,
        yIsClockwise: try section.flag("y-clockwise") ?? false
      ),
      x: x.metres,
      y: y.metres,
      depth: depth * 1000
    )
  }

  func numerics() throws(CatalogError) -> CatalogNumerics {
    let section = try required("grid", .grid)
    guard let frequency = try section.number("max-frequency-hz", "a number in Hz", in: 1e-4...100)
    else { throw section.missing("max-frequency-hz", "a number in Hz") }
    guard let spacing = try section.number("spacing-m", "a number in m", in: 0.1...100_000) else {
      throw section.missing("spacing-m", "a number in m")
    }
    return CatalogNumerics(
      maximumFrequency: frequency,
      spacing: spacing,
      pointsPerWavelength: try section.number("points-per-wavelength", "a number", in: 2...100)
        ?? 5,
      absorbingNodes: try section.integer("absorbing-nodes", in: 4...16) ?? 10,
      isAttenuating: try section.flag("attenuation") ?? true
    )
  }

  func events() throws(CatalogError) -> [EventPattern] {
    guard let sections = try top.sections("events"), !sections.isEmpty else {
      throw top.missing("events", "a list of patterns, each beginning with '- pattern:'")
    }
    var patterns: [EventPattern] = []
    for section in sections { patterns.append(try EventPatternReader(section: section).pattern()) }
    return patterns
  }

  func surfaceGrid() throws(CatalogError) -> SurfaceGridSize? {
    let section = try required("receivers", .receivers)
    guard section.has("surface-grid") else { return nil }
    let expected = "[columns, rows], two whole numbers"
    guard let numbers = try section.numbers("surface-grid", expected, in: 1...100_000),
      numbers.count == 2, numbers.allSatisfy({ $0 == $0.rounded() })
    else { throw section.invalid("surface-grid", expected) }
    return SurfaceGridSize(columns: Int(numbers[0]), rows: Int(numbers[1]))
  }

  func stations() throws(CatalogError) -> URL? {
    let section = try required("receivers", .receivers)
    guard let name = try section.text("stations"), let given = try section.path("stations") else {
      return nil
    }
    return try Self.shipped(
      given,
      name,
      folder: "stations",
      endings: ["csv", "xml", "txt"],
      section: section,
      key: "stations"
    )
  }

  func sampling(maximumFrequency: Double) throws(CatalogError) -> CatalogSampling {
    let section = try required("sampling", .sampling)
    guard let interval = try section.number("interval-s", "a number in s", in: 1e-4...1000) else {
      throw section.missing("interval-s", "a number in s")
    }
    guard let count = try section.integer("samples", in: 1...1_000_000) else {
      throw section.missing("samples", "a whole number")
    }
    guard interval * maximumFrequency <= 0.5 else {
      throw section.invalid(
        "interval-s",
        "short enough for grid.max-frequency-hz \(ShortNumber.text(maximumFrequency)): "
          + "at most \(ShortNumber.text(0.5 / maximumFrequency)) s"
      )
    }
    let motions = GroundMotion.allCases.map { ($0.rawValue, $0) }
    return CatalogSampling(
      motion: try section.choice("motion", motions) ?? .velocity,
      interval: interval,
      count: count
    )
  }

  /// A section that must be there, its keys checked.
  private func required(_ key: String, _ part: SpecificationChapter.Part) throws(CatalogError)
    -> SpecificationSection
  {
    guard top.has(key) else { throw top.missing(key, "a section") }
    let section = try top.section(key)
    try section.requireKeys(SpecificationChapter.keys(of: part))
    return section
  }

  /// A file by path or by the name under which it ships.
  private static func shipped(
    _ given: URL,
    _ name: String,
    folder: String,
    endings: [String],
    section: SpecificationSection,
    key: String
  ) throws(CatalogError) -> URL {
    let url = ShippedFiles.locate(given: given, name: name, folder: folder, endings: endings)
    guard FileManager.default.fileExists(atPath: url.path) else {
      let names = ShippedFiles.names(folder: folder)
      let hint = NearestSpelling.of(name, among: names).map { " (did you mean '\($0)'?)" } ?? ""
      throw section.invalid(key, "a file that exists or a name of \(folder)/\(hint)")
    }
    return url
  }
}

extension ClosedRange<Double> {
  /// A range of km in m.
  var metres: ClosedRange<Double> { (lowerBound * 1000)...(upperBound * 1000) }
}

extension [Double] {
  /// Positions of km in m, to the millimetre, so that sums of steps leave no crumbs.
  var metres: [Double] { map { ($0 * 1e6).rounded() / 1000 } }
}

extension SpecificationSection {
  /// A place by two keys in degrees.
  ///
  /// - Throws: ``CatalogError`` if one is missing or no place on Earth; with a hint if they seem swapped.
  func position(latitude: String, longitude: String) throws(CatalogError) -> GeographicPoint {
    guard let y = try number(latitude, "degrees", in: -360...360) else {
      throw missing(latitude, "degrees, north positive")
    }
    guard let x = try number(longitude, "degrees", in: -360...360) else {
      throw missing(longitude, "degrees, east positive")
    }
    guard (-90...90).contains(y) else {
      let hint = (-90...90).contains(x) ? "; latitude and longitude are probably swapped" : ""
      throw invalid(latitude, "a latitude within -90...90\(hint)")
    }
    guard (-180...360).contains(x) else {
      throw invalid(longitude, "a longitude within -180...360")
    }
    return GeographicPoint(latitude: y, longitude: x > 180 ? x - 360 : x)
  }
}
