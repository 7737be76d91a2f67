import Foundation
import NumericalRuntime
import SeismicFiles
import Seismology

/// The file `normalization.nc`: for each component on the grid `ve_mean` and `ve_standard_deviation` on `(y, x)`, for the
/// stations `velocity_mean` and `velocity_standard_deviation` on `(station, component)`.
extension CatalogNormalization {
  /// Writes the file, which is on the disk as a whole when this returns.
  ///
  /// - Throws: `NetCDFError` or `FileAccessError` if it cannot be written; an old one stays.
  public func write(to folder: CatalogFolder, of index: CatalogIndex) throws {
    let file = try NetCDFFile(creating: folder.normalization)
    let description = index.description
    let axes = try file.write(description)
    let event = try file.defineDimension("training_event", length: eventIDs.count)
    try file.defineVariable(
      "training_event",
      .string,
      [event],
      attributes: ["long_name": "event that the statistics were computed from"]
    ).write(eventIDs)
    try file.setAttribute("statistics_of", .text(isOfTraining ? "training events" : "all events"))
    let points = description.layout.grid?.count ?? 0
    let receivers = description.layout.count
    for statistic in Statistic.allCases {
      let values = statistic.values(of: self)
      if let surface = axes.surface {
        let names = MotionVariables(motion: description.sampling.motion)
        for (component, name) in names.components.enumerated() {
          let start = component * receivers
          try surface.writeMap(
            "\(name)_\(statistic.rawValue)",
            Array(values[start..<(start + points)]),
            units: description.sampling.motion.units,
            longName: "\(statistic.words) of the \(names.words[component])"
          )
        }
      }
      guard let station = axes.station, let component = axes.component else { continue }
      let motion = description.sampling.motion
      try file.defineVariable(
        "\(motion.rawValue)_\(statistic.rawValue)",
        .float,
        [station, component],
        fillValue: .nan,
        attributes: [
          "units": .text(motion.units), "long_name": .text("\(statistic.words) of the \(motion)"),
        ]
      ).write(
        (points..<receivers).flatMap { receiver in
          (0..<3).map { values[$0 * receivers + receiver] }
        }
      )
    }
    try file.finish()
  }

  /// Reads the file of a catalog.
  ///
  /// - Throws: ``CatalogError/mismatch(what:expected:found:)`` if it was computed from other training events than the
  ///   index has now, ``CatalogError/damaged(path:reason:)``, `NetCDFError.notFound` if there is none.
  public init(reading folder: CatalogFolder, of index: CatalogIndex) throws {
    let url = folder.normalization
    self = try readingCatalogFile(url) { try Self.read(url, index.description) }
    let training = index.entries(of: .training).map(\.id)
    guard !isOfTraining || eventIDs == training else {
      throw CatalogError.mismatch(
        what: url.path,
        expected: "statistics of the \(training.count) training events of the index",
        found:
          "those of \(eventIDs.count) events of another split; compute them again with catalog normalize"
      )
    }
  }

  private static func read(
    _ url: URL,
    _ description: CatalogDescription
  ) throws -> CatalogNormalization {
    let file = try NetCDFFile(reading: url)
    let found = try file.readDescription()
    guard found.layout == description.layout, found.sampling == description.sampling else {
      throw CatalogError.damaged(path: url.path, reason: "its axes are not those of the index")
    }
    var values: [Statistic: [Float]] = [:]
    for statistic in Statistic.allCases {
      values[statistic] = try file.values(of: statistic, description)
    }
    return CatalogNormalization(
      means: values[.mean] ?? [],
      deviations: values[.deviation] ?? [],
      eventIDs: try file.variable("training_event").readStrings(),
      isOfTraining: try file.attribute("statistics_of")?.text == "training events"
    )
  }
}

/// What is kept of the samples of a component at a receiver.
private enum Statistic: String, CaseIterable {
  case mean
  case deviation = "standard_deviation"

  var words: String {
    switch self {
    case .mean: "mean"
    case .deviation: "standard deviation"
    }
  }

  func values(of normalization: CatalogNormalization) -> [Float] {
    switch self {
    case .mean: normalization.means
    case .deviation: normalization.deviations
    }
  }
}

extension NetCDFFile {
  /// A statistic as `(component, receiver)`.
  fileprivate func values(
    of statistic: Statistic,
    _ description: CatalogDescription
  ) throws -> [Float] {
    let points = description.layout.grid?.count ?? 0
    let receivers = description.layout.count
    var values = [Float](repeating: .nan, count: 3 * receivers)
    func checked(_ name: String, _ count: Int) throws -> [Float] {
      let found = try variable(name).readFloats()
      guard found.count == count else {
        throw CatalogError.damaged(path: url.path, reason: "variable \(name) is not whole")
      }
      return found
    }
    if points > 0 {
      let names = MotionVariables(motion: description.sampling.motion).components
      for (component, name) in names.enumerated() {
        let found = try checked("\(name)_\(statistic.rawValue)", points)
        values.replaceSubrange(
          (component * receivers)..<(component * receivers + points),
          with: found
        )
      }
    }
    guard receivers > points else { return values }
    let name = "\(description.sampling.motion.rawValue)_\(statistic.rawValue)"
    let found = try checked(name, 3 * (receivers - points))
    for (place, value) in found.enumerated() {
      values[place % 3 * receivers + points + place / 3] = value
    }
    return values
  }
}
