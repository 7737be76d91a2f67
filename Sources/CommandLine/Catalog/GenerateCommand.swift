import ArgumentParser
import Foundation
import Seismology
import WaveformCatalog

/// A specification to a folder of events.
struct GenerateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "generate",
    abstract: "Simulates all earthquakes of a specification, the cheapest way.",
    discussion: """
      The specification is a YAML file or a preset: \(CatalogPreset.all.map(\.name).joined(separator: ", ")).

      Ways to compute, chosen by cost unless --strategy says otherwise; all give the same seismograms within 1e-3:
        direct       one run an event
        fused        several events advance together and share the material
        combination  elementary moment tensors at each place, combined
        shifted      elementary moment tensors at each depth, shifted along flat layers
        reciprocal   three runs a station, for many events at few stations

      A stopped run keeps all complete events; --resume makes the rest, and what is damaged, again.

      Example:
        foreshake catalog generate hayward-small -o hayward-small
      """
  )

  @Argument(
    help: "A specification in YAML, or the name of a preset.",
    completion: .file(extensions: ["yaml", "yml"])
  )
  var specification: String

  @Option(
    name: .shortAndLong,
    help: "The folder of the catalog; new, empty, or with --resume begun."
  )
  var output: String?

  @Option(
    help:
      "How to compute: auto, \(GenerationStrategy.allCases.map(\.rawValue).joined(separator: ", "))."
  )
  var strategy = "auto"

  @Flag(help: "Go on with a catalog that was begun with the same specification.")
  var resume = false

  @Flag(help: "Print strategy, grid, time step, events, sizes and estimated time, then stop.")
  var dryRun = false

  @Option(help: "Threads; all cores by default. They do not change a byte of the files.")
  var threads: Int?

  @Option(
    name: .customLong("set"),
    help: "Set a key of the specification: --set grid.spacing-m=500. May be repeated.",
    transform: KeyAssignment.init
  )
  var settings: [KeyAssignment] = []

  @Flag(name: .shortAndLong, help: "Show no plan and no progress.")
  var quiet = false

  func validate() throws {
    if output == nil, !dryRun {
      throw ValidationError("--output needs the folder of the catalog; --dry-run goes without.")
    }
    if let threads, !(1...4096).contains(threads) {
      throw ValidationError("--threads \(threads) is outside 1...4096.")
    }
    if strategy != "auto", GenerationStrategy(rawValue: strategy) == nil {
      let words = ["auto"] + GenerationStrategy.allCases.map(\.rawValue)
      throw ValidationError("--strategy \(strategy) is none of \(words.joined(separator: ", ")).")
    }
  }

  func run() throws {
    let file = try CatalogPreset.file(for: specification)
    let read = try CatalogSpecification(
      contentsOf: file,
      setting: settings.map { ($0.key, $0.value) }
    )
    let generator = try CatalogGenerator(
      read,
      folder: URL(fileURLWithPath: output ?? "catalog"),
      source: "foreshake \(Version.current)",
      threads: threads
    )
    let plan = try generator.plan(GenerationStrategy(rawValue: strategy))
    let lines = try quiet && !dryRun ? [] : GenerationPlanText(generator, plan).lines
    if dryRun {
      for line in lines { Console.result(line) }
      return
    }
    // Before the folder is made; how much of it is there already only the generator finds out.
    if !resume { try plan.size.check(roomIn: generator.folder.url) }
    for line in lines { Console.note(line) }
    try generate(generator, plan)
  }

  private func generate(_ generator: CatalogGenerator, _ plan: GenerationPlan) throws {
    Interruption.watch()
    // What a second Ctrl-C leaves unfinished the next --resume removes.
    Interruption.discards(beside: [])
    var bar = GenerationBar(quiet: quiet)
    let done: GenerationReport
    do {
      done = try generator.run(plan, resuming: resume) { progress in
        bar.show(progress)
        return !Interruption.isRequested
      }
    } catch {
      bar.finish()
      throw error
    }
    bar.finish()
    guard !quiet else { return }
    let kept = done.kept > 0 ? ", \(done.kept) were there" : ""
    Console.note(
      "\(done.written) events in \(Readable.duration(done.elapsedSeconds))\(kept), "
        + "\(Readable.bytes(done.bytes)) written"
    )
    Console.note("wrote \(generator.folder.url.path)")
  }
}

/// `key=value` on the command line.
struct KeyAssignment {
  let key, value: String

  init(_ text: String) throws {
    guard let sign = text.firstIndex(of: "="), sign != text.startIndex else {
      throw ValidationError("--set \(text) is not of the form key=value.")
    }
    key = text[..<sign].trimmingCharacters(in: .whitespaces)
    value = text[text.index(after: sign)...].trimmingCharacters(in: .whitespaces)
  }
}
