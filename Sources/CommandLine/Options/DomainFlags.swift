import ArgumentParser

/// Stations, region and local axes.
struct DomainFlags: ParsableArguments, ConfigurationFlags {
  @Option(name: .key(.stations), parsing: .unconditional, help: .key(.stations))
  var stations: String?
  @Option(name: .key(.originLatitude), parsing: .unconditional, help: .key(.originLatitude))
  var originLatitude: String?
  @Option(name: .key(.originLongitude), parsing: .unconditional, help: .key(.originLongitude))
  var originLongitude: String?
  @Option(name: .key(.xAzimuth), parsing: .unconditional, help: .key(.xAzimuth))
  var xAzimuth: String?
  @Option(name: .key(.yClockwise), parsing: .unconditional, help: .key(.yClockwise))
  var yClockwise: String?
  @Option(name: .key(.domainX), parsing: .unconditional, help: .key(.domainX))
  var domainX: String?
  @Option(name: .key(.domainY), parsing: .unconditional, help: .key(.domainY))
  var domainY: String?
  @Option(name: .key(.domainDepth), parsing: .unconditional, help: .key(.domainDepth))
  var domainDepth: String?

  var given: [(ConfigurationKey, String?)] {
    [
      (.stations, stations),
      (.originLatitude, originLatitude),
      (.originLongitude, originLongitude),
      (.xAzimuth, xAzimuth),
      (.yClockwise, yClockwise),
      (.domainX, domainX),
      (.domainY, domainY),
      (.domainDepth, domainDepth),
    ]
  }
}
