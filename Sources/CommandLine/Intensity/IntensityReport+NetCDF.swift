import Foundation
import SeismicFiles
import Seismology
import SignalProcessing

extension IntensityReport {
  /// Writes the results on the dimensions station, component and period (CF-1.11).
  ///
  /// What does not exist holds `_FillValue`; the variable `remark` says why.
  func write(to url: URL) throws {
    let file = try NetCDFFile(creating: url)
    try file.setAttribute("Conventions", "CF-1.11")
    try file.setAttribute("title", "Intensity measures of ground motion")
    try file.setAttribute("source", .text("foreshake \(Version.current)"))
    let names = componentNames
    let station = try file.defineDimension("station", length: rows.count)
    let component = try file.defineDimension("component", length: names.count)
    let period = try file.defineDimension("period", length: periods.count)
    try writeAxes(to: file, station: station, component: component, period: period)
    try writeComponents(to: file, names: names, on: [station, component])
    try writeSpectra(to: file, names: names, on: [station, component, period])
    try writeHorizontal(to: file, station: station, period: period)
    try writeHorizontalRemarks(to: file, station: station)
    try file.finish()
  }

  /// The component letters that occur, E, N and Z first.
  private var componentNames: [String] {
    let found = Set(rows.flatMap { $0.components.map(\.channel.component) })
    let known = ["E", "N", "Z"].filter(found.contains)
    return known + found.subtracting(known).sorted()
  }

  private func writeAxes(
    to file: NetCDFFile,
    station: NetCDFDimension,
    component: NetCDFDimension,
    period: NetCDFDimension
  ) throws {
    try file.defineVariable(
      "station",
      .string,
      [station],
      attributes: [
        "long_name": "network, station, location and sensor codes; once for each time it recorded"
      ]
    ).write(rows.map(\.station.name))
    try file.defineVariable(
      "component",
      .string,
      [component],
      attributes: ["long_name": "last letter of the channel code"]
    ).write(componentNames)
    try file.defineVariable(
      "period",
      .double,
      [period],
      attributes: ["units": "s", "long_name": "natural period of the oscillator"]
    ).write(periods)
    try file.defineVariable(
      "damping",
      .double,
      [],
      attributes: ["units": "1", "long_name": "damping ratio of the oscillators"]
    ).write([damping], start: [], count: [])
    let columns: [(String, String, (Station) -> Double)] = [
      ("latitude", "degrees_north", { $0.position.latitude }),
      ("longitude", "degrees_east", { $0.position.longitude }),
    ]
    for (name, units, value) in columns {
      try file.defineVariable(
        name,
        .double,
        [station],
        fillValue: .nan,
        attributes: [
          "units": .text(units), "standard_name": .text(name),
          "long_name": .text("station \(name)"),
        ]
      ).write(rows.map { $0.station.place.map(value) ?? .nan })
    }
  }

  private func writeComponents(
    to file: NetCDFFile,
    names: [String],
    on axes: [NetCDFDimension]
  ) throws {
    let variables: [(String, String, String, (IntensityMeasures) -> Double?)] = [
      ("pga", "m s-2", "peak ground acceleration", { $0.peakAcceleration.value }),
      ("pgv", "m s-1", "peak ground velocity", { $0.peakVelocity.value }),
      ("pgd", "m", "peak ground displacement", { $0.peakDisplacement.value }),
      ("time_of_pga", "s", "time of the PGA after the first sample", { $0.peakAcceleration.time }),
      ("time_of_pgv", "s", "time of the PGV after the first sample", { $0.peakVelocity.time }),
      ("arias_intensity", "m s-1", "Arias intensity", { $0.ariasIntensity.value }),
      ("cav", "m s-1", "cumulative absolute velocity", { $0.cumulativeAbsoluteVelocity.value }),
      (
        "standardized_cav", "m s-1", "cumulative absolute velocity of seconds above 0.025 g",
        { $0.cumulativeAbsoluteVelocity.standardized }
      ),
      ("d5_75", "s", "5 to 75 % significant duration", { $0.duration5To75?.duration }),
      ("d5_95", "s", "5 to 95 % significant duration", { $0.duration5To95?.duration }),
      ("bracketed_duration", "s", "time above 0.05 g", { $0.bracketedDuration.duration }),
    ]
    for (name, units, words, value) in variables {
      try file.defineVariable(
        name,
        .double,
        axes,
        fillValue: .nan,
        attributes: [
          "units": .text(units), "long_name": .text(words), "coordinates": "latitude longitude",
        ]
      ).write(grid(names) { $0?.measures.flatMap(value) ?? .nan })
    }
    try file.defineVariable(
      "remark",
      .string,
      axes,
      attributes: ["long_name": "what is wrong with the record"]
    ).write(
      grid(names) { found in
        found.map { $0.channel.remarks.joined(separator: "; ") } ?? "no such component"
      }
    )
    try file.defineVariable(
      "start_time",
      .double,
      axes,
      fillValue: .nan,
      attributes: [
        "units": "seconds since 1970-01-01 00:00:00", "calendar": "standard",
        "long_name": "time of the first sample",
      ]
    ).write(grid(names) { $0?.channel.startTime.timeIntervalSince1970 ?? .nan })
  }

  private func writeSpectra(
    to file: NetCDFFile,
    names: [String],
    on axes: [NetCDFDimension]
  ) throws {
    let missing = periods.map { _ in Double.nan }
    let kinds: [(String, String, String, (ResponseSpectrum) -> [Double])] = [
      ("psa", "m s-2", "pseudo-spectral acceleration", { $0.pseudoAcceleration }),
      ("psv", "m s-1", "pseudo-spectral velocity", { $0.pseudoVelocity }),
      ("sd", "m", "spectral displacement", { $0.displacement }),
    ]
    for (name, units, words, value) in kinds {
      try file.defineVariable(
        name,
        .double,
        axes,
        fillValue: .nan,
        attributes: [
          "units": .text(units), "long_name": .text(words), "coordinates": "latitude longitude",
        ]
      ).write(grid(names) { ($0?.measures?.spectrum).map(value) ?? missing }.flatMap { $0 })
    }
  }

  private func writeHorizontal(
    to file: NetCDFFile,
    station: NetCDFDimension,
    period: NetCDFDimension
  ) throws {
    for (name, percentile) in [("rotd50", 50.0), ("rotd100", 100)] {
      let peaks: [(String, String, (HorizontalMeasures) -> HorizontalPeak)] = [
        ("pga", "m s-2", { $0.acceleration }), ("pgv", "m s-1", { $0.velocity }),
        ("pgd", "m", { $0.displacement }),
      ]
      for (measure, units, peak) in peaks {
        try file.defineVariable(
          "\(measure)_\(name)",
          .double,
          [station],
          fillValue: .nan,
          attributes: [
            "units": .text(units),
            "long_name": .text("\(measure.uppercased()) of the horizontal motion, \(name)"),
          ]
        ).write(rows.map { $0.horizontal.map { peak($0.measures).percentile(percentile) } ?? .nan })
      }
      let missing = periods.map { _ in Double.nan }
      try file.defineVariable(
        "psa_\(name)",
        .double,
        [station, period],
        fillValue: .nan,
        attributes: [
          "units": "m s-2",
          "long_name": .text("pseudo-spectral acceleration of the horizontal motion, \(name)"),
        ]
      ).write(rows.flatMap { $0.horizontal?.measures.spectrum.percentile(percentile) ?? missing })
    }
  }

  private func writeHorizontalRemarks(to file: NetCDFFile, station: NetCDFDimension) throws {
    try file.defineVariable(
      "remark_rotd",
      .string,
      [station],
      attributes: ["long_name": "what is wrong with the horizontal components"]
    ).write(
      rows.map {
        $0.horizontal == nil && $0.remark.isEmpty
          ? "no two horizontal components" : $0.horizontalRemark
      }
    )
    try file.defineVariable(
      "start_time_rotd",
      .double,
      [station],
      fillValue: .nan,
      attributes: [
        "units": "seconds since 1970-01-01 00:00:00", "calendar": "standard",
        "long_name": "time of the first sample of both horizontal components",
      ]
    ).write(rows.map { $0.horizontal?.startTime.timeIntervalSince1970 ?? .nan })
  }

  /// A value for each station and component name.
  private func grid<Value>(_ names: [String], _ value: (Component?) -> Value) -> [Value] {
    rows.flatMap { row in
      names.map { name in value(row.components.first { $0.channel.component == name }) }
    }
  }
}
