/// Every value that a simulation can be configured with: a key of the YAML file and a flag.
///
/// The raw value is the path in the file, section and key.
enum ConfigurationKey: String, CaseIterable {
  case title

  case velocityModel = "model.file"
  case maximumModelDepth = "model.maximum-depth-km"
  case qualityRule = "model.quality-rule"
  case undefinedNodes = "model.undefined-nodes"
  case fillMissing = "model.fill-missing"

  case event = "source.event"
  case rupture = "source.rupture"
  case originTime = "source.origin-time"
  case latitude = "source.latitude"
  case longitude = "source.longitude"
  case sourceX = "source.x-km"
  case sourceY = "source.y-km"
  case depth = "source.depth-km"
  case magnitude = "source.magnitude"
  case moment = "source.moment-nm"
  case strike = "source.strike"
  case dip = "source.dip"
  case rake = "source.rake"
  case momentTensor = "source.moment-tensor-nm"
  case sphericalMomentTensor = "source.moment-tensor-spherical-nm"
  case force = "source.force-newton-seconds"
  case timeFunction = "source.time-function"
  case timeConstant = "source.time-constant-s"
  case timeFunctionFile = "source.time-function-file"
  case ruptureLength = "source.rupture-length-km"
  case ruptureWidth = "source.rupture-width-km"
  case hypocenterAlongStrike = "source.hypocenter-along-strike"
  case hypocenterDownDip = "source.hypocenter-down-dip"
  case ruptureSpeed = "source.rupture-speed-fraction"
  case riseTime = "source.rise-time-s"
  case slip = "source.slip"
  case subFaultSize = "source.sub-fault-size-m"
  case seed = "source.seed"

  case stations = "stations.file"

  case originLatitude = "domain.origin-latitude"
  case originLongitude = "domain.origin-longitude"
  case xAzimuth = "domain.x-azimuth"
  case yClockwise = "domain.y-clockwise"
  case domainX = "domain.x-km"
  case domainY = "domain.y-km"
  case domainDepth = "domain.depth-km"

  case maximumFrequency = "grid.max-frequency-hz"
  case pointsPerWavelength = "grid.points-per-wavelength"
  case spacing = "grid.spacing-m"
  case absorbingNodes = "grid.absorbing-nodes"

  case duration = "time.duration-s"
  case timeStep = "time.time-step-s"
  case courantFraction = "time.courant-fraction"

  case attenuation = "attenuation.form"
  case attenuationBand = "attenuation.band-hz"
  case referenceFrequency = "attenuation.reference-frequency-hz"
  case qExponent = "attenuation.q-exponent"
  case qExponentFrequency = "attenuation.q-exponent-frequency-hz"
  case mechanisms = "attenuation.mechanisms"

  case spatialOrder = "numerics.spatial-order"
  case boundary = "numerics.boundary"
  case medium = "numerics.medium"
  case freeSurface = "numerics.free-surface"
  case dispersionCorrection = "numerics.dispersion-correction"
  case threads = "numerics.threads"

  case output = "output.file"
  case waveforms = "output.waveforms"
  case motion = "output.motion"
  case sampleInterval = "output.sample-interval-s"
  case surfaceInterval = "output.surface-interval-s"
  case surfaceStride = "output.surface-stride"
  case slices = "output.slices"
  case peaks = "output.peaks"

  /// The section of the file; empty for a key at its top.
  var section: String {
    let parts = rawValue.split(separator: ".")
    return parts.count > 1 ? String(parts[0]) : ""
  }

  /// The key within its section.
  var name: String { rawValue.split(separator: ".").last.map(String.init) ?? rawValue }
}
