import Tensors

/// A point on a line through the space of parameters.
struct LinePoint: Sendable {
  /// How far along the direction.
  var step: Double
  /// The function's value there.
  var value: Double
  /// Its gradients there.
  var gradients: [Tensor]
  /// Its derivative along the direction.
  var slope = 0.0
}

/// The search for a step along a direction that satisfies the strong Wolfe conditions.
///
///     f(α) ≤ f(0) + c₁ α f′(0)        |f′(α)| ≤ c₂ |f′(0)|
///
/// by bracketing and then narrowing with cubic interpolation.
///
/// - Reference: Nocedal & Wright (2006), algorithms 3.5 and 3.6, eqs 3.7 and 3.59.
public struct WolfeLineSearch: Hashable, Sendable {
  /// The share of the slope's promise that a step must keep.
  public var sufficientDecrease = 1e-4
  /// The share of the slope that may be left.
  public var curvature = 0.9
  /// The most evaluations of one search.
  public var maximumEvaluations = 25

  /// The usual constants.
  public init() {}

  /// A step that satisfies the conditions; the best one with sufficient decrease where evaluations run out; no
  /// point where not even that is found.
  func search(
    from start: LinePoint,
    along direction: [Tensor],
    firstStep: Double,
    _ evaluate: (Double) throws -> (value: Tensor, gradients: [Tensor])
  ) rethrows -> (point: LinePoint?, evaluations: Int) {
    var origin = start
    origin.step = 0
    origin.slope = inner(start.gradients, direction)
    guard origin.slope < 0 else { return (nil, 0) }
    var evaluations = 0
    func point(at step: Double) throws -> LinePoint {
      evaluations += 1
      let (value, gradients) = try evaluate(step)
      let slope = inner(gradients, direction)
      // A point whose gradient is not finite is none to stop at, whatever its value.
      let number = slope.isFinite ? value.item : .infinity
      return LinePoint(step: step, value: number, gradients: gradients, slope: slope)
    }
    var (previous, step) = (origin, firstStep)
    while evaluations < maximumEvaluations {
      let current = try point(at: step)
      let isFirst = evaluations == 1
      if !current.value.isFinite || !decreases(current, from: origin)
        || !isFirst && current.value >= previous.value
      {
        let found = try zoom(low: previous, high: current, origin, { evaluations }, point)
        return (found, evaluations)
      }
      if isFlat(current, origin) { return (current, evaluations) }
      if current.slope >= 0 {
        let found = try zoom(low: current, high: previous, origin, { evaluations }, point)
        return (found, evaluations)
      }
      // Beyond the interval by at most ten times its length.
      step = current.step + extrapolation(previous, current) * (current.step - previous.step)
      previous = current
    }
    return (previous.step > 0 ? previous : nil, evaluations)
  }

  /// Algorithm 3.6: `low` has the smallest value with sufficient decrease so far, and its slope points to `high`.
  private func zoom(
    low: LinePoint,
    high: LinePoint,
    _ origin: LinePoint,
    _ evaluations: () -> Int,
    _ point: (Double) throws -> LinePoint
  ) rethrows -> LinePoint? {
    var (low, high) = (low, high)
    while evaluations() < maximumEvaluations {
      let width = abs(high.step - low.step)
      guard width > 1e-14 * max(1, abs(low.step)) else { break }
      let trial = try point(interpolatedStep(low, high))
      if !trial.value.isFinite || !decreases(trial, from: origin) || trial.value >= low.value {
        high = trial
      } else {
        if isFlat(trial, origin) { return trial }
        if trial.slope * (high.step - low.step) >= 0 { high = low }
        low = trial
      }
    }
    return low.step > 0 ? low : nil
  }

  private func decreases(_ point: LinePoint, from origin: LinePoint) -> Bool {
    point.value <= origin.value + sufficientDecrease * point.step * origin.slope
  }

  private func isFlat(_ point: LinePoint, _ origin: LinePoint) -> Bool {
    abs(point.slope) <= -curvature * origin.slope
  }

  /// How many interval lengths the next trial lies beyond the second point: where the cubic has its minimum, from
  /// 1 to 9.
  private func extrapolation(_ a: LinePoint, _ b: LinePoint) -> Double {
    guard let minimum = cubicMinimum(a, b) else { return 1 }
    let beyond = (minimum - b.step) / (b.step - a.step)
    return beyond.isFinite ? min(max(beyond, 1), 9) : 9
  }

  /// The minimum of the cubic between two points, at least a tenth of the interval away from either end.
  private func interpolatedStep(_ low: LinePoint, _ high: LinePoint) -> Double {
    let (left, right) = (min(low.step, high.step), max(low.step, high.step))
    let margin = 0.1 * (right - left)
    guard high.value.isFinite, high.slope.isFinite, let minimum = cubicMinimum(low, high) else {
      return (left + right) / 2
    }
    return min(max(minimum, left + margin), right - margin)
  }

  /// Where the cubic through two values and slopes is smallest, equation 3.59.
  private func cubicMinimum(_ a: LinePoint, _ b: LinePoint) -> Double? {
    let d1 = a.slope + b.slope - 3 * (a.value - b.value) / (a.step - b.step)
    let radicand = d1 * d1 - a.slope * b.slope
    guard radicand >= 0 else { return nil }
    let d2 = (b.step > a.step ? 1 : -1) * radicand.squareRoot()
    let step = b.step - (b.step - a.step) * (b.slope + d2 - d1) / (b.slope - a.slope + 2 * d2)
    return step.isFinite ? step : nil
  }
}
