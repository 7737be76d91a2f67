import Foundation
import SeismicFiles
import Testing

/// An input that must be refused.
struct BadInput: CustomTestStringConvertible, Sendable {
  var testDescription: String
  /// The model, where it is the culprit.
  var model = TinyRun.model
  /// The stations, where they are the culprit.
  var stations = TinyRun.stations
  /// Flags that differ from those of the tiny run.
  var changes: [String: String?] = [:]
  /// The exit status.
  var status: Int32 = 65
  /// What the message must hold.
  var message: [String]
}

private let header = "# depth(m) vp(m/s) vs(m/s) rho(kg/m3)\n"

private let badInputs = [
  BadInput(
    testDescription: "S velocity above the limit that a positive bulk modulus sets",
    model: header + "0 3200 1700 2300\n2000 3500 3400 2600\n",
    message: ["box.txt", "line 3", "3400", "3031"]
  ),
  BadInput(
    testDescription: "negative density",
    model: header + "0 3200 1700 -2300\n",
    message: ["box.txt", "line 2", "-2300", "greater than zero"]
  ),
  BadInput(
    testDescription: "swapped columns",
    model: header + "0 1700 3200 2300\n",
    message: ["box.txt", "line 2", "column order"]
  ),
  BadInput(
    testDescription: "km/s where m/s are announced",
    model: header + "0 3.2 1.7 2.3\n",
    message: ["box.txt", "3.2", "m/s"]
  ),
  BadInput(
    testDescription: "a depth of the source in m where km are meant",
    changes: ["--depth-km": "2000", "--domain-depth-km": "10"],
    message: ["Source 1", "2000000", "outside the grid"]
  ),
  BadInput(
    testDescription: "a station outside the region",
    changes: ["--domain-x-km": "-2...4"],
    message: ["A02", "outside the grid", "-3000"]
  ),
  BadInput(
    testDescription: "a station in the absorbing layer",
    // The interior ends at x = 1.7 km and the layer lies beyond it.
    changes: ["--domain-x-km": "-6...1.7", "--absorbing-nodes": "12"],
    message: ["A01", "absorbing layer"]
  ),
  BadInput(
    testDescription: "a source below the region",
    changes: ["--depth-km": "12", "--domain-depth-km": "10"],
    message: ["Source 1", "outside the grid"]
  ),
  BadInput(
    testDescription: "a time step above the stability limit",
    changes: ["--time-step": "0.5"],
    message: ["0.5 s", "exceeds the stability limit"]
  ),
  BadInput(
    testDescription: "a rupture that is cut off",
    changes: ["--rupture": "cut.srf", "--depth-km": nil, "--stations": nil],
    message: ["cut.srf", "line 8"]
  ),
  BadInput(
    testDescription: "a gridded model with a value that is not a number",
    changes: ["--velocity-model": "grid.nc"],
    message: ["grid.nc", "node (1, 1, 1)"]
  ),
  BadInput(
    testDescription: "a model that is not there",
    changes: ["--velocity-model": "none.txt"],
    status: 74,
    message: ["none.txt"]
  ),
  BadInput(
    testDescription: "a folder that is not there",
    changes: ["--output": "nowhere/run.nc"],
    status: 74,
    message: ["nowhere", "no such file or folder"]
  ),
  BadInput(
    testDescription: "waveforms in the place of the result",
    changes: ["--waveforms": "run.nc"],
    status: 64,
    message: ["run.nc", "--waveforms"]
  ),
  BadInput(
    testDescription: "waveforms in a format that there is not",
    changes: ["--waveforms": "waves.wav"],
    status: 64,
    message: ["waves.wav", ".mseed", ".sac"]
  ),
  BadInput(
    testDescription: "a checkpoint in a folder that is not there",
    changes: ["--checkpoint": "nowhere/state"],
    status: 74,
    message: ["nowhere", "no such file or folder"]
  ),
  BadInput(
    testDescription: "a restart from nothing",
    changes: ["--restart": "none.state"],
    status: 74,
    message: ["none.state", "no such file or folder"]
  ),
  BadInput(
    testDescription: "a dip beyond the vertical",
    changes: ["--dip": "95"],
    message: ["dip", "95", "90"]
  ),
  BadInput(
    testDescription: "a station table without codes",
    stations: "x,y\n1,2\n",
    message: ["stations.csv", "station"]
  ),
]

private let cutRupture = """
  2.0
  PLANE 1
    -121.75 37.82    2     1     2.00     1.00
    45   80     0.00     0.00     0.50
  POINTS 2
    -121.75 37.82    0.5000   45   80  1.00000e+10     0.0000  1.00000e-01  3.50000e+05  2.70000e+00
    90    10.00     2     0.00      0     0.00      0
    0.00000e+00
  """

/// A grid of 3 × 3 × 3 nodes with one gap.
private func writeGrid(_ url: URL) throws {
  let file = try NetCDFFile(creating: url)
  var axes: [NetCDFDimension] = []
  for (name, values) in [
    ("z", [0.0, 10_000, 20_000]), ("y", [-20_000.0, 0, 20_000]), ("x", [-20_000.0, 0, 20_000]),
  ] {
    let axis = try file.defineDimension(name, length: 3)
    try file.defineVariable(name, .double, [axis], attributes: ["units": "m"]).write(values)
    axes.append(axis)
  }
  for (name, value, units) in [("vp", 5000.0, "m/s"), ("vs", 2900, "m/s"), ("rho", 2600, "kg/m3")] {
    var values = [Double](repeating: value, count: 27)
    if name == "vs" { values[13] = .nan }
    try file.defineVariable(name, .double, axes, attributes: ["units": .text(units)]).write(values)
  }
  try file.finish()
}

@Test(
  "Bad input is refused in one sentence, with its status, and leaves nothing behind",
  arguments: badInputs
)
func refused(_ input: BadInput) throws {
  let foreshake = try Foreshake()
  defer { foreshake.remove() }
  try foreshake.write(input.model, "box.txt")
  try foreshake.write(input.stations, "stations.csv")
  try foreshake.write(cutRupture, "cut.srf")
  try writeGrid(foreshake.file("grid.nc"))
  let before = foreshake.contents
  let outcome = try foreshake.run(TinyRun.flags(input.changes))
  #expect(outcome.status == input.status, "\(outcome.errors)")
  for text in input.message {
    #expect(outcome.errors.contains(text), "\(text) in: \(outcome.errors)")
  }
  #expect(
    outcome.errors.hasPrefix("foreshake: ") && outcome.errors.split(separator: "\n").count == 1
  )
  #expect(outcome.output.isEmpty)
  #expect(foreshake.contents == before, "\(foreshake.contents)")
}

@Test("Fewer than four points per wavelength are a warning with the number")
func coarseGrid() throws {
  let foreshake = try TinyRun.folder()
  defer { foreshake.remove() }
  // 1700 m/s at 1 Hz on 500 m are 3.4 points.
  let outcome = try foreshake.run(
    TinyRun.flags(["--spacing": "500", "--points-per-wavelength": nil, "--duration": "1"])
  )
  #expect(outcome.status == 0, "\(outcome.errors)")
  #expect(
    outcome.errors.contains("warning") && outcome.errors.contains("3.40"),
    "\(outcome.errors)"
  )
  #expect(foreshake.exists("run.nc"))
}

@Test("A misspelt key is refused with its line and the nearest key")
func unknownKey() throws {
  let foreshake = try TinyRun.folder()
  defer { foreshake.remove() }
  try foreshake.write("source:\n  magnitude: 3\n  depht-km: 2\n", "run.yaml")
  let outcome = try foreshake.run(["simulate", "run.yaml", "--output", "run.nc"])
  #expect(outcome.status == 65, "\(outcome.errors)")
  #expect(
    outcome.errors.contains("line 3") && outcome.errors.contains("did you mean 'source.depth-km'"),
    "\(outcome.errors)"
  )
}

@Test("A value that is no number is refused with file, line and what was expected")
func badValue() throws {
  let foreshake = try TinyRun.folder()
  defer { foreshake.remove() }
  try foreshake.write("time:\n  duration-s: long\n", "run.yaml")
  let outcome = try foreshake.run(["simulate", "run.yaml", "--output", "run.nc"])
  #expect(outcome.status == 65, "\(outcome.errors)")
  #expect(
    outcome.errors.contains("run.yaml, line 2: time.duration-s is 'long'"),
    "\(outcome.errors)"
  )
}
