/// A rupture as many small sub-sources, each with its own place, mechanism and slip rate.
///
/// The sub-sources are kept as one array a quantity and one array of slip-rate samples in all, so that 400,000
/// of them with 60 samples each take about 130 MB.
///
///     var fault = FiniteFault()
///     try fault.append(FiniteFault.SubSource(location: …, area: 1e4, strike: 144, …))
///     let sources = try fault.pointSources(model: model)
public struct FiniteFault: Sendable {
  /// How a sub-source slips.
  public enum SlipRate: Sendable {
    /// Samples in any unit, `interval` seconds apart, the first one at the initiation time. The rate rises
    /// from zero within one interval before the first sample and falls to zero within one after the last.
    case sampled(ArraySlice<Float>, interval: Double)
    /// ``LiuTimeFunction`` with a rise time in s.
    case liu(riseTime: Double)
    /// All at once.
    case impulse
  }

  /// One sub-source; all its numbers in SI units and degrees.
  public struct SubSource: Sendable {
    /// Its center in the local frame, in metres.
    public var location: LocalPoint
    /// Its area in m².
    public var area: Double
    /// Strike, dip and rake in degrees; see ``NodalPlane``.
    public var strike, dip, rake: Double
    /// Its final slip in m; negative against the rake.
    public var slip: Double
    /// Its rigidity in Pa; nil to take it from a velocity model.
    public var rigidity: Double?
    /// Seconds from the origin time of the earthquake to its first slip.
    public var initiationTime: Double
    /// How it slips.
    public var slipRate: SlipRate

    /// A sub-source from its place (m), area (m²), angles (degrees), slip (m), rigidity (Pa), time (s) and
    /// slip rate.
    public init(
      location: LocalPoint,
      area: Double,
      strike: Double,
      dip: Double,
      rake: Double,
      slip: Double,
      rigidity: Double? = nil,
      initiationTime: Double,
      slipRate: SlipRate
    ) {
      self.location = location
      self.area = area
      self.strike = strike
      self.dip = dip
      self.rake = rake
      self.slip = slip
      self.rigidity = rigidity
      self.initiationTime = initiationTime
      self.slipRate = slipRate
    }
  }

  private var x: [Double] = []
  private var y: [Double] = []
  private var z: [Float] = []
  private var area: [Float] = []
  private var strike: [Float] = []
  private var dip: [Float] = []
  private var rake: [Float] = []
  private var slip: [Float] = []
  /// Pa; zero where unknown.
  private var rigidity: [Float] = []
  private var initiationTime: [Double] = []
  /// The sample interval where there are samples, else Liu's rise time, else zero for an impulse; in s.
  private var timing: [Float] = []
  private var sampleStart: [Int] = [0]
  private var samples: [Float] = []

  /// A fault without sub-sources.
  public init() {}

  /// The number of sub-sources.
  public var count: Int { x.count }

  /// Makes room for sub-sources and for all their slip-rate samples together.
  public mutating func reserveCapacity(_ count: Int, sampleCount: Int = 0) {
    samples.reserveCapacity(sampleCount)
    sampleStart.reserveCapacity(count + 1)
    x.reserveCapacity(count)
    y.reserveCapacity(count)
    initiationTime.reserveCapacity(count)
  }

  /// Adds a sub-source.
  ///
  /// - Throws: ``SourceError/subSource(index:reason:)`` if one of its numbers is impossible.
  public mutating func append(_ source: SubSource) throws(SourceError) {
    do throws(SourceError) {
      try source.validate()
    } catch {
      throw .subSource(index: count, reason: error)
    }
    x.append(source.location.x)
    y.append(source.location.y)
    z.append(Float(source.location.z))
    area.append(Float(source.area))
    strike.append(Float(source.strike))
    dip.append(Float(source.dip))
    rake.append(Float(source.rake))
    slip.append(Float(source.slip))
    rigidity.append(Float(source.rigidity ?? 0))
    appendSlipRate(source.slipRate, initiationTime: source.initiationTime)
  }

  private mutating func appendSlipRate(_ slipRate: SlipRate, initiationTime start: Double) {
    var start = start
    switch slipRate {
    case .impulse: timing.append(0)
    case .liu(let riseTime): timing.append(Float(riseTime))
    case .sampled(let rates, let interval):
      timing.append(Float(interval))
      if let first = rates.first, first != 0 {
        samples.append(0)
        start -= interval
      }
      samples.append(contentsOf: rates)
      if let last = rates.last, last != 0 { samples.append(0) }
    }
    initiationTime.append(start)
    sampleStart.append(samples.count)
  }

  /// One sub-source.
  ///
  /// Its samples may have a zero more at either end than those that were appended, with the initiation time
  /// moved accordingly.
  public subscript(index: Int) -> SubSource {
    let range = sampleStart[index]..<sampleStart[index + 1]
    let timing = Double(timing[index])
    let slipRate: SlipRate =
      if !range.isEmpty {
        .sampled(samples[range], interval: timing)
      } else if timing > 0 {
        .liu(riseTime: timing)
      } else {
        .impulse
      }
    return SubSource(
      location: LocalPoint(x: x[index], y: y[index], z: Double(z[index])),
      area: Double(area[index]),
      strike: Double(strike[index]),
      dip: Double(dip[index]),
      rake: Double(rake[index]),
      slip: Double(slip[index]),
      rigidity: rigidity[index] > 0 ? Double(rigidity[index]) : nil,
      initiationTime: initiationTime[index],
      slipRate: slipRate
    )
  }

  /// Multiplies every slip by a factor.
  public mutating func scaleSlip(by factor: Double) {
    for index in slip.indices {
      slip[index] = Float(Double(slip[index]) * factor)
    }
  }
}

extension FiniteFault.SubSource {
  /// Throws unless all numbers are finite and inside their limits.
  func validate() throws(SourceError) {
    for (name, value) in [
      ("x", location.x), ("y", location.y), ("initiation time", initiationTime),
    ] {
      _ = try requireFinite(value, name)
    }
    _ = try require(
      location.z,
      "depth",
      in: -1e4...1e6,
      unit: "m",
      remedy: "depths here are in metres"
    )
    _ = try requirePositive(area, "area", unit: "m²")
    _ = try requireFinite(slip, "slip")
    _ = try NodalPlane(strike: strike, dip: dip, rake: rake)
    if let rigidity { _ = try requirePositive(rigidity, "rigidity", unit: "Pa") }
    switch slipRate {
    case .impulse: break
    case .liu(let riseTime): _ = try requirePositive(riseTime, "rise time", unit: "s")
    case .sampled(let rates, let interval):
      guard !rates.isEmpty else {
        throw .tableTooShort(quantity: "slip rate", count: 0, minimum: 1)
      }
      _ = try requirePositive(interval, "sample interval", unit: "s")
      if let wrong = rates.first(where: { !$0.isFinite }) {
        throw .notFinite(quantity: "sample of the slip rate", value: Double(wrong))
      }
    }
  }
}
