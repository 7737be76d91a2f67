/// What a key means, for help screens and messages.
struct KeyDescription {
  /// The flag without its dashes.
  var flag: String
  /// What is expected: a kind of value with its unit and limits, or the words to choose from.
  var value: String
  /// What holds where the key is left out.
  var standard: String
  /// One sentence.
  var summary: String

  init(_ flag: String, _ value: String, _ standard: String, _ summary: String) {
    self.flag = flag
    self.value = value
    self.standard = standard
    self.summary = summary
  }
}

extension ConfigurationKey {
  /// The sections of the file with a line about each, in order.
  static let sections: [(name: String, summary: String)] = [
    ("", "What stands at the top"), ("model", "The velocity model"),
    (
      "source",
      "The earthquake: an event file, a rupture file, a rupture by its size, a point source or a force"
    ),
    ("stations", "Where seismograms are recorded"),
    ("domain", "The region and its local axes"), ("grid", "The finite-difference grid"),
    ("time", "How long and in which steps"), ("attenuation", "The quality factors at work"),
    ("numerics", "How it is computed"), ("output", "What is written"),
  ]

  /// The key's meaning.
  var description: KeyDescription {
    switch self {
    case .title: .init("title", "text", "from the source", "One line that names the run.")
    case .velocityModel, .maximumModelDepth, .qualityRule, .undefinedNodes, .fillMissing:
      modelDescription
    case .event, .rupture, .originTime, .latitude, .longitude, .sourceX, .sourceY, .depth:
      placeDescription
    case .magnitude, .moment, .strike, .dip, .rake, .momentTensor, .sphericalMomentTensor, .force:
      mechanismDescription
    case .timeFunction, .timeConstant, .timeFunctionFile:
      timeFunctionDescription
    case .ruptureLength, .ruptureWidth, .hypocenterAlongStrike, .hypocenterDownDip, .ruptureSpeed,
      .riseTime, .slip, .subFaultSize, .seed:
      ruptureDescription
    case .stations, .originLatitude, .originLongitude, .xAzimuth, .yClockwise, .domainX, .domainY,
      .domainDepth:
      domainDescription
    case .maximumFrequency, .pointsPerWavelength, .spacing, .absorbingNodes, .duration, .timeStep,
      .courantFraction:
      gridDescription
    case .attenuation, .attenuationBand, .referenceFrequency, .qExponent, .qExponentFrequency,
      .mechanisms:
      attenuationDescription
    case .spatialOrder, .boundary, .medium, .freeSurface, .dispersionCorrection, .threads:
      numericsDescription
    case .output, .waveforms, .motion, .sampleInterval, .surfaceInterval, .surfaceStride, .slices,
      .peaks:
      outputDescription
    }
  }

  private var modelDescription: KeyDescription {
    switch self {
    case .velocityModel:
      .init(
        "velocity-model",
        "file, or name of a model that ships with foreshake",
        "required",
        "Layers (YAML, columns, CPS MODEL.01, TauP .nd and .tvel) or a grid (NetCDF)."
      )
    case .maximumModelDepth:
      .init(
        "maximum-model-depth-km",
        "km",
        "whole model",
        "Below this depth a layered model stays as it is there."
      )
    case .qualityRule:
      .init(
        "quality-rule",
        "none, graves-pitarka, olsen or brocher",
        "graves-pitarka",
        "Gives Q from the S velocity where a model has none."
      )
    case .undefinedNodes:
      .init(
        "undefined-nodes",
        "\(UndefinedNodesChoice.list)",
        "refuse",
        "What happens at nodes of a gridded model that hold no value."
      )
    default:
      .init(
        "fill-missing",
        "true or false",
        "false",
        "Whether a grid's missing P velocity and density come from Brocher's (2005) regressions."
      )
    }
  }

  private var domainDescription: KeyDescription {
    switch self {
    case .stations:
      .init(
        "stations",
        "file, or name of a list that ships with foreshake",
        "none",
        "StationXML, FDSN text, or a table with a header line."
      )
    case .originLatitude:
      .init("origin-latitude", "degrees north", "the epicentre's", "The origin of the local axes.")
    case .originLongitude:
      .init("origin-longitude", "degrees east", "the epicentre's", "The origin of the local axes.")
    case .xAzimuth:
      .init("x-azimuth", "degrees", "90", "The azimuth of the local x axis, clockwise from north.")
    case .yClockwise:
      .init(
        "y-clockwise",
        "true or false",
        "false",
        "Whether y is clockwise of x as seen from above, as in SW4."
      )
    case .domainX:
      .init(
        "domain-x-km",
        "range in km, as -150...150",
        "around source and stations",
        "The extent along x without absorbing layers."
      )
    case .domainY:
      .init(
        "domain-y-km",
        "range in km, as -150...150",
        "around source and stations",
        "The extent along y without absorbing layers."
      )
    default:
      .init(
        "domain-depth-km",
        "km",
        "from the extent",
        "The depth of the region without the absorbing layer."
      )
    }
  }

  private var gridDescription: KeyDescription {
    switch self {
    case .maximumFrequency:
      .init("max-frequency", "Hz", "from the spacing", "The highest frequency that shall be right.")
    case .pointsPerWavelength:
      .init(
        "points-per-wavelength",
        "number, 2 or more; fewer than 4 give a warning",
        "8",
        "Grid points for the shortest S wavelength at the highest frequency."
      )
    case .spacing: .init("spacing", "m", "from the highest frequency", "The grid spacing.")
    case .absorbingNodes:
      .init("absorbing-nodes", "number, 0...16", "12", "The thickness of the absorbing layers.")
    case .duration: .init("duration", "s", "required", "Seconds simulated after the origin time.")
    case .timeStep: .init("time-step", "s", "from the stability limit", "The time step.")
    default:
      .init(
        "courant-fraction",
        "number, 0...1",
        "0.95",
        "The share of the stability limit that the time step takes."
      )
    }
  }

  private var attenuationDescription: KeyDescription {
    switch self {
    case .attenuation:
      .init(
        "attenuation",
        "coarse-grained, full or elastic",
        "coarse-grained",
        "Memory variables spread over eight points, all at each point, or none."
      )
    case .attenuationBand:
      .init(
        "attenuation-band",
        "range in Hz, as 0.01...1",
        "a hundredth of the highest frequency up to it",
        "The band in which Q is what the model says."
      )
    case .referenceFrequency:
      .init(
        "reference-frequency",
        "Hz",
        "1, moved into the band",
        "The frequency at which the model's velocities hold."
      )
    case .qExponent:
      .init("q-exponent", "number, 0...1", "0", "The exponent of Q = Q0 (f/f0)^exponent above f0.")
    case .qExponentFrequency:
      .init("q-exponent-frequency", "Hz", "1", "The frequency f0 below which Q is constant.")
    default: .init("mechanisms", "number, 1...8", "3", "Relaxation mechanisms of the full form.")
    }
  }

  private var numericsDescription: KeyDescription {
    switch self {
    case .spatialOrder:
      .init("spatial-order", "4, 6 or 8", "4", "The order of the spatial differences.")
    case .boundary:
      .init(
        "boundary",
        "pml, sponge or none",
        "pml",
        "What absorbs waves at the sides and the bottom."
      )
    case .medium:
      .init(
        "medium",
        "orthorhombic, harmonic or point",
        "orthorhombic",
        "How the model is averaged onto the grid."
      )
    case .freeSurface:
      .init(
        "free-surface",
        "\(FreeSurfaceChoice.list)",
        "\(FreeSurfaceChoice.standard)",
        "How the free surface is computed."
      )
    case .dispersionCorrection:
      .init(
        "dispersion-correction",
        "true or false",
        "true",
        "Whether the error of the time steps is removed from the seismograms."
      )
    default: .init("threads", "number", "all cores", "The number of threads.")
    }
  }

  private var outputDescription: KeyDescription {
    switch self {
    case .output:
      .init("output", "file ending in .nc", "required", "The NetCDF file that gets everything.")
    case .waveforms:
      .init(
        "waveforms",
        "file ending in .mseed, or a name without ending for a folder of SAC",
        "none",
        "The seismograms as miniSEED or SAC as well."
      )
    case .motion:
      .init(
        "motion",
        "velocity, displacement or acceleration",
        "velocity",
        "What the seismograms hold."
      )
    case .sampleInterval:
      .init(
        "sample-interval",
        "s",
        "a twentieth of the shortest period",
        "Seconds between samples of the seismograms."
      )
    case .surfaceInterval:
      .init(
        "surface-interval",
        "s",
        "none",
        "Seconds between pictures of the surface and the slices."
      )
    case .surfaceStride:
      .init("surface-stride", "number", "1", "Every how many nodes surface and peaks are sampled.")
    case .slices:
      .init(
        "slices",
        "planes in km, as x=0, y=12",
        "none",
        "Vertical slices that are pictured with the surface."
      )
    default:
      .init(
        "peaks",
        "true or false",
        "true",
        "Whether maps of peak ground velocity and acceleration are kept."
      )
    }
  }
}
