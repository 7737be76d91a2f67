import ArgumentParser
import Foundation
import SeismicFiles
import Seismology
import SimulationOutput
import WaveSimulation

/// One earthquake to one NetCDF file.
struct SimulateCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "simulate",
    abstract: "Simulates one earthquake and writes seismograms, shaking maps and movies.",
    discussion: """
      Everything may stand in a configuration file, on the command line, or both; the command line wins. See \
      foreshake help config for all keys.

      Example, a magnitude 4.4 in northern California up to 0.1 Hz:
        foreshake simulate --velocity-model gil7 --stations east-bay-2019 --latitude 37.8187 \
      --longitude -121.7568 --depth-km 12 --magnitude 4.37 --strike 234 --dip 71 --rake -5 \
      --max-frequency 0.1 --duration 180 --output east-bay.nc
      """
  )

  @Argument(
    help: "A configuration file in YAML; optional.",
    completion: .file(extensions: ["yaml", "yml"])
  )
  var configurationFile: String?

  @OptionGroup(title: "Earthquake") var source: SourceFlags
  @OptionGroup(title: "Rupture by its size") var rupture: RuptureFlags
  @OptionGroup(title: "Velocity model") var model: ModelFlags
  @OptionGroup(title: "Stations, region and axes") var domain: DomainFlags
  @OptionGroup(title: "Grid and time") var grid: GridFlags
  @OptionGroup(title: "Physics and numerics") var physics: PhysicsFlags
  @OptionGroup(title: "Output") var output: OutputFlags
  @OptionGroup(title: "Checkpoints") var checkpoints: CheckpointFlags

  @Flag(help: "Print grid, points per wavelength, time step, memory and estimated time, then stop.")
  var dryRun = false

  @Flag(help: "Replace the output file if it exists.")
  var overwrite = false

  @Flag(name: .shortAndLong, help: "Show no progress.")
  var quiet = false

  mutating func run() async throws {
    var values =
      try configurationFile.map {
        try ConfigurationValues(contentsOf: URL(fileURLWithPath: $0))
      } ?? ConfigurationValues()
    let groups: [any ConfigurationFlags] = [source, rupture, model, domain, grid, physics, output]
    for group in groups { values.set(group) }
    let destination = dryRun ? nil : try RunDestination(values, overwrite: overwrite)
    if let destination { try checkpoints.checkPlaces(destination) }
    let setup = try SimulationSetup(values)
    for warning in setup.warnings { Console.warning(warning) }
    guard let destination else { return try PlanReport(setup).print() }
    try destination.waveforms?.check(codes: setup.domain.receivers.map(\.code))
    let checkpoint = checkpoints.file.map { URL(fileURLWithPath: $0) }
    let places = [destination.file, destination.waveforms?.url, checkpoint].compactMap { $0 }
    PartialFiles.removeAbandoned(beside: places)
    Interruption.discards(beside: places)
    try SimulationRun(
      setup: setup,
      destination: destination,
      checkpoints: checkpoints,
      quiet: quiet,
      command: CommandLine.arguments.joined(separator: " ")
    ).perform()
  }
}
