import Foundation
public import Tensors

/// One of several members that learn on threads of one process.
///
///     let members = ThreadGroupAverager.members(2)
///     // each thread trains its own copy of the model with its own member
public final class ThreadGroupAverager: GradientAverager {
  /// This member's number.
  public let rank: Int
  private let meeting: Meeting

  /// A group of so many members.
  public static func members(_ count: Int) -> [ThreadGroupAverager] {
    let meeting = Meeting(count: count)
    return (0..<count).map { ThreadGroupAverager(rank: $0, meeting) }
  }

  private init(rank: Int, _ meeting: Meeting) {
    self.rank = rank
    self.meeting = meeting
  }

  /// The number of members.
  public var count: Int { meeting.count }

  /// Replaces gradients by their mean; sums are formed in the order of ranks.
  ///
  /// - Throws: ``NeuralLayersError/memberStopped(rank:)``.
  public func average(_ gradients: inout [Tensor]) throws {
    gradients = try meeting.mean(of: gradients, rank: rank)
  }

  /// The mean of one number.
  ///
  /// - Throws: ``NeuralLayersError/memberStopped(rank:)``.
  public func average(_ number: Double) throws -> Double {
    try meeting.mean(of: [Tensor(number, .float64)], rank: rank)[0].item
  }

  /// Ends the group: no member waits for this one any more.
  public func abort() { meeting.abort(rank: rank) }
}

/// Where the members of a group leave their tensors and take the mean.
private final class Meeting: @unchecked Sendable {
  let count: Int
  private let condition = NSCondition()
  private var brought: [[Tensor]?]
  private var result: [Tensor] = []
  private var round = 0
  /// The member that ended the group.
  private var stopped: Int?

  init(count: Int) {
    self.count = count
    brought = Array(repeating: nil, count: count)
  }

  func mean(of tensors: [Tensor], rank: Int) throws -> [Tensor] {
    condition.lock()
    defer { condition.unlock() }
    if let stopped { throw NeuralLayersError.memberStopped(rank: stopped) }
    brought[rank] = tensors
    let mine = round
    if brought.allSatisfy({ $0 != nil }) {
      result = sum(brought.compactMap { $0 })
      brought = Array(repeating: nil, count: count)
      round += 1
      condition.broadcast()
    }
    while round == mine {
      if let stopped { throw NeuralLayersError.memberStopped(rank: stopped) }
      condition.wait()
    }
    return result
  }

  func abort(rank: Int) {
    condition.lock()
    defer { condition.unlock() }
    stopped = stopped ?? rank
    condition.broadcast()
  }

  private func sum(_ all: [[Tensor]]) -> [Tensor] {
    var total = all[0]
    for other in all.dropFirst() {
      for index in total.indices { total[index].add(other[index], times: 1) }
    }
    for index in total.indices { total[index].scale(by: 1 / Double(count)) }
    return total
  }
}
