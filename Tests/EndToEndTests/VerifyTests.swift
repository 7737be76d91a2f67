import Foundation
import Testing

@Suite struct VerifyTests {
  @Test("verify prints JSON with five keys and ends with 0 when all passes")
  func json() throws {
    let foreshake = try Foreshake()
    defer { foreshake.remove() }
    let outcome = try foreshake.run(["verify", "--filter", "threads", "--json"])
    #expect(outcome.status == 0, "\(outcome.errors)")
    let rows = try #require(
      try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [[String: Any]]
    )
    #expect(rows.count == 1)
    #expect(
      Set(rows[0].keys) == ["problem", "quantity", "error", "tolerance", "passed"]
    )
    #expect(rows[0]["passed"] as? Bool == true)
  }

  @Test("verify ends with 1 when an error exceeds its tolerance, and says how many")
  func failure() throws {
    let foreshake = try Foreshake()
    defer { foreshake.remove() }
    // Stress imaging is not its own transpose at the surface.
    let outcome = try foreshake.run([
      "verify", "--filter", "reciprocity", "--free-surface", "stressImaging",
    ])
    #expect(outcome.status == 1)
    #expect(outcome.output.contains("FAIL"))
    #expect(outcome.errors.contains("1 of 1 lines of the physics table exceed their tolerance"))
  }

  @Test("A failing verify writes its whole JSON into a pipe before it ends with 1")
  func failureAsJSON() throws {
    let foreshake = try Foreshake()
    defer { foreshake.remove() }
    let outcome = try foreshake.shell(
      "set -o pipefail; $FORESHAKE verify --filter reciprocity --free-surface stressImaging --json | cat"
    )
    #expect(outcome.status == 1, "\(outcome.errors)")
    let rows = try #require(
      try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [[String: Any]]
    )
    #expect(rows.count == 1 && rows[0]["passed"] as? Bool == false)
  }

  @Test("verify refuses an unknown problem with the names there are")
  func unknown() throws {
    let foreshake = try Foreshake()
    defer { foreshake.remove() }
    let outcome = try foreshake.run(["verify", "--filter", "nothing"])
    #expect(outcome.status == 64)
    #expect(outcome.errors.contains("standing-wave"))
  }
}
