import ArgumentParser

/// The root of the command line.
@main
struct ForeshakeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "foreshake",
    abstract: "Simulates earthquake wavefields, forecasts shaking and generates ground motions.")
}
