import Foundation
import Testing

/// Flags beyond what can be computed, the status and what the message must hold.
struct BeyondLimits: CustomTestStringConvertible, Sendable {
  var changes: [String: String?]
  var status: Int32
  var message: [String]

  var testDescription: String {
    changes.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value ?? "-")" }.joined(separator: " ")
  }
}

private let beyond = [
  BeyondLimits(changes: ["--duration": "1e20"], status: 64, message: ["1e20", "1e+06"]),
  BeyondLimits(changes: ["--duration": "1e12"], status: 64, message: ["1e12", "1e+06"]),
  BeyondLimits(changes: ["--surface-interval": "1e30"], status: 64, message: ["1e30"]),
  BeyondLimits(changes: ["--sample-interval": "1e-15"], status: 64, message: ["1e-15"]),
  BeyondLimits(
    changes: ["--sample-interval": "1e-9"],
    status: 65,
    // 4 s at a billion samples a second.
    message: ["4e+09 samples", "sample interval"]
  ),
  BeyondLimits(changes: ["--time-constant": "1e30"], status: 64, message: ["1e30"]),
  BeyondLimits(
    changes: ["--time-step": "2e-8"],
    status: 65,
    message: ["time steps of 2e-08 s", "1e+08"]
  ),
  BeyondLimits(changes: ["--time-step": "1e-9"], status: 65, message: ["steps"]),
  BeyondLimits(changes: ["--x-azimuth": "1e300"], status: 64, message: ["1e300", "360"]),
  BeyondLimits(
    changes: ["--domain-x-km": "-1e200...1e200"],
    status: 64,
    message: ["1e200", "within"]
  ),
  BeyondLimits(
    changes: ["--slices": "x=1e300", "--surface-interval": "1"],
    status: 64,
    message: ["x=1e300"]
  ),
  BeyondLimits(
    changes: ["--slices": "y=500", "--surface-interval": "1"],
    status: 65,
    message: ["slice at y = 500000.0 m", "outside the grid"]
  ),
  BeyondLimits(
    changes: ["--spacing": "0.1", "--points-per-wavelength": nil],
    status: 65,
    message: ["spacing of 0.1 m", "more than 1e11", "metres"]
  ),
  BeyondLimits(
    changes: ["--spacing": "4", "--points-per-wavelength": nil],
    status: 65,
    // 3e10 points hold a terabyte of fields.
    message: ["GB of memory", "free", "larger spacing"]
  ),
  BeyondLimits(
    changes: ["--checkpoint": "run.state", "--checkpoint-interval": "1e-300"],
    status: 64,
    message: ["10000 checkpoints"]
  ),
]

@Test(
  "Numbers beyond all limits are refused in words before anything is allocated",
  arguments: beyond
)
func limits(_ input: BeyondLimits) throws {
  let foreshake = try TinyRun.folder()
  defer { foreshake.remove() }
  let outcome = try foreshake.run(TinyRun.flags(input.changes))
  #expect(outcome.status == input.status, "\(outcome.errors)")
  for text in input.message {
    #expect(outcome.errors.contains(text), "\(text) in: \(outcome.errors)")
  }
  #expect(foreshake.contents == ["box.txt", "stations.csv"], "\(foreshake.contents)")
}

@Test("Three points per wavelength are computed with a warning, fewer than two refused")
func fewPoints() throws {
  let foreshake = try TinyRun.folder()
  defer { foreshake.remove() }
  let coarse = try foreshake.run(
    TinyRun.flags(["--points-per-wavelength": "3", "--duration": "0.5"])
  )
  #expect(coarse.status == 0 && coarse.errors.contains("only 3.00 grid points"), "\(coarse.errors)")
  let tooCoarse = try foreshake.run(
    TinyRun.flags(["--points-per-wavelength": "1.5", "--output": "other.nc"])
  )
  #expect(tooCoarse.status == 64 && tooCoarse.errors.contains("2 or more"), "\(tooCoarse.errors)")
}

@Test("simulate warns of what is odd about the velocity model")
func modelRemarks() throws {
  let foreshake = try TinyRun.folder()
  defer { foreshake.remove() }
  // Depths in km under a header that says m; Qp above 3/4 (vp/vs)² Qs = 266.
  try foreshake.write(
    """
    # depth(m) vp(m/s) vs(m/s) rho(kg/m3) Qp Qs
    0 3200 1700 2300 900 100
    2 5000 2900 2600 400 200

    """,
    "box.txt"
  )
  let outcome = try foreshake.run(TinyRun.flags(["--duration": "0.5"]))
  #expect(outcome.status == 0, "\(outcome.errors)")
  #expect(outcome.errors.contains("warning: velocity model: The deepest discontinuity lies at 2"))
  #expect(outcome.errors.contains("attenuation in compression would be negative"))
}
