import ComplexModule

/// A digital filter as a chain of second-order sections, which keeps its poles where they belong.
///
///     H(z) = g Π (1 + b₁z⁻¹ + b₂z⁻²) / (1 + a₁z⁻¹ + a₂z⁻²)
///
/// One polynomial of order 8 at 0.02 Hz of 200-Hz data would lose all its digits; each section keeps them.
struct SecondOrderSections: Hashable, Sendable {
  /// The sections, those with poles nearest to the unit circle last.
  private(set) var sections: [Section] = []
  /// The factor before the first section.
  let gain: Double

  /// The sections of a digital filter.
  ///
  /// Poles are taken from the nearest to the unit circle outwards, each pair with the zeros nearest to it, so
  /// that no section has a peak much above the whole; as in SciPy's `zpk2sos` with pairing `nearest`.
  init(_ filter: PoleZeroGain) {
    gain = filter.gain
    var poles = ConjugatePairs(filter.poles)
    var zeros = ConjugatePairs(filter.zeros)
    if filter.poles.count % 2 == 1 {
      poles.add(.zero)
      zeros.add(.zero)
    }
    while let pole = poles.takeNearestToCircle() {
      let other = pole.imaginary == 0 ? poles.takeRealNearestToCircle() : pole.conjugate
      let zero = zeros.takeNearest(to: pole) ?? .zero
      let otherZero = zero.imaginary == 0 ? zeros.takeRealNearest(to: pole) : zero.conjugate
      sections.insert(
        Section(zeros: (zero, otherZero ?? .zero), poles: (pole, other ?? .zero)),
        at: 0
      )
    }
  }

  /// Coefficients of one section; the first of numerator and denominator is 1.
  struct Section: Hashable, Sendable {
    let b1, b2, a1, a2: Double

    fileprivate init(
      zeros: (Complex<Double>, Complex<Double>),
      poles: (Complex<Double>, Complex<Double>)
    ) {
      b1 = -(zeros.0 + zeros.1).real
      b2 = (zeros.0 * zeros.1).real
      a1 = -(poles.0 + poles.1).real
      a2 = (poles.0 * poles.1).real
    }

    /// Output for a constant input of 1.
    var constantGain: Double { (1 + b1 + b2) / (1 + a1 + a2) }
  }
}

/// Roots of a real polynomial: one of each complex pair, that above the real axis, and the real ones.
private struct ConjugatePairs {
  private var roots: [Complex<Double>] = []

  init(_ all: [Complex<Double>]) {
    for root in all {
      // Rounding leaves real roots an imaginary part of a few ulp.
      let isReal = abs(root.imaginary) <= 100 * root.length.ulp
      if isReal {
        roots.append(Complex(root.real))
      } else if root.imaginary > 0 {
        roots.append(root)
      }
    }
  }

  mutating func add(_ root: Complex<Double>) { roots.append(root) }

  mutating func takeNearestToCircle() -> Complex<Double>? {
    take { abs(1 - $0.length) }
  }

  mutating func takeRealNearestToCircle() -> Complex<Double>? {
    take(onlyReal: true) { abs(1 - $0.length) }
  }

  mutating func takeNearest(to point: Complex<Double>) -> Complex<Double>? {
    take { ($0 - point).length }
  }

  mutating func takeRealNearest(to point: Complex<Double>) -> Complex<Double>? {
    take(onlyReal: true) { ($0 - point).length }
  }

  private mutating func take(
    onlyReal: Bool = false,
    by distance: (Complex<Double>) -> Double
  ) -> Complex<Double>? {
    let open = roots.indices.filter { !onlyReal || roots[$0].imaginary == 0 }
    return open.min { distance(roots[$0]) < distance(roots[$1]) }.map { roots.remove(at: $0) }
  }
}
