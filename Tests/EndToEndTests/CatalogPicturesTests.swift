import Foundation
import TestSupport
import Testing

@Test(
  "The page's commands for xarray and GMT draw a catalog as they stand there",
  .enabled(
    if: PythonEnvironment.offers("xarray") && PythonEnvironment.offers("dask")
      && PythonEnvironment.offers("matplotlib") && CatalogPictures.hasGMT,
    "needs GMT 6 and Python with xarray, dask and matplotlib"
  )
)
func catalogPictures() throws {
  let foreshake = try Foreshake()
  defer { foreshake.remove() }
  try CatalogFixture.write(5, to: foreshake.file("rings"))
  let script = PythonEnvironment.packageRoot
    .appendingPathComponent("Sources/CommandLine/Demo/catalog-pictures.sh").path
  let python = try #require(PythonEnvironment.interpreter).path
  let before = try foreshake.shell("ls -R rings").output
  let outcome = try foreshake.shell("bash '\(script)' rings pictures '\(python)'")
  #expect(outcome.status == 0, "\(outcome.errors)")
  for name in ["catalog-xarray.png", "catalog-gmt.png"] {
    let picture = try Data(contentsOf: foreshake.file("pictures/\(name)"))
    #expect(picture.starts(with: [0x89, 0x50, 0x4E, 0x47]) && picture.count > 20_000, "\(name)")
  }
  #expect(try foreshake.shell("ls -R rings").output == before)
  let foreign = try foreshake.shell("bash '\(script)' pictures out")
  #expect(foreign.status == 65 && foreign.errors.contains("no catalog"))
}

private enum CatalogPictures {
  /// Whether GMT 6 is installed.
  static let hasGMT: Bool = {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["gmt", "--version"]
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    guard (try? process.run()) != nil else { return false }
    process.waitUntilExit()
    return process.terminationStatus == 0
  }()
}
