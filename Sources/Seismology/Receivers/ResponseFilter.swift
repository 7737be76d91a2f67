/// The filter of one stage of an instrument's response, with its units.
public struct ResponseFilter: Hashable, Sendable {
  /// The kinds of filters that StationXML knows.
  public enum Kind: Hashable, Sendable {
    /// A rational transfer function by its roots.
    case polesAndZeros(ResponsePolesAndZeros)
    /// A rational transfer function by its coefficients.
    case coefficients(ResponseCoefficients)
    /// A finite impulse response.
    case finiteImpulse(ResponseFiniteImpulse)
    /// Amplitude and phase at listed frequencies.
    case list([ResponseListElement])
    /// A polynomial between input and output.
    case polynomial(ResponsePolynomial)
  }

  /// What it does.
  public var kind: Kind
  /// What goes in and what comes out.
  public var inputUnit, outputUnit: ResponseUnit?
  /// Name and words of the filter's author.
  public var name, description: String
  /// Identifier of the filter's description elsewhere.
  public var resourceIdentifier: String

  /// A filter from its kind and units.
  public init(
    _ kind: Kind,
    inputUnit: ResponseUnit? = nil,
    outputUnit: ResponseUnit? = nil,
    name: String = "",
    description: String = "",
    resourceIdentifier: String = ""
  ) {
    self.kind = kind
    self.inputUnit = inputUnit
    self.outputUnit = outputUnit
    self.name = name
    self.description = description
    self.resourceIdentifier = resourceIdentifier
  }
}

/// A(s) = A0 Π(s − zero) / Π(s − pole).
public struct ResponsePolesAndZeros: Hashable, Sendable {
  /// What the variable is.
  public enum Variable: String, Hashable, Sendable, CaseIterable {
    /// s = iω, roots in rad/s.
    case laplaceRadiansPerSecond = "LAPLACE (RADIANS/SECOND)"
    /// s = if, roots in Hz.
    case laplaceHertz = "LAPLACE (HERTZ)"
    /// z = exp(iωΔt).
    case digital = "DIGITAL (Z-TRANSFORM)"
  }

  /// A pole or zero.
  public struct Root: Hashable, Sendable {
    /// Real and imaginary part.
    public var real, imaginary: ResponseNumber
    /// The number that the file gives it.
    public var number: Int?

    /// A root from its parts.
    public init(real: ResponseNumber, imaginary: ResponseNumber, number: Int? = nil) {
      self.real = real
      self.imaginary = imaginary
      self.number = number
    }
  }

  /// What the variable is.
  public var variable: Variable
  /// A0, which makes |A| = 1 at `normalizationFrequency`.
  public var normalizationFactor: Double
  /// In Hz.
  public var normalizationFrequency: Double
  /// The roots.
  public var zeros, poles: [Root]

  /// A transfer function from its roots and normalisation.
  public init(
    variable: Variable,
    normalizationFactor: Double,
    normalizationFrequency: Double,
    zeros: [Root],
    poles: [Root]
  ) {
    self.variable = variable
    self.normalizationFactor = normalizationFactor
    self.normalizationFrequency = normalizationFrequency
    self.zeros = zeros
    self.poles = poles
  }
}

/// A transfer function as a quotient of two polynomials.
public struct ResponseCoefficients: Hashable, Sendable {
  /// What the variable is.
  public enum Variable: String, Hashable, Sendable, CaseIterable {
    /// Powers of s = iω (rad/s).
    case analogRadiansPerSecond = "ANALOG (RADIANS/SECOND)"
    /// Powers of s = if (Hz).
    case analogHertz = "ANALOG (HERTZ)"
    /// Powers of 1/z.
    case digital = "DIGITAL"
  }

  /// What the variable is.
  public var variable: Variable
  /// The coefficients; no denominators means a finite impulse response.
  public var numerators, denominators: [ResponseNumber]

  /// A transfer function from its coefficients.
  public init(
    variable: Variable,
    numerators: [ResponseNumber],
    denominators: [ResponseNumber] = []
  ) {
    self.variable = variable
    self.numerators = numerators
    self.denominators = denominators
  }
}

/// A finite impulse response whose symmetric half may be left out.
public struct ResponseFiniteImpulse: Hashable, Sendable {
  /// Which part of the coefficients is listed.
  public enum Symmetry: String, Hashable, Sendable, CaseIterable {
    /// All.
    case none = "NONE"
    /// The first half of an even number.
    case even = "EVEN"
    /// The first half and the centre of an odd number.
    case odd = "ODD"
  }

  /// Which part is listed.
  public var symmetry: Symmetry
  /// The listed coefficients.
  public var coefficients: [Double]

  /// A filter from its listed coefficients.
  public init(symmetry: Symmetry, coefficients: [Double]) {
    self.symmetry = symmetry
    self.coefficients = coefficients
  }

  /// All coefficients, the mirrored ones included.
  public var allCoefficients: [Double] {
    switch symmetry {
    case .none: coefficients
    case .even: coefficients + coefficients.reversed()
    case .odd: coefficients + coefficients.dropLast().reversed()
    }
  }

  /// The gain at 0 Hz: the sum of all coefficients.
  public var gain: Double { allCoefficients.reduce(0, +) }

  /// The same filter with the listed coefficients in the opposite order.
  public var reversed: ResponseFiniteImpulse {
    ResponseFiniteImpulse(symmetry: symmetry, coefficients: coefficients.reversed())
  }

  /// Whether the listed half of a symmetric filter seems to run from the centre outwards.
  ///
  /// SEED and StationXML want the centre last. A decimation filter of an odd number of coefficients has the
  /// gain 1 in the right order only. One of an even number has the same gain in both, but its coefficients are
  /// largest in the centre and next to nothing at the ends.
  public var isListedCentreFirst: Bool {
    guard coefficients.count > 1, let first = coefficients.first, let last = coefficients.last
    else { return false }
    switch symmetry {
    case .none: return false
    // Lists carry six digits and more, so that sums are right to 1e-3.
    case .odd: return abs(gain - 1) > 0.01 && abs(reversed.gain - 1) < 1e-3
    case .even:
      return abs(gain - 1) < 1e-3 && abs(last) < 0.01 * abs(first)
        && coefficients.allSatisfy { abs($0) <= abs(first) }
    }
  }
}

/// Amplitude and phase at one frequency.
public struct ResponseListElement: Hashable, Sendable {
  /// In Hz.
  public var frequency: ResponseNumber
  /// Output per input.
  public var amplitude: ResponseNumber
  /// In degrees.
  public var phase: ResponseNumber

  /// An element from its frequency (Hz), amplitude and phase (degrees).
  public init(frequency: ResponseNumber, amplitude: ResponseNumber, phase: ResponseNumber) {
    self.frequency = frequency
    self.amplitude = amplitude
    self.phase = phase
  }
}

/// Input as a polynomial of output: x = Σ c_n y^n.
public struct ResponsePolynomial: Hashable, Sendable {
  /// The series: `MACLAURIN`.
  public var approximationType: String
  /// The band in Hz over which it holds.
  public var frequencyLowerBound, frequencyUpperBound: Double
  /// The input range over which it holds, in input units.
  public var approximationLowerBound, approximationUpperBound: Double
  /// The largest deviation, in input units.
  public var maximumError: Double
  /// The coefficients c_0, c_1, ….
  public var coefficients: [ResponseNumber]
  /// What goes in and what comes out, for the polynomial of a whole channel.
  public var inputUnit, outputUnit: ResponseUnit?

  /// A polynomial from its coefficients and ranges.
  public init(
    approximationType: String = "MACLAURIN",
    frequencyLowerBound: Double = 0,
    frequencyUpperBound: Double = 0,
    approximationLowerBound: Double = 0,
    approximationUpperBound: Double = 0,
    maximumError: Double = 0,
    coefficients: [ResponseNumber],
    inputUnit: ResponseUnit? = nil,
    outputUnit: ResponseUnit? = nil
  ) {
    self.approximationType = approximationType
    self.frequencyLowerBound = frequencyLowerBound
    self.frequencyUpperBound = frequencyUpperBound
    self.approximationLowerBound = approximationLowerBound
    self.approximationUpperBound = approximationUpperBound
    self.maximumError = maximumError
    self.coefficients = coefficients
    self.inputUnit = inputUnit
    self.outputUnit = outputUnit
  }
}
