import Foundation

/// The direction in which a channel counts positive, as StationXML and SEED give it.
public struct ChannelOrientation: Hashable, Sendable {
  /// Degrees clockwise from north.
  public var azimuth: Double
  /// Degrees down from the horizontal: −90 points up.
  public var dip: Double

  /// A direction from its azimuth and dip in degrees.
  public init(azimuth: Double, dip: Double) {
    self.azimuth = azimuth
    self.dip = dip
  }

  /// Straight up.
  public static let up = ChannelOrientation(azimuth: 0, dip: -90)
  /// To the north.
  public static let north = ChannelOrientation(azimuth: 0, dip: 0)
  /// To the east.
  public static let east = ChannelOrientation(azimuth: 90, dip: 0)

  /// The unit vector (up, north, east).
  public var direction: SIMD3<Double> {
    let (dip, azimuth) = (dip * .pi / 180, azimuth * .pi / 180)
    return SIMD3(-sin(dip), cos(azimuth) * cos(dip), sin(azimuth) * cos(dip))
  }
}

/// The change between three channels of any directions and vertical, north and east.
///
///     let rotation = try OrientationRotation(first: .up, second: orientation1, third: orientation2)
///     let (z, n, e) = try rotation.toVerticalNorthEast(bhz, bh1, bh2)
///
/// The channels need not be at right angles, only in three independent directions. Equal to ObsPy's
/// `rotate2zne`.
public struct OrientationRotation: Hashable, Sendable {
  /// Each channel is the scalar product of its row with the motion (up, north, east).
  private let rows: [SIMD3<Double>]
  private let inverse: [SIMD3<Double>]

  /// The change for channels of three directions.
  ///
  /// - Throws: ``SignalError/outOfRange(name:value:limits:)`` if an angle is not finite or the three
  ///   directions lie in one plane, so that motion across it is not recorded.
  public init(
    first: ChannelOrientation,
    second: ChannelOrientation,
    third: ChannelOrientation
  ) throws(SignalError) {
    for angle in [first, second, third].flatMap({ [$0.azimuth, $0.dip] }) {
      guard angle.isFinite else {
        throw .outOfRange(name: "azimuth or dip", value: angle, limits: "a number of degrees")
      }
    }
    let (a, b, c) = (first.direction, second.direction, third.direction)
    let crossed = [Self.cross(b, c), Self.cross(c, a), Self.cross(a, b)]
    let volume = (a * crossed[0]).sum()
    guard abs(volume) > 1e-6 else {
      throw .outOfRange(
        name: "volume that the three channel directions span",
        value: abs(volume),
        limits: "above 1e-6; channels in one plane cannot give all three components"
      )
    }
    rows = [a, b, c]
    // The columns of the inverse are the cross products over the volume.
    inverse = (0..<3).map { i in
      SIMD3(crossed[0][i], crossed[1][i], crossed[2][i]) / volume
    }
  }

  /// Vertical (up), north and east motion from the three channels.
  ///
  /// - Throws: ``SignalError`` if the traces differ in length or a sample is not finite.
  public func toVerticalNorthEast(
    _ first: [Double],
    _ second: [Double],
    _ third: [Double]
  ) throws(SignalError) -> (vertical: [Double], north: [Double], east: [Double]) {
    try Self.apply(inverse, first, second, third)
  }

  /// What the three channels would record of vertical (up), north and east motion.
  ///
  /// - Throws: ``SignalError`` if the traces differ in length or a sample is not finite.
  public func fromVerticalNorthEast(
    _ vertical: [Double],
    _ north: [Double],
    _ east: [Double]
  ) throws(SignalError) -> (first: [Double], second: [Double], third: [Double]) {
    let (first, second, third) = try Self.apply(rows, vertical, north, east)
    return (first, second, third)
  }

  private static func apply(
    _ matrix: [SIMD3<Double>],
    _ a: [Double],
    _ b: [Double],
    _ c: [Double]
  ) throws(SignalError) -> (vertical: [Double], north: [Double], east: [Double]) {
    for other in [b, c] {
      guard other.count == a.count else {
        throw .mismatch(
          what: "number of samples",
          first: Double(a.count),
          second: Double(other.count)
        )
      }
    }
    for trace in [a, b, c] { try FiniteSamples.require(trace, for: "a rotation") }
    let row = { (row: SIMD3<Double>) in
      a.indices.map { a[$0] * row.x + b[$0] * row.y + c[$0] * row.z }
    }
    return (row(matrix[0]), row(matrix[1]), row(matrix[2]))
  }

  private static func cross(_ a: SIMD3<Double>, _ b: SIMD3<Double>) -> SIMD3<Double> {
    SIMD3(a.y * b.z - a.z * b.y, a.z * b.x - a.x * b.z, a.x * b.y - a.y * b.x)
  }
}
