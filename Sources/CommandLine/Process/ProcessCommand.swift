import ArgumentParser
import Foundation
import SeismicFiles
import Seismology
import SignalProcessing

/// Recordings through a pipeline of steps.
struct ProcessCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "process",
    abstract: "Processes recordings: response, filters, resampling, rotation.",
    discussion: """
      Takes miniSEED, SAC and NetCDF files or folders of them through the steps of a pipeline, which is a YAML \
      file (--pipeline) or a set of flags. Flags are applied in this order: gaps, detrend, taper, response or \
      sensitivity, simulate, integrate or differentiate, filters, decimate, sampling rate, orient, rotate, \
      start and end, scale, normalize; --explain prints them as such a file. A trace that cannot take a step \
      is left out with the reason; the name of the output tells its format, as in foreshake convert.

      Example:
        foreshake process waveforms --stationxml stations --detrend linear --remove-response velocity \
      --pre-filter 0.005,0.01,15,18 --water-level none --bandpass 0.02,0.05 --zero-phase \
      --output velocity.nc
      """
  )

  @Argument(help: "What is read: files or folders.")
  var input: [String] = []

  @Option(
    help: "The pipeline as a YAML file.",
    completion: .file(extensions: ["yaml", "yml"])
  )
  var pipeline: String?

  @Option(
    name: .customLong("stationxml"),
    parsing: .upToNextOption,
    help: "Station files with responses, or folders of them."
  )
  var stationXML: [String] = []

  @Flag(help: "Reverse filter coefficients that station files list centre first.")
  var mendResponses = false

  @Option(help: "What the input holds: counts, displacement, velocity or acceleration.")
  var inputHolds: String?

  @OptionGroup(title: "Steps") var flags: PipelineFlags
  @OptionGroup(title: "Earthquake") var event: ProcessEventFlags

  @Option(name: .shortAndLong, help: "What is written.")
  var output: String?

  @Flag(help: "Replace the output if it exists.")
  var overwrite = false

  @Flag(help: "Print the pipeline as YAML, then stop.")
  var explain = false

  @Flag(help: "Print all steps with their settings, then stop.")
  var listSteps = false

  @Flag(name: .shortAndLong, help: "Show neither progress nor findings.")
  var quiet = false

  func run() throws {
    if listSteps { return Console.result(StepForm.manual) }
    let file = try pipelineFile()
    if explain { return Console.raw(result: file.text) }
    guard !input.isEmpty else {
      throw ConfigurationError.conflict(
        "There is nothing to process; name files or folders of waveforms"
      )
    }
    guard let output else {
      throw ConfigurationError.conflict("The results need a place; give --output")
    }
    let destination = try WaveformDestination(URL(fileURLWithPath: output))
    try destination.checkPlace(overwrite: overwrite)
    try RunDestination.checkDistinct(destination.url, from: input)
    PartialFiles.removeAbandoned(beside: [destination.url])
    try checkStations(for: file.pipeline)
    Interruption.watch()
    Interruption.discards(beside: [destination.url])
    try ProcessRun(
      file: file,
      input: try ProcessInput(reading: input),
      inventory: try InventoryInput.read(stationXML, mending: mendResponses),
      quiet: quiet
    ).perform(event: event, into: destination)
  }

  /// Refuses steps that turn counts into motion where no station file is named.
  private func checkStations(for pipeline: ProcessingPipeline) throws(ConfigurationError) {
    guard stationXML.isEmpty else { return }
    for step in pipeline.steps where step.needsResponse {
      throw .conflict("\(step.name) needs the stations' responses; give --stationxml")
    }
  }

  private func pipelineFile() throws -> PipelineFile {
    var file: PipelineFile
    if let pipeline {
      guard flags.isEmpty else {
        throw ConfigurationError.conflict(
          "--pipeline and flags for steps exclude one another; write all steps into the file, or print "
            + "flags as a file with --explain"
        )
      }
      file = try PipelineFile(reading: URL(fileURLWithPath: pipeline))
    } else {
      do {
        file = PipelineFile(pipeline: try flags.pipeline(), input: nil)
      } catch let error as PipelineError {
        // A row of flags that makes no sense is a mistake on the command line; in a file it is bad data.
        throw ConfigurationError.conflict(
          "step \(error.step) (\(error.name)) cannot be done: \(error.reason)"
        )
      }
    }
    if let inputHolds {
      guard let quantity = PipelineFile.quantities[inputHolds.lowercased()] else {
        throw ConfigurationError.invalidValue(
          .commandLine,
          name: "--input-holds",
          text: inputHolds,
          expected: "counts, displacement, velocity or acceleration"
        )
      }
      file.input = quantity
    }
    return file
  }
}

/// A pipeline with its input, ready to run.
struct ProcessRun {
  let file: PipelineFile
  let input: ProcessInput
  let inventory: StationInventory?
  let quiet: Bool

  /// Runs the pipeline and writes what is left; an interrupted run leaves nothing.
  func perform(event flags: ProcessEventFlags, into destination: WaveformDestination) throws {
    let event = try ProcessEvent(flags, input)
    let progress = ProcessProgress(quiet: quiet)
    let result: ProcessingResult
    do {
      result = try file.pipeline.run(
        on: input.traces,
        holding: file.input ?? input.motion.map { .motion($0) } ?? .counts,
        in: try context(event, model: flags.velocityModel)
      ) { done, total in
        progress.show(done, of: total)
        return !Interruption.isRequested
      }
    } catch is CancellationError {
      progress.finish()
      throw RunInterrupted(saved: nil)
    }
    progress.finish()
    report(result)
    guard !result.traces.isEmpty else {
      throw NothingUsable(count: input.traces.count, failures: input.failures)
    }
    try write(result, event: event, to: destination)
  }

  private var positions: [String: GeographicPoint] {
    var positions = input.stations.mapValues(\.position)
    for station in inventory?.stations ?? [] {
      positions["\(station.network).\(station.code)"] = station.position
    }
    return positions
  }

  private func context(_ event: ProcessEvent, model: String?) throws -> ProcessingContext {
    ProcessingContext(
      inventory: inventory,
      stationPositions: positions,
      originTime: event.originTime,
      epicentre: event.epicentre,
      arrivals: try event.arrivals(at: positions, model: model)
    )
  }

  private func report(_ result: ProcessingResult) {
    guard !quiet else { return }
    let table = FindingsTable(findings: result.findings, steps: file.pipeline.steps)
    for line in table.lines { Console.note(line) }
  }

  private func write(
    _ result: ProcessingResult,
    event: ProcessEvent,
    to destination: WaveformDestination
  ) throws {
    let traces = result.traces.map(\.trace)
    try destination.check(codes: traces.map(\.identifier.station))
    let known = input.stations.values.map { $0 } + (inventory?.stations ?? [])
    var waveforms = WaveformCollection(
      traces: traces,
      motion: result.motion,
      stations: known,
      originTime: event.originTime
    )
    waveforms.eventPosition = event.epicentre
    waveforms.eventDepth = event.depth
    if Set(result.traces.map(\.quantity)).count > 1 {
      Console.warning("the traces hold different quantities, so that the output states no unit.")
    }
    try destination.write(waveforms)
    if !quiet { Console.note("wrote \(traces.count) traces to \(destination.url.path)") }
  }
}

/// No trace came through.
struct NothingUsable: Error, CustomStringConvertible {
  /// How many traces there were.
  let count: Int
  /// How many files could not be read.
  let failures: Int

  var description: String {
    let files = failures > 0 ? " and \(failures) files could not be read" : ""
    return count == 0
      ? "there is no trace in the input\(files); nothing was written."
      : "none of \(count) traces is usable\(files); nothing was written."
  }
}
