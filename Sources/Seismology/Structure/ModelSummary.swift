/// A velocity model in a table: what it holds at each depth, its extremes, and what is odd about it.
public struct ModelSummary: Hashable, Sendable {
  /// The smallest and the largest values at one depth.
  public struct Row: Hashable, Sendable {
    /// Depth in metres.
    public var depth: Double
    /// The smallest value of each property over the places sampled; they need not belong to one place.
    public var smallest: Material
    /// The largest value of each property.
    public var largest: Material
  }

  /// Something that a user should know before computing with a model.
  public enum Remark: Hashable, Sendable {
    /// Water: v_s = 0 at this depth in metres.
    case fluid(depth: Double)
    /// No attenuation anywhere.
    case noAttenuation
    /// All discontinuities lie above this depth in metres: perhaps they were meant in km.
    case shallowDiscontinuities(deepest: Double)
    /// A discontinuity lies below all that regional models reach: perhaps its depth was meant in metres.
    case deepDiscontinuity(depth: Double)
    /// v_s decreases below this depth in metres: a low-velocity zone.
    case lowVelocityZone(depth: Double)
    /// v_p/v_s outside 1.4...5 at this depth in metres.
    case unusualVelocityRatio(depth: Double, ratio: Double)
    /// Q_p below Q_s at this depth in metres: usually two columns swapped.
    case pQualityBelowSQuality(depth: Double, pQuality: Double, sQuality: Double)
    /// 1/Q_p is less than (4/3)(v_s/v_p)²/Q_s at this depth: negative attenuation in compression.
    case negativeBulkAttenuation(depth: Double, pQuality: Double, largest: Double)
  }

  /// One row a depth; at a discontinuity one for the material above it and one for that below.
  public let rows: [Row]
  /// The smallest and largest values over all rows.
  public let smallest, largest: Material
  /// The discontinuities in metres; empty for models that change laterally.
  public let discontinuityDepths: [Double]
  /// Whether the model depends on depth alone.
  public let isLaterallyHomogeneous: Bool
  /// What is odd, each kind once, from the top down.
  public let remarks: [Remark]

  /// Samples a model.
  ///
  /// - Parameters:
  ///   - model: the model.
  ///   - x: the extent along x in metres that is looked at; without meaning for layers.
  ///   - y: the extent along y in metres.
  ///   - depth: the greatest depth in metres.
  ///   - horizontalSamples: how many places along x and along y.
  ///   - depthSamples: how many depths; layers add one on either side of each discontinuity.
  public init(
    of model: any VelocityModel,
    x: ClosedRange<Double> = 0...0,
    y: ClosedRange<Double> = 0...0,
    depth: Double,
    horizontalSamples: Int = 33,
    depthSamples: Int = 21
  ) {
    precondition(
      depth > 0 && horizontalSamples > 0 && depthSamples > 1,
      "\(horizontalSamples) places and \(depthSamples) depths down to \(depth) m"
    )
    let isLayered = model.isLaterallyHomogeneous
    let xs = isLayered ? [x.lowerBound] : Self.samples(x, horizontalSamples)
    let ys = isLayered ? [y.lowerBound] : Self.samples(y, horizontalSamples)
    let depths = Self.depths(of: model, to: depth, count: depthSamples)
    rows = depths.map { z in
      Row(
        at: z,
        materials: ys.flatMap { y in xs.map { model.material(at: LocalPoint(x: $0, y: y, z: z)) } }
      )
    }
    smallest = Self.combined(rows.map(\.smallest), min)
    largest = Self.combined(rows.map(\.largest), max)
    discontinuityDepths = model.discontinuityDepths
    isLaterallyHomogeneous = isLayered
    remarks = Self.remarks(rows, discontinuityDepths, isLayered)
  }

  private static func samples(_ range: ClosedRange<Double>, _ count: Int) -> [Double] {
    let length = range.upperBound - range.lowerBound
    guard length > 0, count > 1 else { return [range.lowerBound + length / 2] }
    return (0..<count).map { range.lowerBound + length * Double($0) / Double(count - 1) }
  }

  private static func depths(of model: any VelocityModel, to depth: Double, count: Int) -> [Double]
  {
    if let layered = model as? LayeredModel { return depths(of: layered, to: depth) }
    let jumps = model.discontinuityDepths.filter { $0 < depth }
    return (samples(0...depth, count) + jumps.flatMap { [$0.nextDown, $0] }).sorted()
      .reduce(into: []) { if $0.last != $1 { $0.append($1) } }
  }

  /// The tops of the layers, and their bottoms where they differ from the top of the next.
  private static func depths(of model: LayeredModel, to depth: Double) -> [Double] {
    let jumps = Set(model.discontinuityDepths)
    let tops = model.layers.map(\.top).filter { $0 <= depth }
    let depths = tops.flatMap { $0 > 0 && jumps.contains($0) ? [$0.nextDown, $0] : [$0] }
    return depths.last == depth ? depths : depths + [depth]
  }

  static func combined(_ materials: [Material], _ choose: (Double, Double) -> Double) -> Material {
    func extreme(_ property: KeyPath<Material, Double>) -> Double {
      let values = materials.map { $0[keyPath: property] }
      return values.dropFirst().reduce(values[0], choose)
    }
    return Material(
      density: extreme(\.density),
      pVelocity: extreme(\.pVelocity),
      sVelocity: extreme(\.sVelocity),
      pQuality: extreme(\.pQuality),
      sQuality: extreme(\.sQuality)
    )
  }
}

extension ModelSummary.Row {
  fileprivate init(at depth: Double, materials: [Material]) {
    self.init(
      depth: depth,
      smallest: ModelSummary.combined(materials, min),
      largest: ModelSummary.combined(materials, max)
    )
  }
}

extension ModelSummary {
  private static func remarks(_ rows: [Row], _ discontinuities: [Double], _ isLayered: Bool)
    -> [Remark]
  {
    var remarks: [Remark] = []
    if let deepest = discontinuities.last, deepest < 100 {
      remarks.append(.shallowDiscontinuities(deepest: deepest))
    }
    if let deepest = discontinuities.last, deepest > 700_000 {
      remarks.append(.deepDiscontinuity(depth: deepest))
    }
    if let row = rows.first(where: { $0.smallest.isFluid }) {
      remarks.append(.fluid(depth: row.depth))
    }
    if rows.allSatisfy({ $0.smallest.sQuality == .infinity && $0.smallest.pQuality == .infinity }) {
      remarks.append(.noAttenuation)
    }
    // Only of layers do the values of a row belong to one rock.
    guard isLayered else { return remarks }
    let slower = zip(rows, rows.dropFirst()).first {
      $1.smallest.sVelocity < $0.smallest.sVelocity && !$1.smallest.isFluid
    }
    if let (above, below) = slower {
      let isJump = above.depth.nextUp >= below.depth
      remarks.append(.lowVelocityZone(depth: isJump ? below.depth : above.depth))
    }
    return remarks + ratioRemarks(rows)
      + rows.lazy.compactMap(qualityRemark).prefix(1) + rows.lazy.compactMap(bulkRemark).prefix(1)
  }

  /// The ratio nearest to the limit √(4/3), if it is near, or else the first that is odd.
  private static func ratioRemarks(_ rows: [Row]) -> [Remark] {
    let lowest = rows.filter { !$0.smallest.isFluid }.min {
      $0.smallest.velocityRatio < $1.smallest.velocityRatio
    }
    if let lowest, lowest.smallest.velocityRatio < 1.2 {
      return [ratioRemark(lowest)].compactMap { $0 }
    }
    return Array(rows.lazy.compactMap(ratioRemark).prefix(1))
  }

  private static func ratioRemark(_ row: Row) -> Remark? {
    let ratio = row.smallest.velocityRatio
    guard !row.smallest.isFluid, !(1.4...5).contains(ratio) else { return nil }
    return .unusualVelocityRatio(depth: row.depth, ratio: ratio)
  }

  private static func qualityRemark(_ row: Row) -> Remark? {
    let rock = row.smallest
    guard !rock.isFluid, rock.pQuality < rock.sQuality, rock.sQuality.isFinite else { return nil }
    return .pQualityBelowSQuality(
      depth: row.depth,
      pQuality: rock.pQuality,
      sQuality: rock.sQuality
    )
  }

  private static func bulkRemark(_ row: Row) -> Remark? {
    let rock = row.smallest
    guard !rock.isFluid, rock.sQuality.isFinite else { return nil }
    let limit = 0.75 * rock.velocityRatio * rock.velocityRatio * rock.sQuality
    // Published models round their factors to whole numbers.
    guard rock.pQuality > 1.01 * limit else { return nil }
    return .negativeBulkAttenuation(depth: row.depth, pQuality: rock.pQuality, largest: limit)
  }
}

extension ModelSummary.Remark: CustomStringConvertible {
  /// One sentence: what was found, where, and what it may mean.
  public var description: String {
    func rounded(_ value: Double) -> String { "\((value * 100).rounded() / 100)" }
    switch self {
    case .fluid(let depth): return "Water (vs = 0) at \(rounded(depth)) m depth."
    case .noAttenuation: return "No attenuation: every quality factor is infinite."
    case .shallowDiscontinuities(let deepest):
      return """
        The deepest discontinuity lies at \(rounded(deepest)) m; were the depths meant in kilometres?
        """
    case .lowVelocityZone(let depth):
      return "vs decreases below \(rounded(depth)) m: a low-velocity zone."
    case .deepDiscontinuity(let depth):
      return """
        A discontinuity lies at \(rounded(depth / 1000)) km; unless this is a model of the whole Earth, were \
        the depths meant in metres?
        """
    case .unusualVelocityRatio(let depth, let ratio) where ratio < 1.2:
      return """
        vp/vs is \((ratio * 10_000).rounded() / 10_000) at \(rounded(depth)) m, next to the limit 1.1547 where \
        the bulk modulus vanishes: a run may become unstable; rock and soil have 1.4 to 5.
        """
    case .unusualVelocityRatio(let depth, let ratio):
      return "vp/vs is \(rounded(ratio)) at \(rounded(depth)) m; rock and soil have 1.4 to 5."
    case .pQualityBelowSQuality(let depth, let pQuality, let sQuality):
      return """
        Qp \(rounded(pQuality)) is below Qs \(rounded(sQuality)) at \(rounded(depth)) m; are the two \
        columns swapped?
        """
    case .negativeBulkAttenuation(let depth, let pQuality, let largest):
      return """
        Qp \(rounded(pQuality)) at \(rounded(depth)) m exceeds 3/4 (vp/vs)² Qs = \(rounded(largest)): \
        attenuation in compression would be negative.
        """
    }
  }
}
