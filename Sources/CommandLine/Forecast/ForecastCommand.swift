import ArgumentParser

/// Everything around forecasts of wavefields.
struct ForecastCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "forecast",
    abstract: "Learns and makes forecasts of a wavefield from its first seconds.",
    subcommands: [
      ForecastTrainCommand.self, ForecastPredictCommand.self, ForecastEvaluateCommand.self,
      ForecastEnsembleCommand.self,
    ]
  )
}
