import Foundation
import Testing

@Test(
  "Every command explains itself with an example",
  arguments: [
    [], ["simulate"], ["plot"], ["plot", "record-section"], ["plot", "seismograms"],
    ["plot", "map"],
    ["plot", "frame"], ["model"], ["convert"], ["process"], ["compare"], ["intensity"],
    ["verify"], ["catalog"], ["catalog", "generate"], ["catalog", "import"],
    ["catalog", "inspect"], ["catalog", "validate"], ["catalog", "split"],
    ["catalog", "normalize"], ["catalog", "merge"], ["catalog", "export"],
  ]
)
func helpScreens(_ command: [String]) throws {
  let foreshake = try Foreshake()
  defer { foreshake.remove() }
  let outcome = try foreshake.run(command + ["--help"])
  #expect(outcome.status == 0)
  #expect(outcome.output.contains("OVERVIEW") && outcome.output.contains("USAGE"))
  #expect(outcome.output.contains("Example") && outcome.output.contains("foreshake"))
  #expect(outcome.errors.isEmpty)
}

@Test("help config documents every section, and each of its flags is a flag of simulate")
func helpConfig() throws {
  let foreshake = try Foreshake()
  defer { foreshake.remove() }
  let manual = try foreshake.run(["help", "config"])
  #expect(manual.status == 0)
  for section in [
    "model", "source", "stations", "domain", "grid", "time", "attenuation", "numerics", "output",
  ] {
    #expect(manual.output.contains("\n\(section): "), "\(section)")
  }
  let help = try foreshake.run(["simulate", "--help"]).output
  let flags = manual.output.split(separator: "\n").compactMap { line -> String? in
    guard let start = line.range(of: "(--"), line.hasSuffix(")") else { return nil }
    return "--" + line[start.upperBound...].dropLast()
  }
  #expect(flags.count > 40)
  for flag in flags {
    #expect(help.contains("\(flag) "), "\(flag) is missing from simulate --help")
  }
}

@Test(
  "Usage mistakes end with status 64 and a hint",
  arguments: [
    (["simulate", "--velocity-modle", "x"], "--velocity-model"),
    (["simulate", "--output", "run.nc"], "--duration"),
    (["simulate", "--output", "run.nc", "--duration", "ten"], "ten"),
    (["simulate", "--duration", "10"], "--output"),
    (["plot", "map", "run.nc"], "--output"),
    (["quake"], "quake"),
  ]
)
func usage(_ arguments: [String], _ hint: String) throws {
  let foreshake = try Foreshake()
  defer { foreshake.remove() }
  let outcome = try foreshake.run(arguments)
  #expect(outcome.status == 64, "\(outcome.errors)")
  #expect(outcome.errors.contains(hint), "\(outcome.errors)")
  #expect(outcome.output.isEmpty && foreshake.contents.isEmpty)
}
