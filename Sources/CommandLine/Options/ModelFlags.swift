import ArgumentParser

/// The velocity model.
struct ModelFlags: ParsableArguments, ConfigurationFlags {
  @Option(name: .key(.velocityModel), parsing: .unconditional, help: .key(.velocityModel))
  var velocityModel: String?
  @Option(name: .key(.maximumModelDepth), parsing: .unconditional, help: .key(.maximumModelDepth))
  var maximumModelDepth: String?
  @Option(name: .key(.qualityRule), parsing: .unconditional, help: .key(.qualityRule))
  var qualityRule: String?
  @Option(name: .key(.undefinedNodes), parsing: .unconditional, help: .key(.undefinedNodes))
  var undefinedNodes: String?
  @Option(name: .key(.fillMissing), parsing: .unconditional, help: .key(.fillMissing))
  var fillMissing: String?

  var given: [(ConfigurationKey, String?)] {
    [
      (.velocityModel, velocityModel),
      (.maximumModelDepth, maximumModelDepth),
      (.qualityRule, qualityRule),
      (.undefinedNodes, undefinedNodes),
      (.fillMissing, fillMissing),
    ]
  }
}
