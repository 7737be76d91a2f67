public import Foundation
import NumericalRuntime
import SeismicFiles
import Seismology

/// A catalog on the disk, open for reading: simulated or recorded events with ground motion on a surface grid, at
/// stations, or both.
///
///     let catalog = try WaveformCatalog(opening: folder)
///     catalog.events(in: .training).count
///     let whole = try catalog.waveforms(of: "hf-s034-d09")
///     let loader = try catalog.loader(.publishedTraining, order: .shuffled(seed: 1), batchSize: 8)
///
/// Opening compares the index with the folder: each file must be there and as long as the index says. Whether its
/// bytes are right too, `catalog validate` tells.
public struct WaveformCatalog: Sendable {
  /// Where its files stand.
  public let folder: CatalogFolder
  /// What it says of itself: title, sampling, receivers, and each event's file and split.
  public let index: CatalogIndex

  /// Opens the catalog of a folder.
  ///
  /// - Throws: ``CatalogError/foreignFolder(path:reason:)`` if it holds no catalog or a damaged index,
  ///   ``CatalogError/damaged(path:reason:)`` for the first file that is not there or not whole.
  public init(opening url: URL) throws {
    folder = CatalogFolder(url)
    index = try CatalogIndex.open(folder)
  }

  /// The events whose files are there, in the catalog's order.
  public var events: [CatalogEvent] { index.entries.filter(\.isMade).map(\.event) }
  /// When and as what the ground motion is sampled.
  public var sampling: CatalogSampling { index.description.sampling }
  /// Where it is given.
  public var layout: ReceiverLayout { index.description.layout }

  /// The events of a split whose files are there; none before `catalog split`.
  public func events(in split: CatalogSplit) -> [CatalogEvent] {
    index.entries(of: split).filter(\.isMade).map(\.event)
  }

  /// An event with all its ground motion.
  ///
  /// - Throws: ``CatalogError/mismatch(what:expected:found:)`` if there is none of that name,
  ///   ``CatalogError/damaged(path:reason:)`` if its file is not whole.
  public func waveforms(of id: String) throws -> EventWaveforms {
    try EventFile.read(folder.file(try entry(id).fileName))
  }

  private func entry(_ id: String) throws(CatalogError) -> CatalogIndex.Entry {
    guard let entry = index.entry(id), entry.isMade else {
      throw .mismatch(
        what: "event of \(folder.url.path)",
        expected: "one of its \(index.madeCount) events",
        found: id
      )
    }
    return entry
  }
}

extension WaveformCatalog {
  /// The loader's memory for events that cannot be read in place (stations, compressed files).
  public static let standardCacheBytes = 1 << 30

  /// A loader of windows in batches.
  ///
  /// - Parameters:
  ///   - plan: how windows are cut.
  ///   - events: ids of the events whose windows are wanted; nil for all.
  ///   - receivers: at which receivers; nil for the grid, or for all stations where there is none.
  ///   - order: in which order samples are taken.
  ///   - batchSize: windows in a batch.
  ///   - isNormalized: whether the mean is taken away and the deviation divided out, by the `normalization.nc` that
  ///     `catalog normalize` wrote.
  ///   - missing: the number that stands for NaN where nothing was recorded; nil leaves NaN.
  ///   - cacheBytes: how much memory events may take that cannot be read in place.
  /// - Returns: the loader, which has read nothing of the events yet.
  /// - Throws: ``CatalogError/mismatch(what:expected:found:)`` if the catalog does not have what is asked for.
  public func loader(
    _ plan: WindowPlan,
    events: [String]? = nil,
    receivers: ReceiverSelection? = nil,
    order: SampleOrder = .sequential,
    batchSize: Int,
    isNormalized: Bool = false,
    missing: Float? = nil,
    cacheBytes: Int = standardCacheBytes
  ) throws -> BatchLoader {
    let ids = events ?? self.events.map(\.id)
    let entries = try ids.map { id throws(CatalogError) in try entry(id) }
    let selection = receivers ?? (layout.grid == nil ? .stations(nil) : .grid)
    let gather = try ReceiverGather(selection, of: layout)
    let source = EventSampleSource(
      urls: entries.map { folder.file($0.fileName) },
      ids: ids,
      description: index.description,
      receivers: gather.receivers
    )
    return try BatchLoader(
      events: ids,
      snapshotCount: sampling.count,
      gather: gather,
      scaling: isNormalized ? try scaling(gather) : nil,
      settings: BatchLoader.Settings(
        plan: plan,
        order: order,
        batchSize: batchSize,
        missing: missing
      ),
      cache: EventCache(byteLimit: cacheBytes) { try source.samples(of: $0) }
    )
  }

  private func scaling(_ gather: ReceiverGather) throws -> SampleScaling {
    guard FileManager.default.fileExists(atPath: folder.normalization.path) else {
      throw CatalogError.mismatch(
        what: folder.normalization.path,
        expected: "the means and deviations that catalog normalize writes",
        found: "no such file"
      )
    }
    return SampleScaling(
      try CatalogNormalization(reading: folder, of: index),
      receiverCount: layout.count,
      gather: gather
    )
  }
}
