public import Seismology

/// A rupture as a Standard Rupture Format (SRF) file describes it, in SI units.
///
///     let rupture = try StandardRupture(contentsOf: url)
///     let projection = try MapProjection(frame: frame)
///     let fault = try rupture.fault { try projection.localPoint(of: $0, depth: $1) }
///     let sources = try fault.pointSources(model: model)
///
/// Files have one or more plane segments and one POINTS block for each, or one for all. The points of all
/// blocks stand one after another, one array a quantity.
///
/// Reference: Graves (2014), Standard Rupture Format Version 2.0, SCEC Broadband Platform.
public struct StandardRupture: Sendable {
  /// The version of the format; 2.0 carries shear velocity and density at each point.
  public enum Version: String, Sendable, CaseIterable {
    case one = "1.0"
    case two = "2.0"
  }

  /// The header of one plane segment.
  public struct Segment: Hashable, Sendable {
    /// The middle of the top edge.
    public var topCenter: GeographicPoint
    /// The number of points along strike and down dip.
    public var strikeCount, dipCount: Int
    /// Length along strike and width down dip, in m.
    public var length, width: Double
    /// Strike and dip in degrees.
    public var strike, dip: Double
    /// Depth of the top edge in m.
    public var topDepth: Double
    /// The hypocenter: along strike from the middle of the top edge and down dip from it, in m.
    public var hypocenterAlongStrike, hypocenterDownDip: Double

    /// A segment from its place, its counts, its sizes in m, its angles in degrees and its hypocenter in m.
    public init(
      topCenter: GeographicPoint,
      strikeCount: Int,
      dipCount: Int,
      length: Double,
      width: Double,
      strike: Double,
      dip: Double,
      topDepth: Double,
      hypocenterAlongStrike: Double,
      hypocenterDownDip: Double
    ) {
      self.topCenter = topCenter
      self.strikeCount = strikeCount
      self.dipCount = dipCount
      self.length = length
      self.width = width
      self.strike = strike
      self.dip = dip
      self.topDepth = topDepth
      self.hypocenterAlongStrike = hypocenterAlongStrike
      self.hypocenterDownDip = hypocenterDownDip
    }
  }

  /// One point: its place, its mechanism and its slip in three directions.
  public struct Point: Sendable {
    /// Its epicenter.
    public var epicenter: GeographicPoint
    /// Depth in m.
    public var depth: Double
    /// Strike, dip and rake in degrees.
    public var strike, dip, rake: Double
    /// Area in m².
    public var area: Double
    /// Seconds from the origin time to the first sample.
    public var initiationTime: Double
    /// Seconds between samples.
    public var interval: Double
    /// Shear velocity in m/s and density in kg/m³; zero where unknown.
    public var sVelocity, density: Double
    /// Final slip in m along the rake, at 90° to it in the plane, and along the normal.
    public var slip: SIMD3<Double>
    /// The slip rates in m/s that belong to the three slips.
    public var slipRates: [ArraySlice<Float>]

    /// A point from its place (m), angles (degrees), area (m²), times (s), rock (m/s, kg/m³), slips (m) and
    /// three slip rates (m/s).
    public init(
      epicenter: GeographicPoint,
      depth: Double,
      strike: Double,
      dip: Double,
      rake: Double,
      area: Double,
      initiationTime: Double,
      interval: Double,
      sVelocity: Double = 0,
      density: Double = 0,
      slip: SIMD3<Double>,
      slipRates: [ArraySlice<Float>]
    ) {
      self.epicenter = epicenter
      self.depth = depth
      self.strike = strike
      self.dip = dip
      self.rake = rake
      self.area = area
      self.initiationTime = initiationTime
      self.interval = interval
      self.sVelocity = sVelocity
      self.density = density
      self.slip = slip
      self.slipRates = slipRates
    }
  }

  /// The name of the file it came from, for messages.
  public var name: String
  /// The version of the format.
  public var version: Version
  /// The plane segments; empty in a file without a PLANE header.
  public internal(set) var segments: [Segment]
  /// The number of points in each POINTS block.
  public internal(set) var blockCounts: [Int]
  /// The line at which numbers begin that no POINTS block announces and that were not read; nil if all was.
  public internal(set) var trailingLine: Int?
  var points = PointStorage()

  /// A rupture without points.
  public init(name: String = "rupture", version: Version, segments: [Segment] = []) {
    self.name = name
    self.version = version
    self.segments = segments
    blockCounts = []
  }

  /// The number of points in all blocks.
  public var pointCount: Int { points.latitude.count }

  /// One point, counted from zero over all blocks.
  public subscript(index: Int) -> Point { points[index] }

  /// Adds a block of points.
  public mutating func appendBlock(_ block: some Sequence<Point>) {
    let before = pointCount
    for point in block {
      points.append(point)
    }
    blockCounts.append(pointCount - before)
  }
}

/// The points of a rupture, one array a quantity; all in SI units.
struct PointStorage: Sendable {
  var longitude: [Double] = []
  var latitude: [Double] = []
  var depth: [Float] = []
  var strike: [Float] = []
  var dip: [Float] = []
  var rake: [Float] = []
  var area: [Float] = []
  var initiationTime: [Float] = []
  var interval: [Float] = []
  var sVelocity: [Float] = []
  var density: [Float] = []
  var slip: [SIMD3<Float>] = []
  /// Where the samples of slip direction c of point i begin: entry 3 i + c; one entry more at the end.
  var sampleStart: [Int] = [0]
  var samples: [Float] = []

  subscript(index: Int) -> StandardRupture.Point {
    StandardRupture.Point(
      epicenter: GeographicPoint(latitude: latitude[index], longitude: longitude[index]),
      depth: Double(depth[index]),
      strike: Double(strike[index]),
      dip: Double(dip[index]),
      rake: Double(rake[index]),
      area: Double(area[index]),
      initiationTime: Double(initiationTime[index]),
      interval: Double(interval[index]),
      sVelocity: Double(sVelocity[index]),
      density: Double(density[index]),
      slip: SIMD3<Double>(slip[index]),
      slipRates: (3 * index..<3 * index + 3).map { samples[sampleStart[$0]..<sampleStart[$0 + 1]] }
    )
  }

  mutating func append(_ point: StandardRupture.Point) {
    longitude.append(point.epicenter.longitude)
    latitude.append(point.epicenter.latitude)
    depth.append(Float(point.depth))
    strike.append(Float(point.strike))
    dip.append(Float(point.dip))
    rake.append(Float(point.rake))
    area.append(Float(point.area))
    initiationTime.append(Float(point.initiationTime))
    interval.append(Float(point.interval))
    sVelocity.append(Float(point.sVelocity))
    density.append(Float(point.density))
    slip.append(SIMD3<Float>(point.slip))
    for direction in 0..<3 {
      if direction < point.slipRates.count {
        samples.append(contentsOf: point.slipRates[direction])
      }
      sampleStart.append(samples.count)
    }
  }

  mutating func reserveCapacity(_ count: Int) {
    longitude.reserveCapacity(count)
    latitude.reserveCapacity(count)
    sampleStart.reserveCapacity(3 * count + 1)
  }
}
