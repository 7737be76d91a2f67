import NumericalRuntime
public import Tensors

/// Each value goes on as its last two foretell, ever more weakly.
///
///     x̂_k = γᵏ e_k,     e_k = a e_{k−1} + b e_{k−2},     e_0 = x_T,  e_{−1} = x_{T−1}
///
/// for the k-th frame after the last one given, x_T. The numbers a and b, common to all places and components, foretell
/// training motion best by one frame (an autoregression of order 2 by least squares); the damping γ, 0...1, then is the
/// one whose forecasts have the least squared error over all frames of the training windows.
public struct DampedExtrapolation: BaselineForecast, Hashable {
  /// What stands in tables.
  public let name = "damped extrapolation"
  /// a and b.
  public let first, second: Double
  /// γ, the factor a frame.
  public let damping: Double

  /// An extrapolation of known numbers.
  ///
  /// - Precondition: a damping within 0...1.
  public init(first: Double, second: Double, damping: Double) {
    require((0...1).contains(damping), "DampedExtrapolation: a damping of \(damping), not 0...1")
    self.first = first
    self.second = second
    self.damping = damping
  }

  /// The forecast from the last two frames.
  ///
  /// - Precondition: two frames or more go in.
  public func forecast(_ input: Tensor, frames: Int) -> Tensor {
    let count = input.shape[1]
    require(count >= 2, "DampedExtrapolation: \(count) frames go in, two are needed")
    let last = input.sliced(axis: 1, from: count - 1, to: count)
    let before = input.sliced(axis: 1, from: count - 2, to: count - 1)
    let shares = Self.shares(first, second, frames: frames).enumerated().map { k, share in
      var (lastShare, beforeShare) = (share.x, share.y)
      for _ in 0...k {
        lastShare *= damping
        beforeShare *= damping
      }
      return last * lastShare + before * beforeShare
    }
    return Tensor.concatenated(shares, axis: 1)
  }

  /// e_k = α x_T + β x_{T−1} as (α, β), for k = 1, 2, ….
  static func shares(_ first: Double, _ second: Double, frames: Int) -> [SIMD2<Double>] {
    var (now, before) = (SIMD2<Double>(1, 0), SIMD2<Double>(0, 1))
    return (0..<frames).map { _ in
      (now, before) = (first * now + second * before, now)
      return now
    }
  }
}

/// The sums of training windows from which a ``DampedExtrapolation`` follows; windows are seen one after another.
public struct DampedExtrapolationFit: Sendable {
  /// Σ x_t², Σ x_t x_{t−1}, Σ x_{t−1}² and Σ x_{t+1} x_t, Σ x_{t+1} x_{t−1} within inputs.
  private var (now, mixed, before, nextNow, nextBefore) = (0.0, 0.0, 0.0, 0.0, 0.0)
  /// The first three of these at the end of inputs.
  private var end = SIMD3<Double>.zero
  /// Σ y_k x_T and Σ y_k x_{T−1} for each frame of the target.
  private var products: [SIMD2<Double>] = []

  /// A fit that has seen nothing.
  public init() {}

  /// Adds windows, scaled as scores are: input [n, T, 3, …] and target [n, frames, 3, …].
  ///
  /// - Precondition: three frames or more go in, and all targets are equally long.
  public mutating func add(input: Tensor, target: Tensor) {
    let (count, frames) = (input.shape[1], target.shape[1])
    require(
      count >= 3 && (products.isEmpty || products.count == frames),
      "DampedExtrapolationFit: windows of \(count) + \(frames) frames after ones of \(products.count)"
    )
    func part(_ from: Int, _ to: Int) -> Tensor { input.sliced(axis: 1, from: from, to: to) }
    func sum(_ a: Tensor, _ b: Tensor) -> Double { (a * b).sum().item }
    let (older, middle, newer) = (part(0, count - 2), part(1, count - 1), part(2, count))
    now += sum(middle, middle)
    mixed += sum(middle, older)
    before += sum(older, older)
    nextNow += sum(newer, middle)
    nextBefore += sum(newer, older)
    let (last, previous) = (part(count - 1, count), part(count - 2, count - 1))
    end += SIMD3(sum(last, last), sum(last, previous), sum(previous, previous))
    if products.isEmpty { products = Array(repeating: .zero, count: frames) }
    for frame in 0..<frames {
      let truth = target.sliced(axis: 1, from: frame, to: frame + 1)
      products[frame] += SIMD2(sum(truth, last), sum(truth, previous))
    }
  }

  /// The extrapolation that fits best.
  ///
  /// - Throws: ``ForecastingError/unusableInput(reason:)`` where no window moved.
  public func solved() throws(ForecastingError) -> DampedExtrapolation {
    let determinant = now * before - mixed * mixed
    guard now > 0, before > 0 else {
      throw .unusableInput(reason: "no training window moves, so that nothing can be extrapolated")
    }
    var (first, second) = (nextNow / now, 0.0)
    // Frames in one proportion tell a alone.
    if determinant > 1e-12 * now * before {
      first = (nextNow * before - nextBefore * mixed) / determinant
      second = (nextBefore * now - nextNow * mixed) / determinant
    }
    let dampings = (0...1000).map { Double($0) / 1000 }
    let errors = dampings.map { error(first, second, damping: $0) }
    let best = errors.indices.min { errors[$0] < errors[$1] } ?? 0
    return DampedExtrapolation(first: first, second: second, damping: dampings[best])
  }

  /// Σ (γᵏ e_k)² − 2 Σ γᵏ e_k y_k: the squared error without Σ y_k², which does not depend on γ.
  private func error(_ first: Double, _ second: Double, damping: Double) -> Double {
    var (factor, sum) = (1.0, 0.0)
    let shares = DampedExtrapolation.shares(first, second, frames: products.count)
    for (share, product) in zip(shares, products) {
      factor *= damping
      let size =
        share.x * share.x * end.x + 2 * share.x * share.y * end.y + share.y * share.y * end.z
      sum += factor * factor * size - 2 * factor * (share * product).sum()
    }
    return sum.isNaN ? .infinity : sum
  }
}
