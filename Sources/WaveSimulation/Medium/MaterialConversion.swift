import Seismology

/// Turns materials into unrelaxed moduli and losses, and refuses what no rock can have.
struct MaterialConversion: Sendable {
  /// Relaxation for the losses; nil if elastic.
  let spectrum: RelaxationSpectrum?
  private let factors: [Double]
  private static let tableStep = 0.0005
  private static let tableEnd = 0.2

  init(spectrum: RelaxationSpectrum?) {
    self.spectrum = spectrum
    let count = Int(Self.tableEnd / Self.tableStep) + 2
    factors =
      spectrum.map { spectrum in
        (0..<count).map { spectrum.unrelaxedFactor(loss: Double($0) * Self.tableStep) }
      } ?? []
  }

  /// M_u / M_ref for a loss, by linear interpolation (error below 1e-6).
  private func unrelaxedFactor(_ loss: Double) -> Double {
    let position = min(loss, Self.tableEnd) / Self.tableStep
    let index = Int(position)
    let fraction = position - Double(index)
    return factors[index] * (1 - fraction) + factors[index + 1] * fraction
  }

  /// The sample of a valid material.
  func sample(_ m: Material) -> MediumSample {
    guard spectrum != nil else {
      return MediumSample(
        density: m.density,
        pModulus: m.pModulus,
        shearModulus: m.shearModulus,
        bulkLoss: 0,
        shearLoss: 0
      )
    }
    let (pLoss, sLoss) = (1 / m.pQuality, 1 / m.sQuality)
    let p = m.pModulus * unrelaxedFactor(pLoss)
    let s = m.shearModulus * unrelaxedFactor(sLoss)
    let bulk = p - 4.0 / 3 * s
    // P waves see bulk and shear: M/Q_p = K/Q_κ + (4/3) μ/Q_s.
    return MediumSample(
      density: m.density,
      pModulus: p,
      shearModulus: s,
      bulkLoss: (p * pLoss - 4.0 / 3 * s * sLoss) / bulk,
      shearLoss: sLoss
    )
  }

  /// What is wrong with a material, or nil.
  func fault(of m: Material) -> String? {
    if let fault = Self.fault(of: m) { return fault }
    guard spectrum == nil || min(m.pQuality, m.sQuality) >= 1 / Self.tableEnd else {
      return "Qp \(m.pQuality) and Qs \(m.sQuality) must be at least \(1 / Self.tableEnd)"
    }
    return nil
  }

  private static func fault(of m: Material) -> String? {
    guard m.density.isFinite, m.pVelocity.isFinite, m.sVelocity.isFinite else {
      return
        "density \(m.density) kg/m³, vp \(m.pVelocity) m/s, vs \(m.sVelocity) m/s are not all finite"
    }
    guard m.density > 0, m.pVelocity > 0, m.sVelocity >= 0 else {
      return """
        density \(m.density) kg/m³ and vp \(m.pVelocity) m/s must be positive, vs \(m.sVelocity) m/s \
        not negative
        """
    }
    let limit = m.pVelocity / (4.0 / 3).squareRoot()
    guard m.sVelocity < limit else {
      return """
        vs \(m.sVelocity) m/s is not below vp/√(4/3) = \(limit) m/s; check the order and units of the \
        columns
        """
    }
    guard m.pQuality > 0, m.sQuality > 0 else {
      return "Qp \(m.pQuality) and Qs \(m.sQuality) must be positive"
    }
    return nil
  }
}
