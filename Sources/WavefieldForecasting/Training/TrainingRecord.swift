import Foundation
import NeuralLayers
import Tensors

/// What a run was begun with, as it stands in each of its checkpoints: a run goes on only as what it was.
struct TrainingRecord {
  let shape: ForecasterShape
  let settings: ForecastTrainingSettings
  let site: ForecasterSite
  let events: [String]

  private static let settingsKey = "forecaster.training"
  private static let eventsKey = "forecaster.events"

  /// The metadata of the run's checkpoints.
  func metadata() throws -> [String: String] {
    var metadata = try ForecasterFile.metadata(shape, site)
    // More epochs may be asked for when a run goes on.
    var settings = settings
    settings.epochs = 0
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    metadata[Self.settingsKey] = String(decoding: try encoder.encode(settings), as: UTF8.self)
    metadata[Self.eventsKey] = events.joined(separator: " ")
    return metadata
  }

  /// Stops where the run in a folder was begun with something else; files that do not tell are taken as they are.
  ///
  /// - Throws: ``ForecastingError/mismatch(what:expected:found:)``, or what keeps the file from being read.
  func check(runIn folder: URL) throws {
    let last = folder.appendingPathComponent("last.safetensors")
    guard FileManager.default.fileExists(atPath: last.path) else { return }
    if site.stations != nil { try checkStations(of: last) }
    let known = try SafeTensorsFile(reading: last).metadata
    let mine = try metadata()
    for key in [ForecasterFile.shapeKey, Self.settingsKey] {
      guard let old = known[key], let new = mine[key], old != new else { continue }
      throw ForecastingError.mismatch(
        what: "settings to go on with in \(folder.path)",
        expected: "those of last.safetensors, \(Self.difference(of: old, from: new))",
        found: Self.difference(of: new, from: old)
      )
    }
    guard let old = known[Self.eventsKey], old != mine[Self.eventsKey] else { return }
    throw ForecastingError.mismatch(
      what: "training events to go on with in \(folder.path)",
      expected:
        "the \(old.split(separator: " ").count) of last.safetensors (--event-share, --seed)",
      found: "\(events.count) others"
    )
  }

  private func checkStations(of last: URL) throws {
    let known = try ForecasterFile(reading: last).site.stations ?? []
    guard known != site.stations else { return }
    throw ForecastingError.mismatch(
      what: "list of stations",
      expected: "the \(known.count) of \(last.path), with which the run began, in their order",
      found: "\(site.stations?.count ?? 0) others, or another order"
    )
  }

  /// The entries of a JSON object that another has not.
  private static func difference(of one: String, from other: String) -> String {
    func entries(_ text: String) -> [String: String] {
      let object = try? JSONSerialization.jsonObject(with: Data(text.utf8))
      return (object as? [String: Any] ?? [:]).mapValues { "\($0)" }
    }
    let known = entries(other)
    let own = entries(one).filter { known[$0.key] != $0.value }
    return own.isEmpty
      ? "as usual" : own.sorted { $0.key < $1.key }.map { "\($0) \($1)" }.joined(separator: ", ")
  }
}
