import ArgumentParser
import Evaluation
import Foundation
import NumericalRuntime
import Plotting
import SeismicFiles
import Seismology
import WavefieldForecasting
import WaveformCatalog

/// What is written of a forecast.
struct ForecastOutputFlags: ParsableArguments {
  @Option(name: .shortAndLong, help: "The NetCDF file of the forecast, which ends in .nc.")
  var output: String

  @Option(
    help: "Sites: StationXML, FDSN text or a table [default: the stations of input or catalog].",
    completion: .file()
  )
  var sites: String?

  @Option(
    name: .customLong("threshold-cm-s"),
    help: "The horizontal velocity of which is warned [cm/s]."
  )
  var threshold: Double?

  @Option(help: "A miniSEED file for the forecast at the sites.")
  var mseed: String?

  @Option(help: "A table of the sites; it ends in .txt, .csv or .json.")
  var sitesTable: String?

  @Option(
    help: "A picture of truth, forecast and difference at some times: .png, .svg or .pdf.",
    completion: .file()
  )
  var picture: String?

  @Flag(help: "Replace outputs that exist.")
  var overwrite = false

  /// The threshold in m/s.
  private var thresholdSI: Double? { threshold.map { $0 / 100 } }

  func validate() throws {
    guard output.lowercased().hasSuffix(".nc") else {
      throw ValidationError("--output is '\(output)'; it must end in .nc.")
    }
    if let mseed, WaveformFormat(fileName: mseed) != .miniSEED {
      throw ValidationError("--mseed is '\(mseed)'; it must end in .mseed.")
    }
    if let sitesTable, !["txt", "csv", "json"].contains(Self.ending(sitesTable)) {
      throw ValidationError("--sites-table is '\(sitesTable)'; it must end in .txt, .csv or .json.")
    }
    if let threshold, !(threshold > 0 && threshold.isFinite) {
      throw ValidationError("--threshold-cm-s is \(threshold); it must be a positive number.")
    }
  }

  /// Refuses places that cannot be written, before anything is computed.
  func checkPlaces(inputs: [String]) throws {
    if let picture { _ = try PictureFormat(path: picture) }
    let files = [output, mseed, sitesTable, picture].compactMap { $0 }.map {
      URL(fileURLWithPath: $0)
    }
    for (index, url) in files.enumerated() {
      try RunDestination.checkPlace(of: url, overwrite: overwrite)
      try RunDestination.checkDistinct(url, from: inputs + [sites].compactMap { $0 })
      if files[..<index].contains(where: { RunDestination.isSame($0, url) }) {
        throw ValidationError("\(url.path) is named twice; one output would replace the other.")
      }
    }
  }

  /// The sites in the model's frame: those of a file, else the stations that were seen, else the catalog's.
  func places(
    for input: ForecastInput,
    of catalog: WaveformCatalog,
    _ site: ForecasterSite
  ) throws -> [Receiver] {
    let places: [Receiver]
    if let sites {
      places = try site.receivers(inFile: sites)
    } else {
      places = input.stations.isEmpty ? catalog.layout.stations : input.stations
    }
    let inside = places.filter { site.contains($0.location) }
    for other in places where !site.contains(other.location) {
      Console.warning("site \(other.identifier) is left out: it lies outside the model's grid.")
    }
    guard !inside.isEmpty || sites == nil && mseed == nil && sitesTable == nil else {
      throw ForecastingError.invalid(
        what: "list of sites,",
        value: sites ?? "that of the catalog,",
        expected: "one with a place on the model's grid; name some with --sites FILE"
      )
    }
    if let mseed {
      try WaveformDestination(URL(fileURLWithPath: mseed)).check(codes: inside.map(\.code))
    }
    return inside
  }

  /// Writes all that is asked for.
  func write(_ forecast: WavefieldForecast, _ sites: [Receiver]) throws {
    let url = URL(fileURLWithPath: output)
    try ForecastFile.write(
      forecast,
      to: url,
      sites: sites,
      threshold: thresholdSI,
      source: "foreshake \(Version.current)"
    )
    Console.note("wrote \(url.path)")
    if let mseed {
      let place = URL(fileURLWithPath: mseed)
      try WaveformFile.write(try forecast.waveforms(at: sites), to: place, format: .miniSEED)
      Console.note("wrote \(place.path)")
    }
    let table = ForecastTables.sites(
      try forecast.forecasts(at: sites, threshold: thresholdSI),
      of: forecast,
      threshold: threshold
    )
    if let sitesTable {
      let text =
        switch Self.ending(sitesTable) {
        case "csv": table.csv
        case "json": table.json
        default: table.text
        }
      let place = URL(fileURLWithPath: sitesTable)
      try FileContents.write(Data(text.utf8), to: place)
      Console.note("wrote \(place.path)")
    }
    Console.result(ForecastTables.summary(of: forecast, threshold: thresholdSI))
    if sitesTable == nil, !sites.isEmpty { Console.raw(result: table.text) }
  }

  private static func ending(_ path: String) -> String {
    URL(fileURLWithPath: path).pathExtension.lowercased()
  }
}
