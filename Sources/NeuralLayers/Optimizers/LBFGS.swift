public import Tensors

/// Quasi-Newton minimisation with limited memory and a line search that satisfies the strong Wolfe conditions.
///
///     var minimizer = LBFGS()
///     let summary = minimizer.minimize(&model) { valueAndGradient(at: $0) { meanSquaredError($0(x), y) } }
///
/// For full batches: the function must be the same at every evaluation. That is why it is no ``Optimizer`` and not for
/// ``TrainingLoop``, whose every step sees another batch: call ``minimize(_:_:)`` instead of a loop.
///
/// - Reference: Nocedal & Wright (2006), Numerical Optimization, 2nd edition, algorithms 7.4 and 7.5; the line search
///   algorithms 3.5 and 3.6.
public struct LBFGS: Sendable {
  /// The most iterations of one call.
  public var maximumIterations: Int
  /// How many pairs of moves and changes of the gradient are remembered.
  public var historyCount: Int
  /// Done where no number of the gradient is larger.
  public var gradientTolerance: Double
  /// Done where the value and every number of the point change by less.
  public var changeTolerance: Double
  /// The line search.
  public var lineSearch = WolfeLineSearch()

  private var pairs: [Pair] = []

  /// One move and what it did to the gradient.
  private struct Pair: Sendable {
    var move: [Tensor]
    var change: [Tensor]
    /// 1 / ⟨change, move⟩.
    var rho: Double
  }

  /// What a minimisation came to.
  public struct Summary: Sendable {
    /// The smallest value that was found.
    public var value: Double
    /// The iterations that were made.
    public var iterations: Int
    /// How often the function was evaluated.
    public var evaluations: Int
    /// Whether a tolerance was reached, rather than the last iteration or the end of what can be resolved.
    public var isConverged: Bool
  }

  /// A minimiser that remembers nothing yet.
  public init(
    maximumIterations: Int = 100,
    historyCount: Int = 10,
    gradientTolerance: Double = 1e-7,
    changeTolerance: Double = 1e-9
  ) {
    self.maximumIterations = maximumIterations
    self.historyCount = historyCount
    self.gradientTolerance = gradientTolerance
    self.changeTolerance = changeTolerance
  }

  /// Moves the parameters of `model` towards a minimum of a function.
  ///
  /// - Parameters:
  ///   - model: where to begin; holds the best point afterwards.
  ///   - evaluate: the value and the gradients in walk order.
  /// - Returns: what the minimisation came to; not converged where value or gradients were not finite at the start.
  public mutating func minimize<Model: Module>(
    _ model: inout Model,
    _ evaluate: (Model) throws -> (value: Tensor, gradients: [Tensor])
  ) rethrows -> Summary {
    let (value, gradients) = try evaluate(model)
    var point = LinePoint(step: 0, value: value.item, gradients: gradients)
    var summary = Summary(value: point.value, iterations: 0, evaluations: 1, isConverged: false)
    while summary.iterations < maximumIterations {
      // Comparisons with NaN would pass for a gradient of zero.
      guard point.value.isFinite, areFinite(point.gradients) else { break }
      if largestNumber(of: point.gradients) <= gradientTolerance {
        summary.isConverged = true
        break
      }
      let direction = direction(from: point.gradients)
      let start = model
      let first = pairs.isEmpty ? min(1, 1 / max(1e-30, oneNorm(point.gradients))) : 1
      let found = try lineSearch.search(from: point, along: direction, firstStep: first) { step in
        var moved = start
        moved.updateParameters { index, tensor in tensor.add(direction[index], times: step) }
        return try evaluate(moved)
      }
      summary.evaluations += found.evaluations
      guard let next = found.point else { break }
      summary.iterations += 1
      model = start
      model.updateParameters { index, tensor in tensor.add(direction[index], times: next.step) }
      remember(direction, next, after: point)
      let change = abs(next.value - point.value)
      let isStill =
        change < changeTolerance && next.step * largestNumber(of: direction) < changeTolerance
      point = next
      summary.value = point.value
      if isStill {
        summary.isConverged = true
        break
      }
    }
    return summary
  }

  /// −H g by the two-loop recursion (algorithm 7.4).
  private func direction(from gradients: [Tensor]) -> [Tensor] {
    var q = gradients
    var factors: [Double] = []
    for pair in pairs.reversed() {
      let factor = pair.rho * inner(pair.move, q)
      add(pair.change, times: -factor, to: &q)
      factors.append(factor)
    }
    // H₀ = ⟨s, y⟩ / ⟨y, y⟩ (eq. 7.20).
    let size = pairs.last.map { 1 / ($0.rho * inner($0.change, $0.change)) } ?? 1
    for index in q.indices { q[index].scale(by: size) }
    for (pair, factor) in zip(pairs, factors.reversed()) {
      add(pair.move, times: factor - pair.rho * inner(pair.change, q), to: &q)
    }
    for index in q.indices { q[index].scale(by: -1) }
    return q
  }

  private mutating func remember(
    _ direction: [Tensor],
    _ next: LinePoint,
    after point: LinePoint
  ) {
    var (move, change) = (direction, next.gradients)
    for index in move.indices { move[index].scale(by: next.step) }
    add(point.gradients, times: -1, to: &change)
    let curvature = inner(change, move)
    // Rounding may leave no curvature; such a pair would spoil the inverse Hessian.
    guard curvature > 1e-14 * inner(change, change) else { return }
    pairs.append(Pair(move: move, change: change, rho: 1 / curvature))
    if pairs.count > historyCount { pairs.removeFirst() }
  }
}

/// ⟨a, b⟩ over all tensors.
func inner(_ a: [Tensor], _ b: [Tensor]) -> Double {
  zip(a, b).reduce(0) { $0 + $1.0.dot($1.1) }
}

private func add(_ a: [Tensor], times factor: Double, to sum: inout [Tensor]) {
  for index in sum.indices { sum[index].add(a[index], times: factor) }
}

/// Whether no number is NaN or infinite, for which alone zero times a number is not zero.
private func areFinite(_ tensors: [Tensor]) -> Bool {
  tensors.allSatisfy { ($0.detached * 0).sum().item == 0 }
}

private func largestNumber(of tensors: [Tensor]) -> Double {
  tensors.filter { $0.count > 0 }.reduce(0) { largest, tensor in
    max(largest, tensor.detached.abs().maximum(axes: Array(0..<tensor.rank)).item)
  }
}

private func oneNorm(_ tensors: [Tensor]) -> Double {
  tensors.reduce(0) { $0 + $1.detached.abs().sum().item }
}
