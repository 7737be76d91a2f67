import Tensors

/// How the losses of single numbers become one.
public enum LossReduction: Hashable, Sendable {
  /// Their mean.
  case mean
  /// Their sum.
  case sum
  /// Their sum divided by the extent of the first axis.
  case sumPerExample

  /// What the sum over numbers of a tensor of this shape is multiplied by.
  func factor(_ shape: [Int]) -> Double {
    switch self {
    case .mean: 1 / Double(max(1, shape.reduce(1, *)))
    case .sum: 1
    case .sumPerExample: 1 / Double(max(1, shape.first ?? 1))
    }
  }
}
