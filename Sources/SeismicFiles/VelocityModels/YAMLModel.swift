import Foundation
import Seismology

/// This project's own model files.
///
///     name: Basin over two layers
///     reference: where the numbers come from
///     layers:                          # or grid: or base:
///       - {depth_m: 0, vp_m_s: 3200, vs_m_s: 1500, density_kg_m3: 2280, qp: 600, qs: 300}
///       - {depth_m: 1000, vp_m_s: [4500, 5000], vs_m_s: [2400, 2800], density_kg_m3: 2280}  # gradient
///       - {depth_m: 3000, vp_m_s: 6210, vs_m_s: 3400, density_kg_m3: 2680}
///     vs_to_q: graves-pitarka-2010
///     basins: [ … ]
///     heterogeneity: { … }
///     minimum_vs_m_s: 500
///     frame: { … }
///
/// Every key that carries a unit says so, and also exists in km, km/s and g/cm³ (`depth_km`, `vp_km_s`, …).
struct YAMLModel {
  let url: URL
  let text: String
  let options: VelocityModelFile.Options

  static let keys = [
    "name", "reference", "layers", "grid", "base", "basins", "heterogeneity", "vs_to_q",
    "minimum_vs_m_s", "frame",
  ]

  func read() throws(VelocityModelError) -> VelocityModelFile {
    let file = url.lastPathComponent
    do throws(VelocityModelError) {
      let top = try YAMLSection.top(of: text)
      try top.requireKeys(Self.keys)
      let name = try top.text("name") ?? url.deletingPathExtension().lastPathComponent
      let region = try top.section("frame").map { section throws(VelocityModelError) in
        try YAMLFrame(section)
      }
      let model = try composed(top, region)
      return VelocityModelFile(
        url,
        .yaml,
        name: name,
        reference: try top.text("reference"),
        model: model,
        region: region.map { VelocityModelFile.Region(frame: $0.frame, extent: $0.extent) }
      )
    } catch {
      switch error {
      case .inFile(let inner, let line, let problem) where inner.isEmpty:
        throw .inFile(file: file, line: line, problem: problem)
      // A file that this one refers to has its own name already.
      case .inFile, .unreadable: throw error
      default: throw .inFile(file: file, line: nil, problem: error)
      }
    }
  }

  /// Base, then basins over it, then random heterogeneity over both, then the limit of all of it.
  private func composed(_ top: YAMLSection, _ region: YAMLFrame?) throws(VelocityModelError)
    -> any VelocityModel
  {
    var options = options
    if let region, options.frame.origin == nil, options.projection == nil {
      options.frame = region.frame
    }
    if let rule = try YAMLQualityRule.read(top, key: "vs_to_q") { options.qualityRule = rule }
    var model = try base(top, options)
    if let sections = try top.sections("basins", singular: "basin") {
      var basins: [Basin] = []
      for section in sections { basins.append(try YAMLBasin(section, options).read()) }
      do throws(VelocityModelError) {
        model = try BasinModel(base: model, basins: basins, frame: options.frame)
      } catch {
        throw top.located(error, at: "basins")
      }
    }
    if let section = try top.section("heterogeneity") {
      model = try YAMLHeterogeneity(section).model(over: model)
    }
    guard let limit = try top.number("minimum_vs_m_s") else { return model }
    do throws(VelocityModelError) {
      if let layers = model as? LayeredModel {
        return try layers.clipped(minimumSVelocity: limit)
      }
      return try ClippedModel(base: model, minimumSVelocity: limit)
    } catch {
      throw top.located(error, at: "minimum_vs_m_s")
    }
  }

  private func base(_ top: YAMLSection, _ options: VelocityModelFile.Options)
    throws(VelocityModelError) -> any VelocityModel
  {
    let given = ["layers", "grid", "base"].filter(top.has)
    guard given.count == 1 else {
      throw .malformed(
        reason: given.isEmpty
          ? "none of layers, grid and base is given"
          : "\(given.joined(separator: " and ")) exclude each other",
        remedy: "give one of layers, grid and base"
      )
    }
    if let sections = try top.sections("layers", singular: "layer") {
      var layers = try YAMLLayers(sections, rule: options.qualityRule).model()
      if let depth = options.maximumDepth { layers = try layers.truncated(atDepth: depth) }
      return layers
    }
    let folder = url.deletingLastPathComponent()
    if let name = try top.text("base") {
      let other = URL(fileURLWithPath: name, relativeTo: folder)
      guard other.standardizedFileURL != url.standardizedFileURL else {
        throw top.located(
          .malformed(reason: "base refers to the file itself", remedy: "name another file"),
          at: "base"
        )
      }
      return try VelocityModelFile.read(other, options: options).model
    }
    guard let grid = try top.section("grid") else { throw top.missing("grid") }
    return try gridded(grid, folder: folder, options)
  }

  private func gridded(
    _ section: YAMLSection,
    folder: URL,
    _ options: VelocityModelFile.Options
  ) throws(VelocityModelError) -> any VelocityModel {
    try section.requireKeys(["file", "undefined", "missing"])
    guard let name = try section.text("file") else { throw section.missing("file") }
    var options = options
    if let text = try section.text("undefined") {
      guard let rule = GriddedProperties.UndefinedNodes(rawValue: text) else {
        throw section.located(
          .unknownKey(
            key: text,
            place: "undefined",
            nearest: nil,
            allowed: GriddedProperties.UndefinedNodes.allCases.map(\.rawValue)
          ),
          at: "undefined"
        )
      }
      options.undefinedNodes = rule
    }
    if let text = try section.text("missing") {
      guard text == "brocher-2005" else {
        throw section.located(
          .unknownKey(key: text, place: "missing", nearest: nil, allowed: ["brocher-2005"]),
          at: "missing"
        )
      }
      options.fillsMissingByBrocher = true
    }
    return try GridFile(URL(fileURLWithPath: name, relativeTo: folder), options: options).model()
  }
}
