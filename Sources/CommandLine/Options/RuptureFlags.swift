import ArgumentParser

/// A fault that ruptures, by its size.
struct RuptureFlags: ParsableArguments, ConfigurationFlags {
  @Option(name: .key(.ruptureLength), parsing: .unconditional, help: .key(.ruptureLength))
  var ruptureLength: String?
  @Option(name: .key(.ruptureWidth), parsing: .unconditional, help: .key(.ruptureWidth))
  var ruptureWidth: String?
  @Option(
    name: .key(.hypocenterAlongStrike),
    parsing: .unconditional,
    help: .key(.hypocenterAlongStrike)
  )
  var hypocenterAlongStrike: String?
  @Option(name: .key(.hypocenterDownDip), parsing: .unconditional, help: .key(.hypocenterDownDip))
  var hypocenterDownDip: String?
  @Option(name: .key(.ruptureSpeed), parsing: .unconditional, help: .key(.ruptureSpeed))
  var ruptureSpeed: String?
  @Option(name: .key(.riseTime), parsing: .unconditional, help: .key(.riseTime))
  var riseTime: String?
  @Option(name: .key(.slip), parsing: .unconditional, help: .key(.slip))
  var slip: String?
  @Option(name: .key(.subFaultSize), parsing: .unconditional, help: .key(.subFaultSize))
  var subFaultSize: String?
  @Option(name: .key(.seed), parsing: .unconditional, help: .key(.seed))
  var seed: String?

  var given: [(ConfigurationKey, String?)] {
    [
      (.ruptureLength, ruptureLength),
      (.ruptureWidth, ruptureWidth),
      (.hypocenterAlongStrike, hypocenterAlongStrike),
      (.hypocenterDownDip, hypocenterDownDip),
      (.ruptureSpeed, ruptureSpeed),
      (.riseTime, riseTime),
      (.slip, slip),
      (.subFaultSize, subFaultSize),
      (.seed, seed),
    ]
  }
}
