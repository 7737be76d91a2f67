import ArgumentParser

/// Grid and time.
struct GridFlags: ParsableArguments, ConfigurationFlags {
  @Option(name: .key(.maximumFrequency), parsing: .unconditional, help: .key(.maximumFrequency))
  var maximumFrequency: String?
  @Option(
    name: .key(.pointsPerWavelength),
    parsing: .unconditional,
    help: .key(.pointsPerWavelength)
  )
  var pointsPerWavelength: String?
  @Option(name: .key(.spacing), parsing: .unconditional, help: .key(.spacing))
  var spacing: String?
  @Option(name: .key(.absorbingNodes), parsing: .unconditional, help: .key(.absorbingNodes))
  var absorbingNodes: String?
  @Option(name: .key(.duration), parsing: .unconditional, help: .key(.duration))
  var duration: String?
  @Option(name: .key(.timeStep), parsing: .unconditional, help: .key(.timeStep))
  var timeStep: String?
  @Option(name: .key(.courantFraction), parsing: .unconditional, help: .key(.courantFraction))
  var courantFraction: String?

  var given: [(ConfigurationKey, String?)] {
    [
      (.maximumFrequency, maximumFrequency),
      (.pointsPerWavelength, pointsPerWavelength),
      (.spacing, spacing),
      (.absorbingNodes, absorbingNodes),
      (.duration, duration),
      (.timeStep, timeStep),
      (.courantFraction, courantFraction),
    ]
  }
}
