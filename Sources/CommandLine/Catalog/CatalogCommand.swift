import ArgumentParser
import WaveformCatalog

/// Data sets of many earthquakes.
struct CatalogCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "catalog",
    abstract: "Makes, checks and shares data sets of many earthquakes.",
    discussion: """
      A catalog is a folder: one NetCDF file an event, an index and the events as QuakeML. It is made from a \
      specification in YAML; foreshake catalog keys explains every key.

      Presets: \(CatalogPreset.all.map(\.name).joined(separator: ", ")).

      Example, 60 earthquakes on the Hayward fault:
        foreshake catalog generate hayward-small -o hayward-small
        foreshake catalog inspect hayward-small
      """,
    subcommands: [
      GenerateCommand.self, InspectCommand.self, ValidateCommand.self, SplitCommand.self,
      NormalizeCommand.self, MergeCommand.self, ExportCommand.self, ImportCommand.self,
      CatalogKeysCommand.self,
    ]
  )
}
