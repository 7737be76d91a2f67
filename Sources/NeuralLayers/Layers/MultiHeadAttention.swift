public import NumericalRuntime
public import Tensors

/// Scaled dot-product attention with several heads.
///
///     let layer = MultiHeadAttention(width: 64, heads: 8, using: &generator)
///     let y = layer(x, isCausal: true)    // [n, t, 64] → [n, t, 64]
///
///     head = softmax(Q Kᵀ / √d) V,   Q, K, V linear in queries, keys and values, d = width / heads
///
/// While it learns, with a `dropout` above 0, each weight of the softmax is 0 with that probability and else divided
/// by 1 − `dropout`.
///
/// Parameters as in PyTorch's `nn.MultiheadAttention`: `in_proj_weight` [3 width, width] and `in_proj_bias` [3 width]
/// for Q, K and V one below the other, `out_proj.weight` [width, width], `out_proj.bias` [width].
///
/// - Reference: Vaswani et al. (2017), arXiv 1706.03762, section 3.2.
public struct MultiHeadAttention: Module {
  /// The maps to Q, K and V, one below the other [3 width, width].
  public var inputWeight: Tensor
  /// What is added to Q, K and V [3 width].
  public var inputBias: Tensor
  /// The map of all heads together.
  public var output: Linear
  /// The number of heads.
  public let heads: Int
  /// What drops attention weights.
  private let dropout: Dropout

  /// A layer with random parameters: Xavier uniform weights and zero biases, as in PyTorch.
  public init(
    width: Int,
    heads: Int,
    dropout: Double = 0,
    using generator: inout SeededGenerator
  ) {
    require(width % heads == 0, "MultiHeadAttention: \(heads) heads do not divide \(width)")
    self.dropout = Dropout(rate: dropout)
    inputWeight = Initializer.xavierUniform().tensor([3 * width, width], using: &generator)
    inputBias = Tensor(zeros: [3 * width])
    output = Linear(inputs: width, outputs: width, using: &generator)
    output.bias = Tensor(zeros: [width])
    self.heads = heads
  }

  /// Attention of queries to a context.
  ///
  /// - Parameters:
  ///   - queries: [n, t, width].
  ///   - context: [n, s, width]; the queries themselves if left out.
  ///   - isCausal: whether query i sees the places 0 … i alone.
  ///   - ignored: [n, s], not 0 at the places of the context that no query is to see, such as padding (PyTorch's
  ///     `key_padding_mask`); a query that sees no place at all becomes NaN.
  ///   - pass: what a layer with dropout asks whether it learns.
  /// - Returns: [n, t, width].
  public func callAsFunction(
    _ queries: Tensor,
    to context: Tensor? = nil,
    isCausal: Bool = false,
    ignoring ignored: Tensor? = nil,
    _ pass: ForwardPass? = nil
  ) -> Tensor {
    let width = inputWeight.shape[1]
    require(
      queries.rank == 3 && queries.shape[2] == width && context?.shape.last ?? width == width,
      "MultiHeadAttention: width \(width), got \(queries.shape) and \(context?.shape ?? [])"
    )
    require(
      dropout.rate == 0 || pass != nil,
      "MultiHeadAttention: a layer that drops the share \(dropout.rate) needs a forward pass"
    )
    let weights = inputWeight.split([width, width, width], axis: 0)
    let biases = inputBias.split([width, width, width], axis: 0)
    let context = context ?? queries
    let scale = 1 / Double(width / heads).squareRoot()
    let q = inHeads(queries.linear(weights[0], bias: biases[0]) * scale)
    let k = inHeads(context.linear(weights[1], bias: biases[1]))
    let v = inHeads(context.linear(weights[2], bias: biases[2]))
    var scores = q.matmul(k, transposeOther: true)
    if isCausal { scores = scores + Self.causalMask(scores.shape, scores.scalarType) }
    if let ignored { scores = Self.hidden(scores, where: ignored) }
    var shares = scores.softmax(axis: -1)
    if let pass { shares = dropout(shares, pass) }
    return output(shares.matmul(v).transposed([0, 2, 1, 3]).reshaped(queries.shape))
  }

  /// Names as in PyTorch's `nn.MultiheadAttention`.
  public mutating func walk(_ walk: ParameterWalk) {
    walk.parameter("in_proj_weight", &inputWeight)
    walk.parameter("in_proj_bias", &inputBias)
    walk.module("out_proj", &output)
  }

  /// From [n, t, width] to [n, heads, t, width / heads].
  private func inHeads(_ x: Tensor) -> Tensor {
    x.reshaped([x.shape[0], x.shape[1], heads, x.shape[2] / heads]).transposed([0, 2, 1, 3])
  }

  /// Scores [n, heads, t, s] with −∞ at the places that a mask [n, s] names.
  private static func hidden(_ scores: Tensor, where ignored: Tensor) -> Tensor {
    let (n, s) = (scores.shape[0], scores.shape[3])
    require(
      ignored.shape == [n, s],
      "MultiHeadAttention: a mask of shape \(ignored.shape) for \(n) examples of \(s) places"
    )
    let mask = ignored.detached.cast(to: scores.scalarType).reshaped([n, 1, 1, s])
    return .selected(where: mask, Tensor(-.infinity, scores.scalarType), otherwise: scores)
  }

  /// Zeros up to the diagonal and a number far below all scores beyond it, [t, s].
  private static func causalMask(_ shape: [Int], _ type: ScalarType) -> Tensor {
    let (t, s) = (shape[shape.count - 2], shape[shape.count - 1])
    let numbers = (0..<(t * s)).map { $0 % s > $0 / s ? Float(-1e30) : 0 }
    return Tensor(numbers, shape: [t, s]).cast(to: type)
  }
}
