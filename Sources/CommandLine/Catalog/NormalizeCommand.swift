import ArgumentParser
import Foundation
import Seismology
import WaveformCatalog

/// Means and deviations of a catalog.
struct NormalizeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "normalize",
    abstract: "Computes the mean and the standard deviation of each component at each receiver.",
    discussion: """
      From the training events only, so that nothing of validation and test leaks into a model; the catalog must have \
      been split. The result is normalization.nc in the catalog's folder; one that stands there is replaced.

      Example:
        foreshake catalog normalize hayward-960
      """
  )

  @OptionGroup var place: CatalogPlace

  @Flag(help: "Take all events, not only those of the training split.")
  var all = false

  func run() throws {
    let (index, lock) = try place.openForChange()
    defer { lock.release() }
    let progress = EventProgress("reading event")
    let normalization = try progress.watch {
      try CatalogNormalization(
        of: index,
        in: place.folder,
        usingAll: all,
        progress: progress.show
      )
    }
    try normalization.write(to: place.folder, of: index)
    let moving = normalization.deviations.filter { $0 > 0 }
    Console.result(
      "\(place.folder.normalization.path): \(normalization.eventIDs.count) "
        + "\(all ? "" : "training ")events, deviations from "
        + "\(Readable.number(Double(moving.min() ?? 0))) to \(Readable.number(Double(moving.max() ?? 0))) "
        + index.description.sampling.motion.units
    )
    let still = normalization.deviations.count { $0 == 0 }
    if still > 0 {
      Console.warning(
        "\(still) of \(normalization.deviations.count) components never move; their deviation is 0"
      )
    }
  }
}
