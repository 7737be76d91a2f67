import Foundation

/// First arrivals of P and S waves in a flat layered model, by tracing rays.
///
/// The direct ray and the head wave of every interface are traced exactly (Snell's law, ray parameter found by
/// bisection to rounding); the earliest of them is the first arrival. A gradient layer is cut into constant
/// sheets, whose head waves then follow the turning ray; its travel time is late by a share of about
/// (sheet/depth of turning)², and converges as the sheets are made thinner.
///
/// Epicentral distances are taken as flat: no spherical correction.
public struct TravelTimes: Sendable {
  /// A kind of body wave.
  public enum Phase: String, Hashable, Sendable, CaseIterable {
    /// Compressional.
    case p = "P"
    /// Shear; does not pass through fluids.
    case s = "S"
  }

  /// How a first arrival travelled.
  public enum Path: Hashable, Sendable {
    /// Straight from layer to layer.
    case direct
    /// Along the interface at this depth in metres, within its faster side.
    case head(depth: Double)
  }

  /// The first arrival of a phase.
  public struct Arrival: Hashable, Sendable {
    /// Seconds after the origin time.
    public var time: Double
    /// Horizontal slowness in s/m.
    public var slowness: Double
    /// How it travelled.
    public var path: Path
  }

  /// One constant sheet.
  private struct Sheet {
    var top, bottom, velocity: Double
  }

  private let pSheets, sSheets: [Sheet]

  /// Travel times in a model.
  ///
  /// - Parameters:
  ///   - model: the layers.
  ///   - gradientStep: the thickness in metres of the sheets into which gradient layers are cut.
  public init(model: LayeredModel, gradientStep: Double = 50) {
    precondition(gradientStep > 0, "sheets of \(gradientStep) m")
    pSheets = Self.sheets(of: model, step: gradientStep, velocity: \.pVelocity)
    sSheets = Self.sheets(of: model, step: gradientStep, velocity: \.sVelocity)
  }

  /// The first arrival of a phase.
  ///
  /// - Parameters:
  ///   - phase: P or S.
  ///   - sourceDepth: depth of the source in metres, at least 0.
  ///   - receiverDepth: depth of the receiver in metres, at least 0.
  ///   - distance: horizontal distance in metres.
  /// - Returns: the earliest arrival; nil if the phase cannot get there (S through a fluid).
  public func firstArrival(
    _ phase: Phase,
    sourceDepth: Double,
    receiverDepth: Double = 0,
    distance: Double
  ) -> Arrival? {
    precondition(
      sourceDepth >= 0 && receiverDepth >= 0 && distance.isFinite && distance >= 0,
      "depths \(sourceDepth) m and \(receiverDepth) m, distance \(distance) m"
    )
    let sheets = phase == .p ? pSheets : sSheets
    let upper = min(sourceDepth, receiverDepth)
    let lower = max(sourceDepth, receiverDepth)
    var arrivals: [Arrival] = []
    if let direct = Self.direct(sheets, upper, lower, distance) { arrivals.append(direct) }
    arrivals += Self.headWaves(sheets, upper, lower, distance, downward: true)
    arrivals += Self.headWaves(sheets, upper, lower, distance, downward: false)
    return arrivals.min { $0.time < $1.time }
  }

  // MARK: - Rays

  /// The thicknesses and velocities that a vertical line crosses between two depths.
  private static func column(_ sheets: [Sheet], _ from: Double, _ to: Double)
    -> [(thickness: Double, velocity: Double)]
  {
    sheets.compactMap { sheet in
      let thickness = min(sheet.bottom, to) - max(sheet.top, from)
      return thickness > 0 ? (thickness, sheet.velocity) : nil
    }
  }

  private static func direct(
    _ sheets: [Sheet],
    _ upper: Double,
    _ lower: Double,
    _ distance: Double
  ) -> Arrival? {
    let path = column(sheets, upper, lower)
    guard let fastest = path.map(\.velocity).max() else {
      return horizontal(sheets, depth: upper, distance)
    }
    guard path.allSatisfy({ $0.velocity > 0 }) else { return nil }
    // The tangent of the angle in the fastest sheet runs from 0 to infinity and resolves grazing rays, which
    // a bisection over slowness cannot.
    func slowness(_ tangent: Double) -> Double {
      tangent / (1 + tangent * tangent).squareRoot() / fastest
    }
    func reach(_ tangent: Double) -> Double {
      path.reduce(0) { sum, sheet in
        if sheet.velocity == fastest { return sum + sheet.thickness * tangent }
        let sine = slowness(tangent) * sheet.velocity
        return sum + sheet.thickness * sine / (1 - sine * sine).squareRoot()
      }
    }
    let total = path.reduce(0) { $0 + $1.thickness }
    var low = 0.0
    var high = 2 * distance / total + 1
    while reach(high) < distance { high *= 2 }
    for _ in 0..<200 where low < high {
      let middle = (low + high) / 2
      if middle == low || middle == high { break }
      if reach(middle) < distance { low = middle } else { high = middle }
    }
    let p = slowness(high)
    // T = p X + Σ h η: an error of p enters only squared.
    let time = path.reduce(p * distance) { $0 + $1.thickness * verticalSlowness($1.velocity, p) }
    return Arrival(time: time, slowness: p, path: .direct)
  }

  /// Source and receiver at the same depth: along the faster side of an interface, or within the layer.
  private static func horizontal(_ sheets: [Sheet], depth: Double, _ distance: Double) -> Arrival? {
    let velocity =
      sheets.filter { $0.top <= depth && depth <= $0.bottom }.map(\.velocity).max() ?? 0
    guard velocity > 0 else { return nil }
    return Arrival(time: distance / velocity, slowness: 1 / velocity, path: .direct)
  }

  /// Head waves along interfaces below both ends, or above both.
  private static func headWaves(
    _ sheets: [Sheet],
    _ upper: Double,
    _ lower: Double,
    _ distance: Double,
    downward: Bool
  ) -> [Arrival] {
    zip(sheets, sheets.dropFirst()).compactMap { above, below in
      let depth = below.top
      let far = downward ? below : above
      guard downward ? depth >= lower : depth <= upper, far.velocity > 0 else { return nil }
      let legs =
        downward
        ? column(sheets, upper, depth) + column(sheets, lower, depth)
        : column(sheets, depth, upper) + column(sheets, depth, lower)
      let p = 1 / far.velocity
      guard legs.allSatisfy({ $0.velocity > 0 && $0.velocity < far.velocity }) else { return nil }
      let critical = legs.reduce(0) { sum, leg in
        sum + leg.thickness * p / verticalSlowness(leg.velocity, p)
      }
      guard distance >= critical else { return nil }
      let time = legs.reduce(p * distance) { $0 + $1.thickness * verticalSlowness($1.velocity, p) }
      return Arrival(time: time, slowness: p, path: .head(depth: depth))
    }
  }

  /// √(1/v² − p²).
  private static func verticalSlowness(_ velocity: Double, _ p: Double) -> Double {
    max(0, (1 / velocity - p) * (1 / velocity + p)).squareRoot()
  }

  private static func sheets(
    of model: LayeredModel,
    step: Double,
    velocity: KeyPath<Material, Double>
  ) -> [Sheet] {
    var sheets: [Sheet] = []
    for (index, layer) in model.layers.enumerated() {
      let bottom = index + 1 < model.layers.count ? model.layers[index + 1].top : .infinity
      let (first, last) = (
        layer.material[keyPath: velocity], layer.bottomMaterial[keyPath: velocity]
      )
      let count = first == last ? 1 : Int(((bottom - layer.top) / step).rounded(.up))
      for part in 0..<count {
        let (t0, t1) = (Double(part) / Double(count), Double(part + 1) / Double(count))
        // Of a sheet with a gradient, the mean velocity.
        sheets.append(
          Sheet(
            top: count == 1 ? layer.top : layer.top + (bottom - layer.top) * t0,
            bottom: part + 1 == count ? bottom : layer.top + (bottom - layer.top) * t1,
            velocity: first + (last - first) * (t0 + t1) / 2
          )
        )
      }
    }
    return sheets
  }
}
