import ArgumentParser
import Foundation
import SeismicFiles
import Seismology
import WavefieldForecasting
import WaveformCatalog

/// At which stations a forecast sees the motion of a grid.
struct ForecastStationFlags: ParsableArguments {
  @Option(
    help:
      "Stations that are seen, at their grid points, or of the model's list: StationXML, FDSN text or a table.",
    completion: .file()
  )
  var stations: String?

  @Option(help: "How many random grid points, or stations of the model's list, are seen.")
  var stationCount: Int?

  @Option(help: "The seed of --station-count, and of models that start from noise.")
  var seed: UInt64 = 0

  func validate() throws {
    if stations != nil, stationCount != nil {
      throw ValidationError("--stations and --station-count exclude each other.")
    }
    if let stationCount, stationCount < 1 {
      throw ValidationError("--station-count is \(stationCount); it must be at least 1.")
    }
  }

  /// What the model shall see of an input.
  func choose(from input: ForecastInput, _ shape: ForecasterShape) throws -> ForecastInput {
    let isChosen = stations != nil || stationCount != nil
    guard shape.input != .grid else {
      guard !isChosen else {
        throw ValidationError(
          "--stations and --station-count are for models that forecast from stations; this one sees the whole grid."
        )
      }
      return input
    }
    // A catalog of recordings brings its own; of a fixed list, all that have motion are seen unless some are chosen.
    guard input.stations.isEmpty || input.records != nil && isChosen else {
      guard !isChosen else {
        throw ValidationError(
          "--stations and --station-count choose points of a grid, but this catalog has stations, all of which are seen."
        )
      }
      return input
    }
    if let stationCount { return try input.seen(fromRandom: stationCount, seed: seed) }
    guard let stations else {
      throw ValidationError(
        "This model forecasts from stations: choose points of the catalog's grid with --stations FILE or "
          + "--station-count N."
      )
    }
    return try input.seen(from: try input.site.receivers(inFile: stations))
  }
}

extension ForecasterSite {
  /// The stations of a file in the model's local frame.
  func receivers(inFile path: String) throws -> [Receiver] {
    try StationFile.read(URL(fileURLWithPath: path)).receivers(in: try projection())
  }
}
