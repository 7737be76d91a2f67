import ArgumentParser

/// Attenuation and numerics.
struct PhysicsFlags: ParsableArguments, ConfigurationFlags {
  @Option(name: .key(.attenuation), parsing: .unconditional, help: .key(.attenuation))
  var attenuation: String?
  @Option(name: .key(.attenuationBand), parsing: .unconditional, help: .key(.attenuationBand))
  var attenuationBand: String?
  @Option(name: .key(.referenceFrequency), parsing: .unconditional, help: .key(.referenceFrequency))
  var referenceFrequency: String?
  @Option(name: .key(.qExponent), parsing: .unconditional, help: .key(.qExponent))
  var qExponent: String?
  @Option(name: .key(.qExponentFrequency), parsing: .unconditional, help: .key(.qExponentFrequency))
  var qExponentFrequency: String?
  @Option(name: .key(.mechanisms), parsing: .unconditional, help: .key(.mechanisms))
  var mechanisms: String?
  @Option(name: .key(.spatialOrder), parsing: .unconditional, help: .key(.spatialOrder))
  var spatialOrder: String?
  @Option(name: .key(.boundary), parsing: .unconditional, help: .key(.boundary))
  var boundary: String?
  @Option(name: .key(.medium), parsing: .unconditional, help: .key(.medium))
  var medium: String?
  @Option(name: .key(.freeSurface), parsing: .unconditional, help: .key(.freeSurface))
  var freeSurface: String?
  @Option(
    name: .key(.dispersionCorrection),
    parsing: .unconditional,
    help: .key(.dispersionCorrection)
  )
  var dispersionCorrection: String?
  @Option(name: .key(.threads), parsing: .unconditional, help: .key(.threads))
  var threads: String?

  var given: [(ConfigurationKey, String?)] {
    [
      (.attenuation, attenuation),
      (.attenuationBand, attenuationBand),
      (.referenceFrequency, referenceFrequency),
      (.qExponent, qExponent),
      (.qExponentFrequency, qExponentFrequency),
      (.mechanisms, mechanisms),
      (.spatialOrder, spatialOrder),
      (.boundary, boundary),
      (.medium, medium),
      (.freeSurface, freeSurface),
      (.dispersionCorrection, dispersionCorrection),
      (.threads, threads),
    ]
  }
}
