/// How a simulation is computed; every value has a working default.
public struct SimulationOptions: Hashable, Sendable {
  /// What absorbs outgoing waves at the sides and the bottom.
  public enum Absorption: String, Hashable, Sendable, CaseIterable {
    /// Convolutional perfectly matched layer (Komatitsch & Martin 2007).
    case pml
    /// Exponential damping (Cerjan et al. 1985).
    case sponge
    /// Nothing: a rigid box.
    case none
    /// Periodic along x and y and z, without a free surface; for verification.
    case periodic
  }

  /// How attenuation is computed.
  public enum Attenuation: Hashable, Sendable {
    /// None: elastic.
    case elastic
    /// One of eight relaxation times at each point (Day 1998).
    case coarseGrained(AttenuationBand)
    /// All relaxation times at each point; slower, the check on the coarse-grained form.
    case full(AttenuationBand, mechanisms: Int)
  }

  /// How the material is averaged onto the staggered grid.
  public enum MediumAveraging: String, Hashable, Sendable, CaseIterable {
    /// The value at the point.
    case point
    /// Volume averages: density arithmetic, moduli harmonic (Moczo et al. 2002).
    case harmonic
    /// The orthorhombic effective medium of thin layers (Backus 1962; Kristek et al. 2017).
    case orthorhombic
  }

  /// How the free surface is computed.
  public enum FreeSurface: String, Hashable, Sendable, CaseIterable {
    /// Stress imaging (Levander 1988; Graves 1996).
    case stressImaging
    /// Adjusted finite-difference approximations (Kristek et al. 2002).
    case adjusted
    /// Staggered operators with summation by parts: energy is conserved at the surface (O'Reilly et al. 2017).
    case summationByParts
    /// No free surface: the absorbing layer on top as well.
    case none
  }

  /// Time step in seconds; nil for `courantFraction` of the stability limit.
  public var timeStep: Double?
  /// Share of the stability limit that the time step takes when it is chosen automatically.
  public var courantFraction: Double
  /// Order of the spatial differences: 4, 6 or 8.
  public var spatialOrder: Int
  /// What absorbs outgoing waves.
  public var absorption: Absorption
  /// How attenuation is computed.
  public var attenuation: Attenuation
  /// How the material is averaged onto the grid.
  public var mediumAveraging: MediumAveraging
  /// How the free surface is computed.
  public var freeSurface: FreeSurface
  /// Whether the time-discretisation error is removed from source and seismograms.
  ///
  /// Reference: Koene and others (2018), Geophys. J. Int. 213.
  public var timeDispersionCorrection: Bool
  /// Number of threads; nil for all cores.
  public var threads: Int?
  /// Every how many steps the fields are checked for NaN.
  public var nanWatchInterval: Int

  /// The defaults: CPML, free surface, fourth order, elastic.
  public init(
    timeStep: Double? = nil,
    courantFraction: Double = 0.95,
    spatialOrder: Int = 4,
    absorption: Absorption = .pml,
    attenuation: Attenuation = .elastic,
    mediumAveraging: MediumAveraging = .orthorhombic,
    freeSurface: FreeSurface = .summationByParts,
    timeDispersionCorrection: Bool = true,
    threads: Int? = nil,
    nanWatchInterval: Int = 100
  ) {
    self.timeStep = timeStep
    self.courantFraction = courantFraction
    self.spatialOrder = spatialOrder
    self.absorption = absorption
    self.attenuation = attenuation
    self.mediumAveraging = mediumAveraging
    self.freeSurface = freeSurface
    self.timeDispersionCorrection = timeDispersionCorrection
    self.threads = threads
    self.nanWatchInterval = nanWatchInterval
  }
}

/// The band over which the quality factor is fitted.
public struct AttenuationBand: Hashable, Sendable {
  /// The band in Hz.
  public var minimumFrequency, maximumFrequency: Double
  /// The frequency in Hz at which the velocities of the model hold.
  public var referenceFrequency: Double
  /// The exponent γ of Q(f) = Q0 (f / `powerLawFrequency`)^γ above `powerLawFrequency`; 0 for constant Q.
  public var powerLawExponent: Double
  /// The frequency in Hz above which the power law holds and Q = Q0 below.
  public var powerLawFrequency: Double

  /// A band; constant Q unless an exponent is given.
  public init(
    minimumFrequency: Double,
    maximumFrequency: Double,
    referenceFrequency: Double,
    powerLawExponent: Double = 0,
    powerLawFrequency: Double = 1
  ) {
    self.minimumFrequency = minimumFrequency
    self.maximumFrequency = maximumFrequency
    self.referenceFrequency = referenceFrequency
    self.powerLawExponent = powerLawExponent
    self.powerLawFrequency = powerLawFrequency
  }
}
