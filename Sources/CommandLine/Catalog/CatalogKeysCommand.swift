import ArgumentParser
import WaveformCatalog

/// The manual of a catalog's specification: `foreshake catalog keys`.
struct CatalogKeysCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "keys",
    abstract: "Explains every key of a catalog's specification."
  )

  func run() { Console.result(Self.manual) }

  /// All sections and keys with values, defaults and examples.
  static var manual: String {
    let introduction = """
      A specification is a YAML file of sections and keys. Relative paths are meant from its folder; files of
      velocity-models/ and stations/ may be named without folder and extension. On the command line,
      --set grid.spacing-m=500 sets a key over the file, --set events.1.magnitude=4 one of the first pattern.

      Example:
        title: Twenty earthquakes below Oakland
        model:
          file: gil7
        domain:
          origin-latitude: 37.8
          origin-longitude: -122.2
          x-km: [-40, 40]
          y-km: [-40, 40]
          depth-km: 25
        grid:
          spacing-m: 1000
          max-frequency-hz: 0.2
        events:
          - pattern: volume
            count: 20
            x-km: [-10, 10]
            y-km: [-10, 10]
            depth-km: [5, 12]
            strike: 144
            strike-scatter: 10
            magnitude: [3.5, 4.5]
        receivers:
          surface-grid: [40, 40]
        sampling:
          interval-s: 0.5
          samples: 121


      """
    return introduction + SpecificationChapter.all.map(text).joined(separator: "\n")
  }

  private static func text(_ chapter: SpecificationChapter) -> String {
    let head = ["\(chapter.heading)"] + TextBlock.lines(chapter.summary, indent: "  ")
    let entries = chapter.keys.map { key in
      let facts = "Value: \(key.value). Default: \(key.standard). Example: \(key.example)."
      return
        (["    \(key.name)"] + TextBlock.lines(key.summary, indent: "        ")
        + TextBlock.lines(facts, indent: "        ")).joined(separator: "\n")
    }
    return (head + entries).joined(separator: "\n") + "\n"
  }
}
