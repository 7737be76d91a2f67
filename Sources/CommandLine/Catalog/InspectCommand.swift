import ArgumentParser
import Foundation
import Seismology
import WaveformCatalog

/// What a catalog holds.
struct InspectCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "inspect",
    abstract: "Says what a catalog holds: events, receivers, sampling, model, sizes and splits.",
    discussion: """
      Example:
        foreshake catalog inspect hayward-small
        foreshake catalog inspect hayward-small --events > events.csv
      """
  )

  @OptionGroup var place: CatalogPlace

  @Flag(help: "List the events as a table (CSV) instead.")
  var events = false

  func run() throws {
    let index = try place.open()
    if events { return Console.raw(result: index.table) }
    let summary = try CatalogSummary(of: index, in: place.folder)
    let rows = Self.rows(summary)
    let width = 2 + (rows.map(\.0.count).max() ?? 0)
    for (label, text) in rows {
      Console.result(label.padding(toLength: width, withPad: " ", startingAt: 0) + text)
    }
  }

  /// The lines of the table.
  private static func rows(_ summary: CatalogSummary) -> [(String, String)] {
    let description = summary.description
    let sampling = description.sampling
    let missing = summary.eventCount - summary.madeCount
    var rows = [
      ("title", description.title),
      ("made by", description.source),
      (
        "events",
        "\(summary.eventCount), "
          + (missing == 0 ? "all made" : "\(summary.madeCount) made, \(missing) missing")
      ),
      ("receivers", description.layout.words),
      ("sampling", "\(sampling.words), \(Readable.number(sampling.duration)) s"),
      ("magnitudes", words(summary.magnitudes)),
      ("depths", words(summary.depths.map { $0.scaled(0.001) }, unit: " km")),
      (Self.peakLabel(sampling.motion), words(summary.peaks, unit: " \(sampling.motion.units)")),
      ("size", Readable.bytes(summary.byteCount)),
      ("splits", splitWords(summary)),
    ]
    rows += noteRows(description.notes)
    return rows
  }

  private static func peakLabel(_ motion: GroundMotion) -> String {
    switch motion {
    case .displacement: "largest PGD"
    case .velocity: "largest PGV"
    case .acceleration: "largest PGA"
    }
  }

  private static func words(_ range: ClosedRange<Double>?, unit: String = "") -> String {
    guard let range else { return "not known" }
    let (low, high) = (Readable.number(range.lowerBound), Readable.number(range.upperBound))
    return low == high ? low + unit : "\(low) to \(high)\(unit)"
  }

  private static func splitWords(_ summary: CatalogSummary) -> String {
    guard !summary.splits.isEmpty else { return "none" }
    let counts = CatalogSplit.allCases.compactMap { split in
      summary.splits[split].map { "\(split.rawValue) \($0)" }
    }
    let rule = summary.splitRule.isEmpty ? "" : " (\(summary.splitRule))"
    return counts.joined(separator: ", ") + rule
  }

  /// The notes, those of simulated catalogs in words.
  private static func noteRows(_ notes: [String: String]) -> [(String, String)] {
    let known: [(name: String, label: String, words: (String) -> String)] = [
      ("velocity_model", "velocity model", { $0 }),
      ("minimum_shear_velocity_m_s", "slowest S wave", { "\($0) m/s; slower ones are raised" }),
      ("maximum_frequency_hz", "band", { "up to \($0) Hz" }),
      ("grid_spacing_m", "grid spacing", { "\($0) m" }),
      ("generation_strategy", "strategy", { $0 }),
    ]
    var rows = known.compactMap { note in
      notes[note.name].map { (note.label, note.words($0)) }
    }
    for (name, text) in notes.sorted(by: { $0.key < $1.key })
    where !known.contains(where: { $0.name == name }) {
      rows.append((name.replacing("_", with: " "), text))
    }
    return rows
  }
}

extension ClosedRange<Double> {
  fileprivate func scaled(_ factor: Double) -> ClosedRange<Double> {
    (lowerBound * factor)...(upperBound * factor)
  }
}

extension CatalogIndex {
  /// A line an event with a header; what is not known is left empty.
  fileprivate var table: String {
    func text(_ value: Double?) -> String { value.map { "\($0)" } ?? "" }
    let header =
      "event_id,origin_time,latitude,longitude,depth_m,magnitude,magnitude_type,"
      + "strike_degrees,dip_degrees,rake_degrees,split,made,checksum\n"
    return entries.reduce(into: header) { table, entry in
      let event = entry.event
      let fields = [
        event.id, event.originTime.map { UTCTime.text($0) } ?? "",
        text(event.epicenter.latitude), text(event.epicenter.longitude), text(event.depth),
        text(event.magnitude), event.magnitudeType, text(event.plane?.strike),
        text(event.plane?.dip), text(event.plane?.rake), entry.split?.rawValue ?? "",
        entry.isMade ? "yes" : "no", entry.checksum ?? "",
      ]
      table += fields.joined(separator: ",") + "\n"
    }
  }
}
