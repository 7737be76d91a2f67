import Foundation
import Testing

private let rupture = """
  2.0
  PLANE 1
    -121.75 37.82    2     1     2.00     1.00
    45   80     0.00     0.00     0.50
  POINTS 2
    -121.75 37.82    2.0000   45   80  1.00000e+10     0.0000  1.00000e-01  3.50000e+05  2.70000e+00
    90    10.00     2     0.00      0     0.00      0
    5.00000e+01  5.00000e+01
    -121.74 37.83    2.0000   45   80  1.00000e+10     0.3000  1.00000e-01  3.50000e+05  2.70000e+00
    90    10.00     2     0.00      0     0.00      0
    5.00000e+01  5.00000e+01

  """

@Test("Pictures are drawn, with a warning, when the rupture file of a result is gone")
func lostRupture() throws {
  let foreshake = try TinyRun.folder()
  defer { foreshake.remove() }
  try foreshake.write(rupture, "small.srf")
  try foreshake.write(
    "network,station,latitude,longitude\nXX,A01,37.84,-121.73\nXX,A02,37.80,-121.77\n",
    "stations.csv"
  )
  let run = try foreshake.run(
    TinyRun.flags(["--rupture": "small.srf", "--depth-km": nil, "--surface-interval": "1"])
  )
  #expect(run.status == 0, "\(run.errors)")
  try FileManager.default.removeItem(at: foreshake.file("small.srf"))
  for (picture, arguments) in [
    "section.svg": ["record-section"], "seismograms.svg": ["seismograms"], "map.svg": ["map"],
    "frame.svg": ["frame", "--time", "3"],
  ] {
    let outcome = try foreshake.run(["plot"] + arguments + ["run.nc", "--output", picture])
    #expect(outcome.status == 0, "\(picture): \(outcome.errors)")
    #expect(
      outcome.errors.contains("warning") && outcome.errors.contains("small.srf"),
      "\(picture): \(outcome.errors)"
    )
    #expect(foreshake.exists(picture))
  }
}
