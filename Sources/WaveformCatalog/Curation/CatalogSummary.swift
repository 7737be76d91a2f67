import Foundation

/// What a catalog holds, in numbers.
public struct CatalogSummary: Hashable, Sendable {
  /// What is common to all events.
  public let description: CatalogDescription
  /// Events that the catalog shall have, and those that are made.
  public let eventCount, madeCount: Int
  /// The least and the largest magnitude; nil without events.
  public let magnitudes: ClosedRange<Double>?
  /// The least and the largest depth in m; nil if none is known.
  public let depths: ClosedRange<Double>?
  /// The largest horizontal motion of the weakest and of the strongest event, in the unit of the motion; nil if none
  /// is made.
  public let peaks: ClosedRange<Double>?
  /// The bytes of the events' files.
  public let byteCount: Int
  /// The number of events in each split.
  public let splits: [CatalogSplit: Int]
  /// How the events were split; empty if they were not.
  public let splitRule: String

  /// Sums a catalog up; of each event's file only its largest motion is read.
  ///
  /// - Throws: ``CatalogError/damaged(path:reason:)`` if a file is not what the index says.
  public init(of index: CatalogIndex, in folder: CatalogFolder) throws {
    description = index.description
    eventCount = index.entries.count
    madeCount = index.madeCount
    magnitudes = Self.range(index.entries.map(\.event.magnitude))
    depths = Self.range(index.entries.compactMap(\.event.depth))
    peaks = Self.range(
      try index.entries.filter(\.isMade).map { entry in
        Double(try EventFile.maximum(of: folder.file(entry.fileName), index.description.sampling))
      }
    )
    byteCount = index.entries.compactMap(\.byteCount).reduce(0, +)
    splits = index.splitCounts
    splitRule = index.splitRule
  }

  private static func range(_ values: [Double]) -> ClosedRange<Double>? {
    let finite = values.filter(\.isFinite)
    guard let low = finite.min(), let high = finite.max() else { return nil }
    return low...high
  }
}
