import ArgumentParser

/// The earthquake.
struct SourceFlags: ParsableArguments, ConfigurationFlags {
  @Option(name: .key(.event), parsing: .unconditional, help: .key(.event))
  var event: String?
  @Option(name: .key(.rupture), parsing: .unconditional, help: .key(.rupture))
  var rupture: String?
  @Option(name: .key(.originTime), parsing: .unconditional, help: .key(.originTime))
  var originTime: String?
  @Option(name: .key(.latitude), parsing: .unconditional, help: .key(.latitude))
  var latitude: String?
  @Option(name: .key(.longitude), parsing: .unconditional, help: .key(.longitude))
  var longitude: String?
  @Option(name: .key(.sourceX), parsing: .unconditional, help: .key(.sourceX))
  var sourceX: String?
  @Option(name: .key(.sourceY), parsing: .unconditional, help: .key(.sourceY))
  var sourceY: String?
  @Option(name: .key(.depth), parsing: .unconditional, help: .key(.depth))
  var depth: String?
  @Option(name: .key(.magnitude), parsing: .unconditional, help: .key(.magnitude))
  var magnitude: String?
  @Option(name: .key(.moment), parsing: .unconditional, help: .key(.moment))
  var moment: String?
  @Option(name: .key(.strike), parsing: .unconditional, help: .key(.strike))
  var strike: String?
  @Option(name: .key(.dip), parsing: .unconditional, help: .key(.dip))
  var dip: String?
  @Option(name: .key(.rake), parsing: .unconditional, help: .key(.rake))
  var rake: String?
  @Option(name: .key(.momentTensor), parsing: .unconditional, help: .key(.momentTensor))
  var momentTensor: String?
  @Option(
    name: .key(.sphericalMomentTensor),
    parsing: .unconditional,
    help: .key(.sphericalMomentTensor)
  )
  var sphericalMomentTensor: String?
  @Option(name: .key(.force), parsing: .unconditional, help: .key(.force))
  var force: String?
  @Option(name: .key(.timeFunction), parsing: .unconditional, help: .key(.timeFunction))
  var timeFunction: String?
  @Option(name: .key(.timeConstant), parsing: .unconditional, help: .key(.timeConstant))
  var timeConstant: String?
  @Option(name: .key(.timeFunctionFile), parsing: .unconditional, help: .key(.timeFunctionFile))
  var timeFunctionFile: String?

  var given: [(ConfigurationKey, String?)] {
    [
      (.event, event),
      (.rupture, rupture),
      (.originTime, originTime),
      (.latitude, latitude),
      (.longitude, longitude),
      (.sourceX, sourceX),
      (.sourceY, sourceY),
      (.depth, depth),
      (.magnitude, magnitude),
      (.moment, moment),
      (.strike, strike),
      (.dip, dip),
      (.rake, rake),
      (.momentTensor, momentTensor),
      (.sphericalMomentTensor, sphericalMomentTensor),
      (.force, force),
      (.timeFunction, timeFunction),
      (.timeConstant, timeConstant),
      (.timeFunctionFile, timeFunctionFile),
    ]
  }
}
