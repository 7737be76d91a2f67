import NumericalRuntime

extension Tensor {
  /// Batch normalisation of [n, c, ...] with the statistics of the batch.
  ///
  ///     y = (x − μ) / √(σ² + ε) · scale + shift
  ///
  /// with mean μ and variance σ² (divided by the number) of each channel over all other axes.
  ///
  /// - Parameters:
  ///   - scale: [c], or nil for ones.
  ///   - shift: [c], or nil for zeros.
  ///   - epsilon: what keeps the root away from zero.
  /// - Returns: y, and off the tape μ and σ², each [c].
  package func batchNormalized(
    scale: Tensor?,
    shift: Tensor?,
    epsilon: Double
  ) -> (output: Tensor, mean: Tensor, variance: Tensor) {
    normalized(.channel, scale: scale, shift: shift, epsilon: epsilon)
  }

  /// The same with the statistics of each channel of each sample, [n, c].
  package func instanceNormalized(scale: Tensor?, shift: Tensor?, epsilon: Double) -> Tensor {
    normalized(.sampleAndChannel, scale: scale, shift: shift, epsilon: epsilon).output
  }

  /// The same with given statistics [c], through which no gradient flows.
  package func normalized(
    mean: Tensor,
    variance: Tensor,
    scale: Tensor?,
    shift: Tensor?,
    epsilon: Double
  ) -> Tensor {
    let x = self
    guard scalarType == .float32 else {
      return x.composed(.channel, (mean, variance), scale, shift, epsilon)
    }
    let affine = GroupAffine(scale: scale, shift: shift)
    let plan = GroupNormalization(
      x: x.detached,
      grouping: .channel,
      mean: mean.doubles,
      variance: variance.doubles,
      scale: affine.scales(count: shape[1]),
      shift: affine.shifts(count: shape[1]),
      epsilon: epsilon,
      isConstant: true
    )
    return recorded(plan, affine)
  }

  private func normalized(
    _ grouping: NormalizationPieces.Grouping,
    scale: Tensor?,
    shift: Tensor?,
    epsilon: Double
  ) -> (output: Tensor, mean: Tensor, variance: Tensor) {
    let x = self
    guard scalarType == .float32 else {
      let statistics = x.composedMoments(grouping)
      let output = x.composed(grouping, statistics, scale, shift, epsilon)
      return (
        output, statistics.mean.detached.flattened(), statistics.variance.detached.flattened()
      )
    }
    let (mean, variance) = NormalizationPieces(of: x).moments(of: x.detached, grouping)
    let affine = GroupAffine(scale: scale, shift: shift)
    let plan = GroupNormalization(
      x: x.detached,
      grouping: grouping,
      mean: mean,
      variance: variance,
      scale: affine.scales(count: shape[1]),
      shift: affine.shifts(count: shape[1]),
      epsilon: epsilon,
      isConstant: false
    )
    return (
      recorded(plan, affine),
      Tensor(mean.map(Float.init), shape: [mean.count]),
      Tensor(variance.map(Float.init), shape: [mean.count])
    )
  }

  private func recorded(_ plan: GroupNormalization, _ affine: GroupAffine) -> Tensor {
    let needsInput = isTracked
    return Tensor.recorded(plan.output, from: [self] + affine.tensors) { g in
      let (dx, dscale, dshift) = plan.gradients(g, needsInput: needsInput)
      var gradients = [dx]
      if affine.scale != nil { gradients.append(dscale) }
      if affine.shift != nil { gradients.append(dshift) }
      return gradients
    }
  }
}

/// The parameters behind a normalisation, either of which may be absent.
struct GroupAffine {
  let scale: Tensor?
  let shift: Tensor?

  init(scale: Tensor?, shift: Tensor?) {
    self.scale = scale
    self.shift = shift
  }

  /// Those that are there.
  var tensors: [Tensor] { [scale, shift].compactMap { $0 } }

  func scales(count: Int) -> [Double] { numbers(scale, or: 1, count, "scale") }

  func shifts(count: Int) -> [Double] { numbers(shift, or: 0, count, "shift") }

  private func numbers(_ tensor: Tensor?, or value: Double, _ count: Int, _ name: String)
    -> [Double]
  {
    guard let tensor else { return [Double](repeating: value, count: count) }
    require(
      tensor.shape == [count],
      "normalization: \(name) of shape \(tensor.shape) for \(count) channels"
    )
    return tensor.doubles
  }
}

/// One normalisation over groups: what the forward pass worked out and the gradient needs.
struct GroupNormalization: Sendable {
  let x: Tensor
  let grouping: NormalizationPieces.Grouping
  /// One for each group.
  let mean: [Double]
  let variance: [Double]
  /// One for each channel.
  let scale: [Double]
  let shift: [Double]
  let epsilon: Double
  /// Whether the statistics do not depend on x.
  let isConstant: Bool

  private var pieces: NormalizationPieces { NormalizationPieces(of: x) }
  private var inverseDeviation: [Double] { variance.map { 1 / ($0 + epsilon).squareRoot() } }

  var output: Tensor {
    let inverse = inverseDeviation
    let channels = scale.count
    return pieces.normalized(
      x,
      mean: mean.map(Float.init),
      scale: inverse.indices.map { Float(inverse[$0] * scale[$0 % channels]) },
      shift: inverse.indices.map { Float(shift[$0 % channels]) },
      grouping
    )
  }

  /// The gradients of input, scale and shift from that of the output.
  ///
  /// With x̂ = (x − μ) / √(σ² + ε): dx = scale / √(σ² + ε) · (g − mean(g) − x̂ mean(g x̂)), without the means
  /// where the statistics are constant; dscale = Σ g x̂; dshift = Σ g.
  func gradients(_ g: Tensor, needsInput: Bool) -> (Tensor?, Tensor, Tensor) {
    let pieces = pieces
    let g = g.detached.inLayout(of: x)
    let (sum, product) = pieces.gradientSums(g, x, mean: mean.map(Float.init), grouping)
    let inverse = inverseDeviation
    let channels = scale.count
    var (dscale, dshift) = (
      [Double](repeating: 0, count: channels), [Double](repeating: 0, count: channels)
    )
    for group in mean.indices {
      dscale[group % channels] += product[group] * inverse[group]
      dshift[group % channels] += sum[group]
    }
    let dx = needsInput ? inputGradient(g, sum, product, inverse) : nil
    return (
      dx, Tensor(dscale.map(Float.init), shape: [channels]),
      Tensor(dshift.map(Float.init), shape: [channels])
    )
  }

  private func inputGradient(
    _ g: Tensor,
    _ sum: [Double],
    _ product: [Double],
    _ inverse: [Double]
  ) -> Tensor {
    let size = Double(pieces.groupSize(grouping))
    let a = inverse.indices.map { inverse[$0] * scale[$0 % scale.count] }
    let isVarying = isConstant ? 0.0 : 1.0
    let b = a.indices.map { -isVarying * a[$0] * inverse[$0] * inverse[$0] * product[$0] / size }
    let c = a.indices.map { -isVarying * a[$0] * sum[$0] / size }
    return pieces.gradient(g, x, table: (mean + a + b + c).map(Float.init), grouping)
  }
}
