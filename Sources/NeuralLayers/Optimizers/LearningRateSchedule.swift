import Foundation

/// How the learning rate changes while a model learns.
///
///     let schedule = LearningRateSchedule.cosine(over: 500).warmed(over: 5)
///     optimizer.learningRate = 1e-3 * schedule.factor(at: epoch)
///
/// A schedule is a function of the number of epochs (or steps) that are done: nothing in it needs to be saved.
public indirect enum LearningRateSchedule: Hashable, Sendable {
  /// The same rate throughout.
  case constant
  /// Times `factor` after every `every` epochs (PyTorch's `StepLR`).
  case step(every: Int, factor: Double)
  /// Half a cosine from 1 to `floor` over so many epochs, then `floor` (PyTorch's `CosineAnnealingLR`, closed form;
  /// Loshchilov & Hutter 2017, arXiv 1608.03983, eq. 5).
  case cosine(over: Int, floor: Double = 0)
  /// A straight line from 1 to `end` over so many epochs, then `end`.
  case linear(over: Int, end: Double = 0)
  /// A straight line from `start` to 1 over so many epochs, then the other schedule from its beginning.
  case warmUp(over: Int, start: Double, then: LearningRateSchedule)
  /// The product of two schedules.
  case product(LearningRateSchedule, LearningRateSchedule)

  /// This schedule after a warm-up.
  public func warmed(over count: Int, from start: Double = 0) -> LearningRateSchedule {
    .warmUp(over: count, start: start, then: self)
  }

  /// What the learning rate is multiplied by after so many epochs (or steps).
  public func factor(at count: Int) -> Double {
    switch self {
    case .constant: return 1
    case .step(let every, let factor): return pow(factor, Double(count / max(1, every)))
    case .cosine(let total, let floor):
      let share = Self.share(count, of: total)
      return floor + (1 - floor) * (1 + cos(.pi * share)) / 2
    case .linear(let total, let end): return 1 + (end - 1) * Self.share(count, of: total)
    case .warmUp(let total, let start, let next):
      guard count >= total else { return start + (1 - start) * Self.share(count, of: total) }
      return next.factor(at: count - total)
    case .product(let first, let second):
      return first.factor(at: count) * second.factor(at: count)
    }
  }

  private static func share(_ count: Int, of total: Int) -> Double {
    min(1, Double(count) / Double(max(1, total)))
  }
}
