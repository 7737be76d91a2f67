import ArgumentParser
import Foundation
import WaveformCatalog

/// Reads a whole catalog again.
struct ValidateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "validate",
    abstract: "Reads every file of a catalog again and says which are damaged.",
    discussion: """
      Compares each event's file with the index: length, checksum (XXH64), the event's metadata, receivers, sampling \
      and units, and looks for samples that are no numbers. Every damaged file is named; the exit status is 65 then. \
      Damaged files of a simulated catalog are made again by foreshake catalog generate --resume.

      Example:
        foreshake catalog validate hayward-small
      """
  )

  @OptionGroup var place: CatalogPlace

  @Flag(help: "Compare only names and lengths.")
  var quick = false

  @Flag(
    help:
      "First write the index again from the events' files. Splits, and events that were not made, are lost."
  )
  var rebuildIndex = false

  func run() throws {
    if rebuildIndex { try rebuild() }
    let index = try CatalogIndex(reading: place.folder)
    if index.missing.isEmpty == false {
      Console.note(
        "\(index.missing.count) of \(index.entries.count) events are not made yet, \(index.missing[0].id) the first"
      )
    }
    if quick {
      try finish(index.absent(in: place.folder).map(\.error), checked: index.madeCount)
      return
    }
    let progress = EventProgress("reading event")
    let validation = try progress.watch {
      try CatalogValidation(of: index, in: place.folder, progress: progress.show)
    }
    for name in validation.strangers {
      Console.warning("\(place.folder.file(name).path) is not in the index")
    }
    let errors: [any Error] = validation.faults + validation.damages.map(\.error)
    try finish(errors, checked: validation.checkedCount)
  }

  private func finish(_ errors: [any Error], checked: Int) throws {
    if errors.isEmpty {
      return Console.result("\(place.catalog): \(checked) events are whole.")
    }
    guard errors.count > 1 else { throw errors[0] }
    for error in errors { Console.error("foreshake: \(Failure.text(of: error))") }
    throw CatalogError.damaged(
      path: place.folder.url.path,
      reason: "\(errors.count) files, named above, are not as they were made"
    )
  }

  private func rebuild() throws {
    let folder = place.folder
    switch folder.contents() {
    case .catalog, .unindexed: break
    default: _ = try CatalogIndex(reading: folder)
    }
    let lock = try CatalogLock(folder)
    let index = try CatalogIndex.rebuilt(from: folder)
    try folder.writeQuakeML(index.entries.map(\.event))
    try index.write(to: folder)
    lock.release()
    Console.note("wrote \(folder.index.path) anew with \(index.entries.count) events")
  }
}
