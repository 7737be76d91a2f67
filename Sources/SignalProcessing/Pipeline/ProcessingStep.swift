public import Seismology

/// One thing that is done to traces, with its settings.
public enum ProcessingStep: Hashable, Sendable {
  /// Joins the segments of each channel.
  case merge(GapPolicy)
  /// Cuts to a window of time.
  case trim(TimeWindow)
  /// Takes away an offset or a drift.
  case detrend(Detrend)
  /// Lets the ends fall to zero.
  case taper(Taper)
  /// Divides out the instrument's response: counts become ground motion.
  case removeResponse(ResponseRemovalSettings)
  /// Divides by the instrument's overall sensitivity: counts become the motion that it senses.
  case removeSensitivity
  /// Records ground motion with an instrument.
  case simulate(SimulatedInstrument)
  /// A Butterworth filter of a band (Hz) and an order, forwards or without delay.
  case filter(FilterBand, order: Int, zeroPhase: Bool)
  /// Keeps one sample in so many.
  case decimate(Decimation)
  /// Goes to another sampling interval in s.
  case resample(interval: Double, Resampler.Method)
  /// Acceleration to velocity, velocity to displacement.
  case integrate(Integration)
  /// Displacement to velocity, velocity to acceleration.
  case differentiate(Differentiation)
  /// Turns the channels of each sensor into vertical (up), north and east by their azimuths and dips.
  case orient
  /// Turns north and east into radial (away from the epicentre) and transverse (clockwise of it).
  case rotate
  /// Multiplies with a number.
  case scale(Double)
  /// Divides by the largest modulus.
  case normalize
}

/// What happens where the segments of a channel leave a gap.
public enum GapPolicy: Hashable, Sendable {
  /// Segments stay traces of their own.
  case separate
  /// The channel is dropped.
  case refuse
  /// Gaps up to a length in s are filled with zeros; a channel with a longer one is dropped.
  case zero(maximumSeconds: Double)
  /// Gaps up to a length in s are filled with a straight line; a channel with a longer one is dropped.
  case interpolate(maximumSeconds: Double)

  /// The longest gap in s that is filled unless told otherwise.
  public static let standardMaximum = 60.0
}

/// How a response is removed; see ``ResponseRemoval``.
public struct ResponseRemovalSettings: Hashable, Sendable {
  /// What comes out.
  public var output: GroundMotion
  /// The band that is kept.
  public var preFilter: PreFilter?
  /// How far below its maximum the response may fall, in dB; nil for any depth.
  public var waterLevelDB: Double?
  /// Whether the mean is taken away first.
  public var removesMean: Bool
  /// The share of all samples that the tapers of both ends take together.
  public var taperFraction: Double

  /// Settings of a removal; those that are left out are ``ResponseRemoval``'s.
  ///
  /// - Throws: ``SignalError/outOfRange(name:value:limits:)``.
  public init(
    output: GroundMotion,
    preFilter: PreFilter? = nil,
    waterLevelDB: Double? = 60,
    removesMean: Bool = true,
    taperFraction: Double = 0.05
  ) throws(SignalError) {
    if let level = waterLevelDB, !(level >= 0 && level.isFinite) {
      throw .outOfRange(name: "The water level", value: level, limits: "0 dB or more")
    }
    guard (0...1).contains(taperFraction) else {
      throw .outOfRange(name: "The taper's share", value: taperFraction, limits: "from 0 to 1")
    }
    self.output = output
    self.preFilter = preFilter
    self.waterLevelDB = waterLevelDB
    self.removesMean = removesMean
    self.taperFraction = taperFraction
  }
}

/// An instrument that records ground motion.
public enum SimulatedInstrument: Hashable, Sendable {
  /// The Wood–Anderson seismograph of local magnitudes.
  case woodAnderson
  /// A mechanical seismograph of a free period (s), a share of critical damping and a magnification.
  case seismometer(period: Double, damping: Double, magnification: Double)
  /// The channel's own instrument, by its response in the inventory.
  case channel
}

extension ProcessingStep {
  /// Whether the step takes the channel's response from an inventory.
  public var needsResponse: Bool {
    switch self {
    case .removeResponse, .removeSensitivity, .simulate(.channel): true
    default: false
    }
  }

  /// The step's name, as in pipeline files and messages.
  public var name: String {
    switch self {
    case .merge: "merge"
    case .trim: "trim"
    case .detrend: "detrend"
    case .taper: "taper"
    case .removeResponse: "remove-response"
    case .removeSensitivity: "remove-sensitivity"
    case .simulate: "simulate"
    case .filter(.lowpass, _, _): "lowpass"
    case .filter(.highpass, _, _): "highpass"
    case .filter(.bandpass, _, _): "bandpass"
    case .filter(.bandstop, _, _): "bandstop"
    case .decimate: "decimate"
    case .resample: "resample"
    case .integrate: "integrate"
    case .differentiate: "differentiate"
    case .orient: "orient"
    case .rotate: "rotate"
    case .scale: "scale"
    case .normalize: "normalize"
    }
  }

  /// Whether the step looks at several traces at once.
  var joinsTraces: Bool {
    switch self {
    case .merge, .orient, .rotate: true
    default: false
    }
  }
}
