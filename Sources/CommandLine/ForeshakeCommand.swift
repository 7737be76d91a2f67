import ArgumentParser

/// The root of the command line.
@main
struct ForeshakeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "foreshake",
    abstract:
      "Simulates earthquake wavefields: from a velocity model and a fault to seismograms and maps.",
    discussion: """
      Example, the earthquake that ships with the package and its pictures:
        foreshake simulate Sources/CommandLine/Demo/east-bay-2019.yaml --output east-bay.nc
        foreshake plot record-section east-bay.nc --output section.png
        foreshake plot map east-bay.nc --output pgv.png
      """,
    version: Version.current,
    subcommands: [
      SimulateCommand.self, CatalogCommand.self, ForecastCommand.self, PlotCommand.self,
      ModelCommand.self,
      ConvertCommand.self,
      ProcessCommand.self, CompareCommand.self, IntensityCommand.self, VerifyCommand.self,
      ConfigCommand.self,
    ]
  )

  /// Runs the command that the arguments name and turns errors into a sentence and an exit code.
  static func main() async {
    do {
      var command = try parseAsRoot()
      if var asynchronous = command as? any AsyncParsableCommand {
        try await asynchronous.run()
      } else {
        try command.run()
      }
    } catch {
      Failure.end(error, in: Self.self)
    }
  }
}
