/// What the sources of a pattern are, with what is drawn at random about each value.
public struct SourcePattern: Hashable, Sendable {
  /// Strike, dip and rake in degrees; nil strike or dip takes the fault's own.
  public var strike, dip: Double?
  /// Rake in degrees.
  public var rake: Double
  /// Standard deviations in degrees of Gaussian scatter about strike, dip and rake, cut at two deviations.
  public var strikeScatter, dipScatter, rakeScatter: Double
  /// The range from which moment magnitudes are drawn evenly; one value for all if both ends are equal.
  public var magnitude: ClosedRange<Double>
  /// The stress drop in Pa that gives the corner frequency by magnitude; see `BruneSource`.
  public var stressDrop: Double
  /// The corner frequency in Hz of every source, whatever its magnitude; nil to take it from the stress drop.
  public var cornerFrequency: Double?
  /// The beginning of the names of the pattern's events; nil for the pattern's own word.
  public var idPrefix: String?

  /// A pattern; by default vertical strike-slip along the fault, Mw 4, 3 MPa.
  public init(
    strike: Double? = nil,
    dip: Double? = nil,
    rake: Double = 180,
    strikeScatter: Double = 0,
    dipScatter: Double = 0,
    rakeScatter: Double = 0,
    magnitude: ClosedRange<Double> = 4...4,
    stressDrop: Double = 3e6,
    cornerFrequency: Double? = nil,
    idPrefix: String? = nil
  ) {
    self.strike = strike
    self.dip = dip
    self.rake = rake
    self.strikeScatter = strikeScatter
    self.dipScatter = dipScatter
    self.rakeScatter = rakeScatter
    self.magnitude = magnitude
    self.stressDrop = stressDrop
    self.cornerFrequency = cornerFrequency
    self.idPrefix = idPrefix
  }
}
