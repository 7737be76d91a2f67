import Foundation

/// A model whose S velocities are not brought below a limit.
///
/// What a grid can carry is bounded by its slowest waves: 8 points a wavelength at 0.2 Hz and 1 km spacing ask for
/// 1600 m/s. Where v_s of the base is below the limit it becomes the limit, and v_p is raised where it would fall
/// below √3 times the limit, so that the rock keeps λ ≥ μ. Density and quality factors stay. Fluids (v_s = 0) stay
/// as they are.
///
///     let model = try ClippedModel(base: basins, minimumSVelocity: 1600)
///     let clipping = model.clipping(x: 0...120_000, y: 0...80_000, depth: 30_000, spacing: 1000)
///     // "vs clipped at 1600 m/s: 1.3 % of 300000 points, the slowest 500 m/s"
public struct ClippedModel: VelocityModel {
  /// The model that is clipped.
  public let base: any VelocityModel
  /// The limit in m/s.
  public let minimumSVelocity: Double

  /// A clipped model.
  ///
  /// - Throws: ``VelocityModelError/parameterOutOfRange(name:value:allowed:)`` unless the limit in m/s is positive
  ///   and finite, and small enough for rock.
  public init(base: any VelocityModel, minimumSVelocity: Double) throws(VelocityModelError) {
    try Self.validate(minimumSVelocity)
    self.base = base
    self.minimumSVelocity = minimumSVelocity
  }

  /// Whether the base depends on depth alone.
  public var isLaterallyHomogeneous: Bool { base.isLaterallyHomogeneous }

  /// Where the base jumps.
  public var discontinuityDepths: [Double] { base.discontinuityDepths }

  /// The material of the base, not slower than the limit.
  public func material(at point: LocalPoint) -> Material {
    base.material(at: point).clipped(minimumSVelocity: minimumSVelocity)
  }

  /// The base with other random numbers, clipped at the same limit; nil if nothing in it is random.
  public func realised(seed: UInt64) throws(VelocityModelError) -> (any VelocityModel)? {
    guard let other = try base.realised(seed: seed) else { return nil }
    return try ClippedModel(base: other, minimumSVelocity: minimumSVelocity)
  }

  static func validate(_ limit: Double) throws(VelocityModelError) {
    guard Material.plausibleSVelocities.contains(limit) else {
      throw .parameterOutOfRange(
        name: "minimum vs",
        value: limit,
        allowed: "10...12000 m/s"
      )
    }
  }
}

// MARK: - What was clipped

extension ClippedModel {
  /// How much of a model a limit changes.
  public struct Clipping: Hashable, Sendable, CustomStringConvertible {
    /// The limit in m/s.
    public let minimumSVelocity: Double
    /// How many points were looked at.
    public let pointCount: Int
    /// At how many of them the base is slower than the limit.
    public let clippedCount: Int
    /// The smallest S velocity of the base in m/s.
    public let smallestSVelocity: Double

    /// The clipped share of the points, 0...1.
    public var share: Double { pointCount > 0 ? Double(clippedCount) / Double(pointCount) : 0 }

    /// One line with limit, share and smallest velocity.
    public var description: String {
      let limit = "vs clipped at \(Self.rounded(minimumSVelocity)) m/s"
      guard clippedCount > 0 else { return "\(limit): none of \(pointCount) points is slower" }
      let percent = String(format: "%.2g", 100 * share)
      return "\(limit): \(percent) % of \(pointCount) points, "
        + "the slowest \(Self.rounded(smallestSVelocity)) m/s"
    }

    private static func rounded(_ velocity: Double) -> String { String(Int(velocity.rounded())) }
  }

  /// Counts, on a grid of points, where the base is slower than the limit.
  ///
  /// - Parameters:
  ///   - x: the extent along x in metres; both ends are looked at.
  ///   - y: the extent along y in metres.
  ///   - depth: the greatest depth in metres; the surface is looked at too.
  ///   - spacing: the distance between the points in metres.
  /// - Returns: how many points there are and how many are clipped; of layers, one column is looked at.
  public func clipping(
    x: ClosedRange<Double>,
    y: ClosedRange<Double>,
    depth: Double,
    spacing: Double
  ) -> Clipping {
    precondition(spacing > 0 && depth >= 0, "points \(spacing) m apart down to \(depth) m")
    func count(_ length: Double) -> Int { Int((length / spacing + 1e-9).rounded(.down)) + 1 }
    let isLayered = isLaterallyHomogeneous
    let nx = isLayered ? 1 : count(x.upperBound - x.lowerBound)
    let ny = isLayered ? 1 : count(y.upperBound - y.lowerBound)
    let nz = count(depth)
    var (clipped, smallest) = (0, Double.infinity)
    for k in 0..<nz {
      for j in 0..<ny {
        for i in 0..<nx {
          let point = LocalPoint(
            x: x.lowerBound + Double(i) * spacing,
            y: y.lowerBound + Double(j) * spacing,
            z: Double(k) * spacing
          )
          let velocity = base.material(at: point).sVelocity
          guard velocity > 0 else { continue }
          smallest = min(smallest, velocity)
          if velocity < minimumSVelocity { clipped += 1 }
        }
      }
    }
    return Clipping(
      minimumSVelocity: minimumSVelocity,
      pointCount: nx * ny * nz,
      clippedCount: clipped,
      smallestSVelocity: smallest
    )
  }
}

extension Material {
  /// The smallest v_p/v_s of rock that was clipped: that of λ = μ.
  static let clippedVelocityRatio = 3.0.squareRoot()

  /// This material, but not slower than a limit in m/s; see ``ClippedModel``.
  public func clipped(minimumSVelocity limit: Double) -> Material {
    guard sVelocity < limit, !isFluid else { return self }
    var material = self
    material.sVelocity = limit
    material.pVelocity = max(pVelocity, Self.clippedVelocityRatio * limit)
    return material
  }
}

extension LayeredModel {
  /// The same layers, none slower than a limit in m/s: what ``ClippedModel`` does, as layers.
  ///
  /// A gradient is divided where it crosses the limit.
  ///
  /// - Throws: ``VelocityModelError/parameterOutOfRange(name:value:allowed:)`` for an impossible limit.
  public func clipped(minimumSVelocity limit: Double) throws(VelocityModelError) -> LayeredModel {
    try ClippedModel.validate(limit)
    var clipped: [Layer] = []
    for (index, layer) in layers.enumerated() {
      let (top, bottom) = (layer.material, layer.bottomMaterial)
      let inner = Self.crossings(from: top, to: bottom, limit: limit)
      let thickness = layer.isGradient ? layers[index + 1].top - layer.top : 0
      let ends: [(Double, Material)] = [(0, top)] + inner + [(1, bottom)]
      for (upper, lower) in zip(ends, ends.dropFirst()) {
        clipped.append(
          Layer(
            top: layer.top + upper.0 * thickness,
            material: upper.1.clipped(minimumSVelocity: limit),
            bottomMaterial: lower.1.clipped(minimumSVelocity: limit)
          )
        )
      }
    }
    return try LayeredModel(layers: clipped)
  }

  /// The shares of a gradient at which v_s crosses the limit, and v_p the smallest that goes with it.
  private static func crossings(from top: Material, to bottom: Material, limit: Double)
    -> [(Double, Material)]
  {
    func share(_ a: Double, _ b: Double, _ level: Double) -> Double? {
      (a - level) * (b - level) < 0 ? (level - a) / (b - a) : nil
    }
    let shares = [
      share(top.sVelocity, bottom.sVelocity, limit),
      share(top.pVelocity, bottom.pVelocity, Material.clippedVelocityRatio * limit),
    ]
    return shares.compactMap(\.self).sorted()
      .map { ($0, top.interpolated(to: bottom, fraction: $0)) }
      // Faster than the limit, v_p is left alone; the limit itself may be missed by a rounding.
      .filter { $0.1.sVelocity <= limit * (1 + 1e-12) }
  }
}
