import ArgumentParser
import Evaluation
import Foundation
import NumericalRuntime
import Plotting
import SeismicFiles
import Seismology
import WavefieldForecasting
import WaveformCatalog

/// Forecasts the wavefield of an event from its first seconds.
struct ForecastPredictCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "predict",
    abstract: "Forecasts the wavefield of an event from its first seconds.",
    discussion: """
      The model is told the ground motion of its first frames alone: no magnitude, place or origin time. A model of \
      preset laptop-sparse takes it at stations: those of a catalog of recordings, or points of a grid that --stations \
      or --station-count choose; stations with gaps are left out with a warning. A model of a fixed list of stations \
      (presets laptop-stations, published-sparse) knows their places, and takes the motion there from a grid, or that of \
      the stations of the same code and place; those without are masked with a warning.

      The output holds the forecast velocity, maps of PGV and its time over input and forecast, and with a threshold \
      the seconds from issue until each place exceeds it. foreshake plot map and plot frame draw it.

      Example:
        foreshake forecast predict forecaster/best.safetensors hayward-960 --event hf-s034-d09 \\
          --threshold-cm-s 1 --output forecast.nc
        foreshake plot map forecast.nc --output pgv.png
      """
  )

  @Argument(help: "A trained model.", completion: .file(extensions: ["safetensors"]))
  var model: String

  @Argument(help: "The folder of the catalog that holds the event.", completion: .directory)
  var catalog: String

  @Option(help: "The event.")
  var event: String

  @Option(help: "The snapshot of the event with which the input begins.")
  var offset = 0

  @Option(name: .customLong("duration-s"), help: "How far the forecast goes [s].")
  var duration = 104.0

  @Flag(help: "Forecast piece by piece, each from the one before, instead of in one go.")
  var rolling = false

  @OptionGroup var stations: ForecastStationFlags
  @OptionGroup var results: ForecastOutputFlags

  func validate() throws {
    guard offset >= 0 else { throw ValidationError("--offset is \(offset); it must be 0 or more.") }
    guard duration > 0, duration <= 3600 else {
      throw ValidationError(
        "--duration-s is \(Readable.number(duration)); it must be above 0 and at most 3600 s."
      )
    }
  }

  func run() throws {
    try results.checkPlaces(inputs: [model])
    let runner = try ForecastRunner(ForecasterFile(reading: URL(fileURLWithPath: model)))
    let catalog = try WaveformCatalog(opening: URL(fileURLWithPath: catalog))
    let input = try stations.choose(
      from: try ForecastInput(
        event: event,
        of: catalog,
        shape: runner.model.shape,
        site: runner.site,
        offset: offset
      ),
      runner.model.shape
    )
    for notice in input.notices { Console.warning(notice + ".") }
    let sites = try results.places(for: input, of: catalog, runner.site)
    let watch = Stopwatch()
    let forecast = try runner.forecast(
      input,
      frames: runner.frameCount(of: duration),
      mode: rolling ? .rolling : .oneShot,
      seed: stations.seed
    )
    Console.note(
      "forecast \(forecast.frames.count) frames, \(Readable.number(forecast.issueTime)) to "
        + "\(Readable.number(forecast.frames.endTime)) s, in \(Readable.duration(watch.seconds))"
    )
    try results.write(forecast, sites)
    if let picture = results.picture {
      try draw(forecast, of: catalog, by: runner, to: URL(fileURLWithPath: picture))
    }
  }

  /// Draws the forecast, beside what came true where the catalog knows it on the grid.
  private func draw(
    _ forecast: WavefieldForecast,
    of catalog: WaveformCatalog,
    by runner: ForecastRunner,
    to url: URL
  ) throws {
    let shape = runner.model.shape
    let isGoingOn =
      EvaluatedEvent.frameCount(of: catalog, shape, offset: offset) > shape.inputFrames
    var truth: WavefieldFrames?
    if catalog.layout.grid != nil, isGoingOn {
      truth = try EvaluatedEvent(
        event,
        of: catalog,
        for: runner,
        offset: offset,
        frames: forecast.frames.count
      ).truth.truth
    }
    try ForecastPicture.panels(forecast, truth: truth).drawing().write(to: url)
    Console.note("wrote \(url.path)")
  }
}
