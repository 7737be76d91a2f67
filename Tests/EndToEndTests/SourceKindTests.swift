import Foundation
import Seismology
import SimulationOutput
import Testing

/// The tiny run without magnitude and angles, with other flags.
private func flags(_ changes: [String: String?]) -> [String] {
  let bare: [String: String?] = [
    "--magnitude": nil, "--strike": nil, "--dip": nil, "--rake": nil,
  ]
  return TinyRun.flags(bare.merging(changes) { $1 })
}

/// The seismograms of a run that must succeed.
private func records(_ flags: [String], in foreshake: Foreshake) throws -> [Seismogram] {
  let outcome = try foreshake.run(flags + ["--overwrite"])
  try #require(outcome.status == 0, "\(outcome.errors)")
  return try SimulationFile(reading: foreshake.file("run.nc")).seismograms()
}

/// The largest |difference| of two sets of records over the largest |value| of the first.
private func difference(_ one: [Seismogram], _ two: [Seismogram]) -> Float {
  func values(_ records: [Seismogram]) -> [Float] {
    records.flatMap { $0.east + $0.north + $0.up }
  }
  let (a, b) = (values(one), values(two))
  guard a.count == b.count else { return .infinity }
  let peak = a.map(abs).reduce(0, max)
  return zip(a, b).map { abs($0 - $1) }.reduce(0, max) / peak
}

// Tensors of the same earthquake differ by the rounding of printed elements and of Float arithmetic.
private let rounding: Float = 1e-5

@Test("A tensor in r, t, p coordinates moves the ground as the same one in north, east, down")
func sphericalTensor() throws {
  let foreshake = try TinyRun.folder()
  defer { foreshake.remove() }
  // nn = tt, ee = pp, dd = rr, ne = -tp, nd = rt, ed = -rp (Aki & Richards, box 4.4).
  let cartesian = try records(
    flags(["--moment-tensor": "1e13, 2e13, -3e13, 4e12, 5e12, 6e12"]),
    in: foreshake
  )
  let spherical = try records(
    flags(["--moment-tensor-spherical": "-3e13, 1e13, 2e13, 5e12, -6e12, -4e12"]),
    in: foreshake
  )
  #expect(difference(cartesian, spherical) < rounding)
}

@Test("A vertical force under a station moves it up and down only, in proportion to its impulse")
func force() throws {
  let foreshake = try TinyRun.folder()
  defer { foreshake.remove() }
  try foreshake.write("network,station,x,y\nXX,A01,0,0\n", "stations.csv")
  let one = try records(flags(["--force": "0, 0, 1e10"]), in: foreshake)
  let two = try records(flags(["--force": "0, 0, -2e10"]), in: foreshake)
  let record = try #require(one.first)
  let up = record.up.map(abs).reduce(0, max)
  #expect(up > 0)
  // Symmetric about the station but for the sinc weights of a source and a station between the nodes.
  #expect((record.east + record.north).map(abs).reduce(0, max) < 0.01 * up)
  // The push down begins with motion down.
  let first = try #require(record.up.first { abs($0) > 0.3 * up })
  #expect(first < 0)
  let doubled = try #require(two.first)
  #expect(zip(record.up, doubled.up).allSatisfy { abs(-2 * $0 - $1) <= rounding * 2 * up })
}

@Test("A tabulated triangle moves the ground as the named one")
func tabulated() throws {
  let foreshake = try TinyRun.folder()
  defer { foreshake.remove() }
  // A triangle of one second, in any unit.
  try foreshake.write("# a comment\ntime_s,rate\n0,0\n0.5,7\n1,0\n", "rate.csv")
  let named = try records(
    TinyRun.flags(["--time-function": "triangle", "--time-constant": "1"]),
    in: foreshake
  )
  let table = try records(TinyRun.flags(["--time-function-file": "rate.csv"]), in: foreshake)
  #expect(difference(named, table) < 1e-4)
}

@Test("A table with unequal steps is refused with both times")
func unequalTable() throws {
  let foreshake = try TinyRun.folder()
  defer { foreshake.remove() }
  try foreshake.write("0 0\n0.5 7\n2 0\n", "rate.txt")
  let outcome = try foreshake.run(TinyRun.flags(["--time-function-file": "rate.txt"]))
  #expect(outcome.status == 65, "\(outcome.errors)")
  #expect(outcome.errors.contains("0.5 s stands where 1.0 s"), "\(outcome.errors)")
}

private let fault: [String: String?] = [
  "--magnitude": "5", "--rupture-length-km": "3", "--rupture-width-km": "2",
  "--sub-fault-size": "500", "--rise-time": "0.8", "--hypocenter-along-strike": "0.25",
]

@Test(
  "A rupture by its size depends on its seed, is the same for the same seed, and spans its fault"
)
func faultBySize() throws {
  let foreshake = try TinyRun.folder()
  defer { foreshake.remove() }
  func run(_ changes: [String: String?]) throws -> [Seismogram] {
    try records(TinyRun.flags(fault.merging(changes) { $1 }), in: foreshake)
  }
  let one = try run(["--seed": "1"])
  #expect(one.allSatisfy { $0.up.contains { abs($0) > 1e-6 } && $0.up.allSatisfy(\.isFinite) })
  #expect(difference(one, try run(["--seed": "1"])) == 0)
  #expect(difference(one, try run(["--seed": "2"])) > 0.01)
  let plan = try foreshake.run(TinyRun.flags(fault) + ["--slip", "uniform", "--dry-run"])
  // 6 × 4 sub-faults, all of which slip.
  #expect(plan.output.contains("point sources           24"), "\(plan.output)")
}

@Test("A tiny rupture moves the ground as a point source of its magnitude and rise time")
func tinyFault() throws {
  let foreshake = try TinyRun.folder()
  defer { foreshake.remove() }
  // The region is given, since it would grow by the fault's few metres.
  let region: [String: String?] = ["--domain-x-km": "-8...7", "--domain-y-km": "-5...8"]
  let rupture = try records(
    TinyRun.flags(
      region.merging([
        "--rupture-length-km": "0.01", "--rupture-width-km": "0.01", "--rise-time": "1",
        "--slip": "uniform",
      ]) { $1 }
    ),
    in: foreshake
  )
  let point = try records(
    TinyRun.flags(region.merging(["--time-function": "liu", "--time-constant": "1"]) { $1 }),
    in: foreshake
  )
  // The only sub-fault's centre is the hypocentre; its numbers are kept as Float.
  #expect(difference(point, rupture) < 1e-4)
}

@Test(
  "Source kinds that exclude one another are refused with both names",
  arguments: [
    ["--force": "0,0,1"],
    ["--rupture-length-km": "1", "--rupture-width-km": "1", "--time-function": "liu"],
    ["--moment-tensor": "1,1,1,0,0,0", "--moment-tensor-spherical": "1,1,1,0,0,0"],
    ["--time-function-file": "a.txt", "--time-function": "liu"],
  ]
)
func exclusions(_ changes: [String: String]) throws {
  let foreshake = try TinyRun.folder()
  defer { foreshake.remove() }
  let outcome = try foreshake.run(TinyRun.flags(changes.mapValues { $0 as String? }))
  #expect(outcome.status == 64, "\(outcome.errors)")
  #expect(outcome.errors.contains("exclude one another"), "\(outcome.errors)")
}

@Test("A fault that would stand out of the ground and one without width are refused")
func impossibleFaults() throws {
  let foreshake = try TinyRun.folder()
  defer { foreshake.remove() }
  let high = try foreshake.run(TinyRun.flags(fault.merging(["--rupture-width-km": "9"]) { $1 }))
  #expect(high.status == 65 && high.errors.contains("top depth of the fault"), "\(high.errors)")
  let narrow = try foreshake.run(TinyRun.flags(fault.merging(["--rupture-width-km": nil]) { $1 }))
  let seedAlone = try foreshake.run(TinyRun.flags(["--seed": "1", "--output": "other.nc"]))
  #expect(
    seedAlone.status == 64 && seedAlone.errors.contains("--seed belongs to a rupture"),
    "\(seedAlone.errors)"
  )
  #expect(narrow.status == 64 && narrow.errors.contains("--rupture-width-km"), "\(narrow.errors)")
}
