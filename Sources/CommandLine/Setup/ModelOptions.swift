import SeismicFiles
import Seismology

/// How a velocity model is read.
enum ModelOptions {
  /// The reader's options from a configuration.
  static func make(
    _ values: ConfigurationValues,
    frame: LocalFrame,
    projection: MapProjection?
  ) throws(ConfigurationError) -> VelocityModelFile.Options {
    let rules: [String: [QualityFactorRule]] = [
      "none": [], "graves-pitarka": [.gravesPitarka2010], "olsen": [.olsen2003],
      "brocher": [.brocher2008],
    ]
    let rule = try values.choice(.qualityRule, rules) ?? [.gravesPitarka2010]
    return VelocityModelFile.Options(
      frame: frame,
      projection: projection,
      maximumDepth: try values.positive(.maximumModelDepth).map { $0 * 1000 },
      qualityRule: rule.first,
      undefinedNodes: try values.choice(.undefinedNodes, GriddedProperties.UndefinedNodes.words)
        ?? .refuse,
      fillsMissingByBrocher: try values.flag(.fillMissing) ?? false
    )
  }
}
