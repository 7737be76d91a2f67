public import WaveSimulation

/// A problem whose answer is known, and how close a simulation comes to it.
///
/// Each problem sets up its own simulations at the spacing at which the S wavelength at the frequency of 5 %
/// source amplitude is eight spacings, unless its page says otherwise. Problems are listed once, in
/// ``VerificationTable``; the tests, the command line and the benchmarks run the same list.
public protocol VerificationProblem: Sendable {
  /// A short name to select the problem by, in lower case with hyphens.
  var name: String { get }

  /// 0 if it belongs to every run; 1 if it takes minutes.
  var level: Int { get }

  /// Runs the simulations and measures their errors.
  ///
  /// - Parameter options: how to simulate; a problem changes only what its physics demands.
  /// - Returns: the lines of the table.
  /// - Throws: what the simulation throws, or a ``VerificationError``.
  func measure(options: SimulationOptions) throws -> [VerificationResult]
}

extension VerificationProblem {
  /// 0: it belongs to every run.
  public var level: Int { 0 }

  /// A line of this problem's part of the table.
  func result(_ quantity: String, error: Double, tolerance: Double) -> VerificationResult {
    VerificationResult(problem: name, quantity: quantity, error: error, tolerance: tolerance)
  }
}

/// One line of the physics table: an error and how large it may be.
public struct VerificationResult: Hashable, Sendable, Codable {
  /// The name of the problem.
  public let problem: String
  /// What was measured.
  public let quantity: String
  /// The error; negative where an observed order exceeds the wanted one, not a number without an answer.
  public let error: Double
  /// The largest error that passes.
  public let tolerance: Double
  /// Whether the error is within the tolerance.
  public let passed: Bool

  /// A line from what was measured; it passes if `error <= tolerance`.
  public init(problem: String, quantity: String, error: Double, tolerance: Double) {
    self.problem = problem
    self.quantity = quantity
    self.error = error
    self.tolerance = tolerance
    passed = error <= tolerance
  }
}
