import Foundation
import Testing
import WaveSimulation

@testable import VerificationProblems

/// Runs the same table as `foreshake verify`; `FORESHAKE_TEST_LEVEL=1` adds the problems that take minutes.
private let level =
  ProcessInfo.processInfo.environment["FORESHAKE_TEST_LEVEL"].flatMap { Int($0) } ?? 0

@Suite(.serialized) struct VerificationTableTests {
  @Test(
    "every error is within its tolerance",
    arguments: VerificationTable.problems(level: level).map(\.name)
  )
  func physics(name: String) throws {
    let problem = try #require(VerificationTable.problems.first { $0.name == name })
    let results = try problem.measure(options: SimulationOptions())
    #expect(!results.isEmpty)
    for result in results {
      #expect(
        result.passed,
        "\(result.quantity): \(result.error), at most \(result.tolerance) is allowed"
      )
    }
  }

  @Test("names are unique and select problems")
  func names() {
    let names = VerificationTable.problems.map(\.name)
    #expect(Set(names).count == names.count)
    #expect(VerificationTable.problems(level: 0, filter: "lamb").map(\.name) == ["lamb"])
    #expect(VerificationTable.problems(level: 0).allSatisfy { $0.level == 0 })
    #expect(VerificationTable.problems(level: 1).count == names.count)
  }

  @Test("an error that is not a number does not pass")
  func notANumber() {
    let result = VerificationResult(problem: "p", quantity: "q", error: .nan, tolerance: 1)
    #expect(!result.passed)
    #expect(VerificationResult(problem: "p", quantity: "q", error: 0, tolerance: 0).passed)
  }

  @Test("JSON has the five keys that readers rely on")
  func keys() throws {
    let data = try JSONEncoder().encode([
      VerificationResult(problem: "p", quantity: "q", error: 0.5, tolerance: 1)
    ])
    let rows = try #require(try JSONSerialization.jsonObject(with: data) as? [[String: Any]])
    #expect(Set(rows[0].keys) == ["problem", "quantity", "error", "tolerance", "passed"])
  }

  @Test("a scheme that does not keep reciprocity is found out")
  func tableCanFail() throws {
    var options = SimulationOptions()
    // Stress imaging has no summation by parts at the surface: its transpose is another operator.
    options.freeSurface = .stressImaging
    #expect(try ReciprocityProblem().measure(options: options).contains { !$0.passed })
  }
}
