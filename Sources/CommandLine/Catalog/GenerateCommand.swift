import ArgumentParser
import Foundation
import WaveformCatalog

/// A specification to a catalog.
struct GenerateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "generate",
    abstract: "Simulates the events of a specification, the cheapest way.",
    discussion: """
      Each event's file appears when it is whole. Ctrl-C, a full disk or a crash lose the events in hand; --resume makes \
      the rest, and whatever was damaged since, with the same bytes as an undisturbed run.

      Example, 60 earthquakes on the Hayward fault:
        foreshake catalog generate hayward-small -o hayward-small
      """
  )

  @Argument(
    help: "A specification in YAML, or the name of a preset.",
    completion: .file(extensions: ["yaml", "yml"])
  )
  var specification: String

  @Option(name: .shortAndLong, help: "The folder of the catalog.", completion: .directory)
  var output: String

  @Option(
    help: """
      How to compute it: \(GenerationStrategy.allCases.map(\.rawValue).joined(separator: ", ")); \
      the cheapest if absent.
      """
  )
  var strategy: GenerationStrategy?

  @Option(
    name: .customLong("set"),
    parsing: .unconditionalSingleValue,
    help: "Sets a key over the file: --set grid.spacing-m=500; may be repeated."
  )
  var settings: [String] = []

  @Option(help: "The number of threads; it does not change a byte [default: all cores].")
  var threads: Int?

  @Flag(help: "Go on with a catalog that is not complete.")
  var resume = false

  @Flag(help: "Print strategy, grid and sizes, then stop.")
  var dryRun = false

  @Flag(name: .shortAndLong, help: "Show no progress.")
  var quiet = false

  func validate() throws {
    if let threads, !(1...1024).contains(threads) {
      throw ValidationError("--threads \(threads) is outside 1...1024.")
    }
  }

  func run() throws {
    let file = try CatalogPreset.file(for: specification)
    let generator = try CatalogGenerator(
      try CatalogSpecification(contentsOf: file, setting: try overrides()),
      folder: URL(fileURLWithPath: output),
      source: "foreshake \(Version.current)",
      threads: threads
    )
    let plan = try generator.plan(strategy)
    Console.note(GenerationPlanText(plan, generator: generator).text)
    guard !dryRun else { return }
    Interruption.watch()
    var bar = GenerationBar(quiet: quiet)
    let report: GenerationReport
    do {
      report = try generator.run(plan, resuming: resume) { progress in
        bar.show(progress)
        return !Interruption.isRequested
      }
    } catch {
      bar.finish()
      throw error
    }
    bar.finish()
    Console.result(
      "\(output): \(report.written) events written, \(report.kept) kept, "
        + "\(Readable.bytes(report.bytes)) in \(Readable.duration(report.elapsedSeconds))"
    )
  }

  private func overrides() throws -> [(key: String, value: String)] {
    try settings.map { setting in
      guard let equals = setting.firstIndex(of: "="), equals != setting.startIndex else {
        throw ValidationError("--set '\(setting)' has no key=value.")
      }
      return (String(setting[..<equals]), String(setting[setting.index(after: equals)...]))
    }
  }
}
