public import Tensors

/// How copies of a model that learn side by side, each from its own batches, agree on their gradients.
///
/// After each step all copies hold the same parameters, bit by bit. Every member calls the same methods in the same
/// order; a call returns when all have called, or throws when one has called ``abort()``.
public protocol GradientAverager: Sendable {
  /// This member's number, from 0; member 0 writes checkpoints and logs.
  var rank: Int { get }
  /// The number of members.
  var count: Int { get }

  /// Replaces gradients by their mean over all members, the same bytes for each.
  func average(_ gradients: inout [Tensor]) throws

  /// The mean of one number over all members, the same for each.
  func average(_ number: Double) throws -> Double

  /// Tells the others that this member will not call again: their calls, also those that wait already, throw.
  func abort()
}

/// The averager of a model that learns alone.
public struct SingleMember: GradientAverager {
  /// The only number.
  public let rank = 0
  /// One.
  public let count = 1

  /// The only member.
  public init() {}

  /// Leaves the gradients as they are.
  public func average(_ gradients: inout [Tensor]) {}

  /// The number itself.
  public func average(_ number: Double) -> Double { number }

  /// Nobody waits.
  public func abort() {}
}
