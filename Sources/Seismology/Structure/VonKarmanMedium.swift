import Foundation
import NumericalRuntime

/// The statistics of a random medium, and the box in which it is made.
///
/// The fractional perturbation of the velocities has the von Kármán power spectrum in three dimensions,
///
///     P(k) ∝ (1 + a_x² k_x² + a_y² k_y² + a_z² k_z²)^−(H + 3/2)
///
/// with correlation lengths a and Hurst exponent H; H = 1/2 is the exponential correlation function exp(−r/a).
///
/// - Reference: Frankel & Clayton (1986), JGR 91(B6), 6465–6489; Sato, Fehler & Maeda (2012), Seismic Wave
///   Propagation and Scattering in the Heterogeneous Earth, section 2.3.
public struct VonKarmanMedium: Hashable, Sendable {
  /// Correlation lengths along x, y and z in metres.
  public var correlationLengths: SIMD3<Double>
  /// Hurst exponent H, in 0 < H ≤ 1.
  public var hurstExponent: Double
  /// Standard deviation of the fractional velocity perturbation, at most 0.3; it is cut at ±3 of them.
  public var standardDeviation: Double
  /// The seed: the same seed gives the same medium.
  public var seed: UInt64
  /// The share of the velocity perturbation by which the density follows: 0.8 (Sato & Fehler), 0 for none.
  public var densityRatio: Double
  /// The lower corner of the box in metres.
  public var corner: LocalPoint
  /// The extent of the box along x, y and z in metres; outside it the medium repeats.
  public var extent: SIMD3<Double>
  /// Distance between the nodes of the box in metres; between nodes the medium is linear.
  public var spacing: Double

  /// A medium from its statistics and its box (metres).
  public init(
    correlationLengths: SIMD3<Double>,
    hurstExponent: Double,
    standardDeviation: Double,
    seed: UInt64,
    densityRatio: Double = 0.8,
    corner: LocalPoint,
    extent: SIMD3<Double>,
    spacing: Double
  ) {
    self.correlationLengths = correlationLengths
    self.hurstExponent = hurstExponent
    self.standardDeviation = standardDeviation
    self.seed = seed
    self.densityRatio = densityRatio
    self.corner = corner
    self.extent = extent
    self.spacing = spacing
  }

  /// The most nodes that a box may have: 2 GB of single-precision numbers.
  public static let largestNodeCount = 500_000_000

  /// The number of nodes along x, y and z: at least `extent/spacing`, rounded up to sizes quick to transform.
  var nodeCounts: SIMD3<Int> {
    func count(_ length: Double) -> Int {
      RealFourierTransform<Float>.efficientCount(
        atLeast: max(2, Int((length / spacing - 1e-9).rounded(.up)))
      )
    }
    return SIMD3(count(extent.x), count(extent.y), count(extent.z))
  }

  /// Refuses statistics and boxes that cannot be made.
  ///
  /// - Throws: ``VelocityModelError/parameterOutOfRange(name:value:allowed:)``.
  public func validate() throws(VelocityModelError) {
    func require(_ name: String, _ value: Double, _ isAllowed: Bool, _ allowed: String)
      throws(VelocityModelError)
    {
      guard value.isFinite, isAllowed else {
        throw .parameterOutOfRange(name: name, value: value, allowed: allowed)
      }
    }
    for axis in 0..<3 {
      let name = ["x", "y", "z"][axis]
      let length = correlationLengths[axis]
      try require(
        "correlation length along \(name)",
        length,
        length > 0,
        "greater than zero (metres)"
      )
      try require(
        "extent along \(name)",
        extent[axis],
        extent[axis] > 0,
        "greater than zero (metres)"
      )
    }
    try require(
      "hurst exponent",
      hurstExponent,
      hurstExponent > 0 && hurstExponent <= 1,
      "0 < H ≤ 1"
    )
    try require(
      "standard deviation",
      standardDeviation,
      standardDeviation >= 0 && standardDeviation <= 0.3,
      "a fraction 0...0.3"
    )
    try require("density ratio", densityRatio, (0...1).contains(densityRatio), "0...1")
    let shortest = correlationLengths.min()
    try require(
      "spacing",
      spacing,
      spacing > 0 && spacing <= shortest,
      "greater than zero and at most the shortest correlation length, \(shortest) m"
    )
    // As floating-point numbers first: the product may not fit an integer.
    let cells = (extent / spacing).rounded(.up)
    let volume = cells.x * cells.y * cells.z
    let least = spacing * pow(volume / Double(Self.largestNodeCount), 1.0 / 3)
    try require(
      "spacing",
      spacing,
      volume <= Double(Self.largestNodeCount),
      "at least \(least.rounded(.up)) m, so that the box has at most \(Self.largestNodeCount) nodes"
    )
  }
}

extension VonKarmanMedium {
  /// The perturbation at the nodes of the box, row-major `(z, y, x)`, cut at ±3 standard deviations.
  ///
  /// White noise from the seed is coloured in the wavenumber domain. It is scaled so that the variance expected
  /// at a node is that asked for; one realisation differs from it by chance. The mean is zero.
  func synthesized() -> [Float] {
    let n = nodeCounts
    var box = RealFourierBox(nx: n.x, ny: n.y, nz: n.z)
    let noise = SeededGenerator(seed: seed)
    for k in 0..<n.z {
      for j in 0..<n.y {
        let row = UnsafeMutableBufferPointer(rebasing: box.row(j, k)[0..<n.x])
        noise.fillGaussian(row, first: (k * n.y + j) * n.x)
      }
    }
    box.forward()
    let power = color(&box)
    box.inverse()
    // Forward and inverse together multiply by N; the expected variance after colouring is Σ A²/N.
    let count = Double(n.x * n.y * n.z)
    let scale = Float(standardDeviation / (power / count).squareRoot() / count)
    let limit = Float(3 * standardDeviation)
    var values = [Float](repeating: 0, count: n.x * n.y * n.z)
    for k in 0..<n.z {
      for j in 0..<n.y {
        let row = box.row(j, k)
        let start = (k * n.y + j) * n.x
        for i in 0..<n.x { values[start + i] = min(max(row[i] * scale, -limit), limit) }
      }
    }
    return values
  }

  /// Multiplies the coefficients by the amplitude spectrum A = √P; returns Σ A² over all wavenumbers.
  private func color(_ box: inout RealFourierBox) -> Double {
    let n = nodeCounts
    /// a² k² for each index along one axis.
    func squares(_ count: Int, _ length: Double) -> [Double] {
      (0..<count).map { index in
        let wave = Double(index <= count / 2 ? index : index - count)
        let k = 2 * Double.pi * wave / (Double(count) * spacing)
        return length * length * k * k
      }
    }
    let (sx, sy, sz) = (
      squares(n.x, correlationLengths.x), squares(n.y, correlationLengths.y),
      squares(n.z, correlationLengths.z)
    )
    let exponent = -(hurstExponent + 1.5) / 2
    var power = 0.0
    for k in 0..<n.z {
      for j in 0..<n.y {
        let row = box.row(j, k)
        for i in 0...n.x / 2 {
          let isMean = i == 0 && j == 0 && k == 0
          let amplitude = isMean ? 0 : pow(1 + sx[i] + sy[j] + sz[k], exponent)
          row[2 * i] *= Float(amplitude)
          row[2 * i + 1] *= Float(amplitude)
          // Coefficients inside the half spectrum stand for their conjugates too.
          let isEdge = i == 0 || (n.x % 2 == 0 && i == n.x / 2)
          power += (isEdge ? 1 : 2) * amplitude * amplitude
        }
      }
    }
    return power
  }
}
