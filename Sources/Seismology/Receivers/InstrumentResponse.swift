/// How a channel turns ground motion into the numbers it records, stage by stage.
///
/// The content of a FDSN StationXML `Response`, with nothing left out. A recorded number divided by the
/// ``sensitivity`` value is ground motion in the input unit, within the flat part of the band.
///
/// - Reference: FDSN StationXML 1.2, element `Response`; SEED manual 2.4, chapter 5 and appendix C.
public struct InstrumentResponse: Hashable, Sendable {
  /// The overall gain at one frequency.
  public var sensitivity: ResponseSensitivity?
  /// The overall polynomial of a channel that does not record ground motion (temperature, mass position).
  public var polynomial: ResponsePolynomial?
  /// The stages in the order of the signal's way.
  public var stages: [ResponseStage]

  /// A response from its sensitivity and its stages.
  public init(
    sensitivity: ResponseSensitivity? = nil,
    polynomial: ResponsePolynomial? = nil,
    stages: [ResponseStage] = []
  ) {
    self.sensitivity = sensitivity
    self.polynomial = polynomial
    self.stages = stages
  }
}

/// A unit as StationXML names it (`M/S`), with words.
public struct ResponseUnit: Hashable, Sendable {
  /// The unit's name (`M/S`, `M/S**2`, `V`, `COUNTS`, …).
  public var name: String
  /// What it means.
  public var description: String

  /// A unit from its name and words.
  public init(name: String, description: String = "") {
    self.name = name
    self.description = description
  }
}

/// A number with the uncertainty that its source gives.
public struct ResponseNumber: Hashable, Sendable, ExpressibleByFloatLiteral {
  /// The number.
  public var value: Double
  /// Uncertainty downwards and upwards, where given.
  public var minusError, plusError: Double?

  /// A number, with its uncertainty where known.
  public init(_ value: Double, minusError: Double? = nil, plusError: Double? = nil) {
    self.value = value
    self.minusError = minusError
    self.plusError = plusError
  }

  /// A number without uncertainty.
  public init(floatLiteral value: Double) { self.init(value) }
}

/// The gain of a whole channel at one frequency.
public struct ResponseSensitivity: Hashable, Sendable {
  /// Output units per input unit.
  public var value: Double
  /// The frequency in Hz at which it holds.
  public var frequency: Double
  /// What goes in and what comes out.
  public var inputUnit, outputUnit: ResponseUnit?
  /// The band in Hz over which the gain stays within `frequencyVariation` dB.
  public var frequencyRange: ClosedRange<Double>?
  /// Deviation in dB within `frequencyRange`.
  public var frequencyVariation: Double?

  /// A sensitivity from its value, frequency (Hz) and units.
  public init(
    value: Double,
    frequency: Double,
    inputUnit: ResponseUnit? = nil,
    outputUnit: ResponseUnit? = nil,
    frequencyRange: ClosedRange<Double>? = nil,
    frequencyVariation: Double? = nil
  ) {
    self.value = value
    self.frequency = frequency
    self.inputUnit = inputUnit
    self.outputUnit = outputUnit
    self.frequencyRange = frequencyRange
    self.frequencyVariation = frequencyVariation
  }
}

/// One link of the recording chain: sensor, amplifier, digitiser or filter.
public struct ResponseStage: Hashable, Sendable {
  /// Its number in the chain, from 1.
  public var number: Int
  /// Identifier of the stage's description elsewhere.
  public var resourceIdentifier: String
  /// What it does to the signal; nil where only a gain is given.
  public var filter: ResponseFilter?
  /// Change of the sampling rate, for digital stages.
  public var decimation: ResponseDecimation?
  /// Gain of the stage.
  public var gain: ResponseGain?

  /// A stage from its parts.
  public init(
    number: Int,
    resourceIdentifier: String = "",
    filter: ResponseFilter? = nil,
    decimation: ResponseDecimation? = nil,
    gain: ResponseGain? = nil
  ) {
    self.number = number
    self.resourceIdentifier = resourceIdentifier
    self.filter = filter
    self.decimation = decimation
    self.gain = gain
  }
}

/// The gain of a stage at one frequency.
public struct ResponseGain: Hashable, Sendable {
  /// Output units per input unit.
  public var value: Double
  /// The frequency in Hz at which it holds.
  public var frequency: Double

  /// A gain at a frequency in Hz.
  public init(value: Double, frequency: Double) {
    self.value = value
    self.frequency = frequency
  }
}

/// The sampling of a digital stage.
public struct ResponseDecimation: Hashable, Sendable {
  /// Samples per second that go in.
  public var inputSampleRate: Double
  /// One sample in so many is kept.
  public var factor: Int
  /// Which sample is kept, from 0.
  public var offset: Int
  /// Delay of the filter in s, and the part of it that the time tags account for already.
  public var delay, correction: Double

  /// A decimation from its rate (Hz), factor, offset, delay (s) and correction (s).
  public init(
    inputSampleRate: Double,
    factor: Int,
    offset: Int,
    delay: Double,
    correction: Double
  ) {
    self.inputSampleRate = inputSampleRate
    self.factor = factor
    self.offset = offset
    self.delay = delay
    self.correction = correction
  }
}
