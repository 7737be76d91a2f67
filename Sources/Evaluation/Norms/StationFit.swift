/// How well the synthetics of one station fit, at the one shift common to its components that maximises their
/// joint variance reduction.
///
/// The misfit Σ (d − s)² over all components is computed at every whole sample of shift, its smallest value is
/// refined by a parabola, and the synthetics are interpolated to that time by eight-point Lagrange
/// interpolation. Half-way between samples that is off by 4.6·10⁻³ of the amplitude where a period has five samples,
/// by 1.3·10⁻⁴ where it has eight and by 10⁻⁷ where it has twenty.
public struct StationFit: Hashable, Sendable {
  /// One component at the station's shift.
  public struct Component: Hashable, Sendable {
    /// The synthetic, moved by the shift, at the times of the observed samples.
    public let synthetic: [Double]
    /// Σ d² and Σ (d − s)².
    public let observedEnergy, residualEnergy: Double

    /// The variance reduction in percent; nil where the observed component is silent.
    public var varianceReduction: Double? {
      observedEnergy > 0 ? 100 * (1 - residualEnergy / observedEnergy) : nil
    }
  }

  /// By how many seconds the synthetics were moved; positive is later.
  public let shift: Double
  /// The components in the order in which they were given.
  public let components: [Component]

  /// The variance reduction in percent over the components; nil where all are silent.
  public var varianceReduction: Double? { VarianceReduction.total(of: [self]) }

  /// The samples before and after the window that shifts up to `maximumShift` seconds need.
  public static func margin(maximumShift: Double, samplingInterval: Double) -> Int {
    maximumShift > 0 ? Int((maximumShift / samplingInterval).rounded(.up)) + 5 : 0
  }

  /// Finds the best shift of a station.
  ///
  /// - Parameters:
  ///   - observed: the components, equally long.
  ///   - synthetic: the same components with `margin` more samples before and after, so that motion from
  ///     outside the window can move in; sample `margin` belongs to the first observed one.
  ///   - margin: at least ``margin(maximumShift:samplingInterval:)``.
  ///   - samplingInterval: seconds between samples.
  ///   - maximumShift: the largest shift either way in seconds.
  public init(
    observed: [[Double]],
    synthetic: [[Double]],
    margin: Int,
    samplingInterval: Double,
    maximumShift: Double
  ) {
    precondition(
      observed.count == synthetic.count,
      "\(observed.count) observed and \(synthetic.count) synthetic components"
    )
    let limit = maximumShift / samplingInterval
    // One sample beyond the limit on both sides, for the parabola.
    let reach = limit > 0 ? Int(limit.rounded(.up)) + 1 : 0
    precondition(
      limit <= 0 || margin >= reach + 4,
      "a margin of \(margin) samples for shifts up to \(limit) needs \(reach + 4)"
    )
    for (d, s) in zip(observed, synthetic) {
      precondition(
        s.count == d.count + 2 * margin,
        "\(s.count) synthetic samples for \(d.count) observed ones and a margin of \(margin)"
      )
    }
    let misfits = (-reach...reach).map { lag in
      zip(observed, synthetic).reduce(0) { $0 + Self.misfit($1.0, $1.1, margin - lag) }
    }
    let inner = misfits.indices.filter { abs(Double($0 - reach)) <= max(limit, 0) * (1 + 1e-9) }
    let best = inner.min { misfits[$0] < misfits[$1] } ?? reach
    let whole = Double(best - reach)
    let refined = min(max(whole + Self.vertex(of: misfits, at: best), -limit), limit)
    let fits = [whole, refined].map { lag in
      (lag, Self.components(observed, synthetic, margin: margin, lag: lag))
    }
    let chosen = Self.residual(fits[1].1) < Self.residual(fits[0].1) ? fits[1] : fits[0]
    shift = chosen.0 * samplingInterval
    components = chosen.1
  }

  /// Σ (d_i − s_{i + start})².
  private static func misfit(_ observed: [Double], _ synthetic: [Double], _ start: Int) -> Double {
    var sum = 0.0
    for i in observed.indices {
      let difference = observed[i] - synthetic[i + start]
      sum += difference * difference
    }
    return sum
  }

  /// Where the parabola through a smallest value and its neighbours has its vertex, in samples from there.
  private static func vertex(of values: [Double], at index: Int) -> Double {
    guard index > 0, index < values.count - 1 else { return 0 }
    let (a, b, c) = (values[index - 1], values[index], values[index + 1])
    let curvature = a - 2 * b + c
    return curvature > 0 ? min(max(0.5 * (a - c) / curvature, -0.5), 0.5) : 0
  }

  private static func components(
    _ observed: [[Double]],
    _ synthetic: [[Double]],
    margin: Int,
    lag: Double
  ) -> [Component] {
    zip(observed, synthetic).map { d, s in
      let moved = FractionalShift(lag).samples(of: s, from: margin, count: d.count)
      return Component(
        synthetic: moved,
        observedEnergy: d.energy,
        residualEnergy: misfit(d, moved, 0)
      )
    }
  }

  private static func residual(_ components: [Component]) -> Double {
    components.reduce(0) { $0 + $1.residualEnergy }
  }
}
