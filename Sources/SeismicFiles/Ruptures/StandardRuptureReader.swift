public import Foundation
import NumericalRuntime
import Seismology

extension StandardRupture {
  /// Reads an SRF file of version 1.0 or 2.0 with any number of segments.
  ///
  /// Lengths in km, areas in cm², slips in cm and slip rates in cm/s become metres. Cost: about
  /// 2 s a gigabyte.
  public init(contentsOf url: URL) throws(RuptureFileError) {
    let data: Data
    do throws(FileAccessError) {
      data = try FileContents.read(url)
    } catch {
      throw .inaccessible(error)
    }
    try self.init(data, name: url.lastPathComponent)
  }

  /// Reads an SRF file from memory; the name stands in messages.
  public init(_ data: Data, name: String = "rupture") throws(RuptureFileError) {
    let result = data.withUnsafeBytes { (raw: UnsafeRawBufferPointer) in
      Result { () throws(RuptureFileError) in
        var reader = StandardRuptureReader(raw.bindMemory(to: UInt8.self), file: name)
        return try reader.read()
      }
    }
    self = try result.get()
  }
}

/// Reads an SRF file word by word; line ends count only for messages.
struct StandardRuptureReader {
  private var scanner: NumberScanner
  private let file: String
  private var rupture: StandardRupture
  /// The point that is being read and the size of its block, for messages.
  private var place = (point: 0, of: 0)

  init(_ bytes: UnsafeBufferPointer<UInt8>, file: String) {
    scanner = NumberScanner(bytes)
    self.file = file
    rupture = StandardRupture(name: file, version: .one)
  }

  mutating func read() throws(RuptureFileError) -> StandardRupture {
    try readVersion()
    reading: while let word = scanner.word() {
      switch word {
      case "PLANE": try readSegments()
      case "POINTS": try readPoints()
      default:
        // Some files go on after the points that they announce; their programs stop there too.
        if !rupture.blockCounts.isEmpty, Double(word) != nil {
          rupture.trailingLine = scanner.line
          break reading
        }
        throw .malformed(
          file: file,
          line: scanner.line,
          found: word,
          expected: rupture.blockCounts.isEmpty
            ? "PLANE or POINTS" : "POINTS or the end of the file"
        )
      }
    }
    guard !rupture.blockCounts.isEmpty else {
      throw .endOfFile(file: file, line: scanner.line, expected: "POINTS")
    }
    try checkCounts()
    return rupture
  }

  private mutating func readVersion() throws(RuptureFileError) {
    guard let word = scanner.word() else {
      throw .endOfFile(file: file, line: scanner.line, expected: "the version (1.0 or 2.0)")
    }
    guard
      let version = StandardRupture.Version.allCases.first(where: {
        Double($0.rawValue) == Double(word)
      })
    else { throw .unsupportedVersion(file: file, line: scanner.line, found: word) }
    rupture.version = version
  }

  private mutating func readSegments() throws(RuptureFileError) {
    place = (0, 0)
    for _ in 0..<(try count("number of segments", 1...100_000)) {
      let longitude = try number("longitude of the segment", in: Limit.longitude)
      let latitude = try number("latitude of the segment", in: Limit.latitude)
      rupture.segments.append(
        StandardRupture.Segment(
          topCenter: GeographicPoint(latitude: latitude, longitude: longitude),
          strikeCount: try count("number of points along strike", 0...1_000_000),
          dipCount: try count("number of points down dip", 0...1_000_000),
          length: 1e3 * (try number("length of the segment", in: Limit.length)),
          width: 1e3 * (try number("width of the segment", in: Limit.length)),
          strike: try number("strike of the segment", in: Limit.turn),
          dip: try number("dip of the segment", in: Limit.dip),
          topDepth: 1e3 * (try number("top depth of the segment", in: Limit.depth)),
          hypocenterAlongStrike: 1e3 * (try number("hypocenter along strike", in: Limit.place)),
          hypocenterDownDip: 1e3 * (try number("hypocenter down dip", in: Limit.place))
        )
      )
    }
  }

  /// With several segments their points must all be there; a single one may describe more than the file holds.
  private func checkCounts() throws(RuptureFileError) {
    let inHeader = rupture.segments.reduce(0) { $0 + $1.strikeCount * $1.dipCount }
    guard rupture.segments.count > 1, inHeader != rupture.pointCount else { return }
    throw .pointCountMismatch(
      file: file,
      segments: rupture.segments.count,
      pointsInHeader: inHeader,
      pointsInFile: rupture.pointCount
    )
  }
}

// MARK: - Points

extension StandardRuptureReader {
  private mutating func readPoints() throws(RuptureFileError) {
    place = (0, 0)
    let total = try count("number of points", 0...100_000_000)
    // A point takes at least 20 bytes: a wrong count must not reserve the memory of the machine.
    rupture.points.reserveCapacity(rupture.pointCount + min(total, scanner.remaining / 20))
    for index in 0..<total {
      place = (index + 1, total)
      try readPoint()
    }
    rupture.blockCounts.append(total)
  }

  private mutating func readPoint() throws(RuptureFileError) {
    let longitude = try number("longitude", in: Limit.longitude)
    let latitude = try number("latitude", in: Limit.latitude)
    let depth = 1e3 * (try number("depth", in: Limit.depth))
    let strike = try number("strike", in: Limit.turn)
    let dip = try number("dip", in: Limit.dip)
    let area = 1e-4 * (try number("area", in: Limit.area))
    let initiationTime = try number("initiation time", in: Limit.time)
    let interval = try number("sample interval", in: Limit.interval)
    var (sVelocity, density) = (0.0, 0.0)
    if rupture.version == .two {
      sVelocity = 1e-2 * max(0, try number("shear velocity", in: Limit.velocity))
      density = 1e3 * max(0, try number("density", in: Limit.density))
    }
    let rake = try number("rake", in: Limit.turn)
    var slip = SIMD3<Float>.zero
    var counts = SIMD3<Int>.zero
    for direction in 0..<3 {
      slip[direction] = Float(1e-2 * (try number(Self.slipNames[direction], in: Limit.slip)))
      counts[direction] = try count(Self.countNames[direction], 0...10_000_000)
    }
    if counts != .zero, interval < 1e-9 {
      throw outOfRange(
        "sample interval",
        interval,
        1e-9...1e3,
        remedy: "a slip rate needs one above 0 s"
      )
    }
    rupture.points.longitude.append(longitude)
    rupture.points.latitude.append(latitude)
    rupture.points.depth.append(Float(depth))
    rupture.points.strike.append(Float(strike))
    rupture.points.dip.append(Float(dip))
    rupture.points.rake.append(Float(rake))
    rupture.points.area.append(Float(area))
    rupture.points.initiationTime.append(Float(initiationTime))
    rupture.points.interval.append(Float(interval))
    rupture.points.sVelocity.append(Float(sVelocity))
    rupture.points.density.append(Float(density))
    rupture.points.slip.append(slip)
    for direction in 0..<3 {
      for index in 0..<counts[direction] {
        rupture.points.samples.append(Float(1e-2 * (try sample(index, of: counts[direction]))))
      }
      rupture.points.sampleStart.append(rupture.points.samples.count)
    }
  }

  private static let slipNames = ["slip along rake", "slip across rake", "slip along the normal"]
  private static let countNames = [
    "number of samples along rake", "number of samples across rake",
    "number of samples along the normal",
  ]
}

// MARK: - Numbers

extension StandardRuptureReader {
  /// The limits of the quantities in the units of the format, with what to check where they are crossed.
  private enum Limit {
    static let longitude = (-360.0...360.0, "check that longitude comes before latitude")
    static let latitude = (-90.0...90.0, "check that longitude comes before latitude")
    static let length = (0.0...1e4, "lengths are in km")
    static let place = (-1e4...1e4, "lengths are in km")
    static let depth = (-10.0...1000.0, "depths are in km; divide metres by 1000")
    static let dip = (
      0.0...90.0, "for a plane that dips to the left, turn the strike by 180 degrees"
    )
    static let turn = (-360.0...360.0, "angles are in degrees")
    static let area = (1e-3...1e16, "areas are in square centimetres and positive")
    static let time = (-1e5...1e5, "times are in s after the origin time")
    static let slip = (-1e7...1e7, "slips are in cm")
    static let slipRate = (-1e16...1e16, "slip rates are in cm/s")
    static let interval = (0.0...1e3, "intervals are in s")
    static let velocity = (-1e3...1.5e6, "shear velocities are in cm/s")
    static let density = (-100.0...30.0, "densities are in g/cm³; divide kg/m³ by 1000")
  }

  private mutating func number(
    _ quantity: String,
    in limit: (range: ClosedRange<Double>, remedy: String)? = nil
  ) throws(RuptureFileError) -> Double {
    let value: Double
    do throws(NumberScanner.Failure) {
      value = try scanner.number()
    } catch {
      throw explain(error, quantity)
    }
    if let limit, !limit.range.contains(value) {
      throw outOfRange(quantity, value, limit.range, remedy: limit.remedy)
    }
    return value
  }

  private mutating func sample(_ index: Int, of count: Int) throws(RuptureFileError) -> Double {
    let value: Double
    do throws(NumberScanner.Failure) {
      value = try scanner.number()
    } catch {
      throw explain(error, "slip rate \(index + 1) of \(count)")
    }
    guard Limit.slipRate.0.contains(value) else {
      let (limits, remedy) = Limit.slipRate
      throw outOfRange("slip rate \(index + 1) of \(count)", value, limits, remedy: remedy)
    }
    return value
  }

  private mutating func count(
    _ quantity: String,
    _ limits: ClosedRange<Int>
  ) throws(RuptureFileError) -> Int {
    let value = try number(quantity)
    guard let count = Int(exactly: value), limits.contains(count) else {
      throw outOfRange(
        quantity,
        value,
        Double(limits.lowerBound)...Double(limits.upperBound),
        remedy: "a whole number stands here in an SRF file"
      )
    }
    return count
  }

  private func explain(_ failure: NumberScanner.Failure, _ quantity: String) -> RuptureFileError {
    let what = place.point > 0 ? "\(quantity) of point \(place.point) of \(place.of)" : quantity
    switch failure {
    case .endOfFile: return .endOfFile(file: file, line: scanner.line, expected: what)
    case .notANumber(let found):
      return .malformed(file: file, line: scanner.line, found: found, expected: what)
    case .notFinite(let found):
      return .notFinite(file: file, line: scanner.line, quantity: what, found: found)
    }
  }

  private func outOfRange(
    _ quantity: String,
    _ value: Double,
    _ limits: ClosedRange<Double>,
    remedy: String
  ) -> RuptureFileError {
    let name = place.point > 0 ? "\(quantity) of point \(place.point) of \(place.of)" : quantity
    return .outOfRange(
      file: file,
      line: scanner.line,
      quantity: name,
      value: value,
      limits: limits,
      remedy: remedy
    )
  }
}
