import ArgumentParser
import Foundation
import WaveformCatalog

/// Several catalogs made into one.
struct MergeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "merge",
    abstract: "Makes one catalog of several with the same receivers and sampling.",
    discussion: """
      Events of one name in two catalogs are refused; --prefix tells them apart. Splits are kept where every catalog \
      has one.

      Example:
        foreshake catalog merge north south --output bay --prefix n- --prefix s-
      """
  )

  @Argument(help: "The folders of the catalogs.", completion: .directory)
  var catalogs: [String]

  @Option(name: .shortAndLong, help: "The folder of the merged catalog; nothing may stand there.")
  var output: String

  @Option(help: "The title of the merged catalog [default: the titles of all].")
  var title: String?

  @Option(help: "What is put before the events' names, once for each catalog in their order.")
  var prefix: [String] = []

  func validate() throws {
    guard catalogs.count > 1 else { throw ValidationError("Merging takes two catalogs or more.") }
    guard prefix.isEmpty || prefix.count == catalogs.count else {
      throw ValidationError(
        "\(prefix.count) times --prefix does not fit \(catalogs.count) catalogs; give one for each."
      )
    }
  }

  func run() throws {
    let parts = catalogs.enumerated().map { number, path in
      CatalogMerge.Part(
        CatalogFolder(URL(fileURLWithPath: path)),
        prefix: prefix.isEmpty ? "" : prefix[number]
      )
    }
    let destination = URL(fileURLWithPath: output)
    try RunDestination.checkFolder(of: destination)
    let merge = try CatalogMerge(parts, title: title)
    let progress = EventProgress("writing event")
    PartialFiles.removeAbandoned(beside: [destination])
    let index = try progress.watch {
      try merge.write(to: destination, progress: progress.show)
    }
    Console.result("\(output): \(index.entries.count) events of \(catalogs.count) catalogs")
  }
}
