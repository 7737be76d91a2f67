import Foundation
import Seismology
public import WaveformCatalog

extension ForecastInput {
  /// The motion of a catalog's event in the frames that a model wants: on the grid where the catalog has one, else at its
  /// stations, each put at the nearest grid point of the model; for a model of a fixed list of stations at those, where
  /// there is a grid interpolated linearly.
  ///
  /// - Parameters:
  ///   - id: the event.
  ///   - catalog: its catalog.
  ///   - shape: the model's shape.
  ///   - site: the model's grid.
  ///   - offset: the snapshot of the catalog that becomes the first frame.
  /// - Throws: ``ForecastingError`` where grid, components, sampling or length are not the model's, or where no motion is
  ///   known; `CatalogError` if there is no such event.
  public init(
    event id: String,
    of catalog: WaveformCatalog,
    shape: ForecasterShape,
    site: ForecasterSite,
    offset: Int = 0
  ) throws {
    let name = catalog.folder.url.path
    let stride = try Self.stride(catalog.sampling, shape, name)
    try Self.requireLength(catalog.sampling, shape, stride: stride, offset: offset, name)
    let hasGrid = catalog.layout.grid != nil
    if hasGrid { try site.check(try ForecasterSite(of: catalog), named: name) }
    guard site.motion == "\(catalog.sampling.motion)" else {
      throw ForecastingError.mismatch(
        what: "motion of \(name)",
        expected: site.motion,
        found: "\(catalog.sampling.motion)"
      )
    }
    let file = try Self.eventFile(id, catalog)
    let last = offset + (shape.inputFrames - 1) * stride
    let window = EventWindow(
      samples: try file.samples(times: offset..<last + 1),
      receivers: catalog.layout.count,
      length: last + 1 - offset,
      stride: stride
    )
    let times = (start: Double(offset) * catalog.sampling.interval, interval: shape.frameInterval)
    if hasGrid {
      let points = site.x.count * site.y.count
      let frames = window.frames(points: points, start: times.start, interval: times.interval) {
        $0
      }
      try self.init(grid: frames, event: file.event, site: site, shape)
    } else {
      guard shape.input != .grid else { throw Self.stationsForDense(catalog) }
      try self.init(stations: window, of: catalog, event: file.event, site: site, times, shape)
    }
  }

  private init(
    grid frames: MotionFrames,
    event: CatalogEvent,
    site: ForecasterSite,
    _ shape: ForecasterShape
  ) throws(ForecastingError) {
    if case .stations = shape.input {
      try self.init(listOn: frames, event: event, site: site)
      return
    }
    let missing = frames.known.count { !$0 }
    guard missing < frames.pointCount else {
      throw .unusableInput(reason: "the motion of event \(event.id) is known nowhere")
    }
    guard missing == 0 || shape.input != .grid else {
      throw .unusableInput(
        reason:
          "\(missing) of \(frames.pointCount) grid points of event \(event.id) have NaN in the input, but "
          + "this model needs all of them; train one from stations (preset laptop-sparse)"
      )
    }
    let words =
      "\(missing) of \(frames.pointCount) grid points are left out: they have NaN in the input"
    self.init(frames, event: event, site: site, notices: missing == 0 ? [] : [words])
  }

  private init(
    stations window: EventWindow,
    of catalog: WaveformCatalog,
    event: CatalogEvent,
    site: ForecasterSite,
    _ times: (start: Double, interval: Double),
    _ shape: ForecasterShape
  ) throws {
    let receivers = try site.receivers(
      catalog.layout.stations,
      from: catalog.index.description.frame
    )
    if case .stations = shape.input {
      try self.init(listFrom: window, receivers, event: event, site: site, times)
      return
    }
    var choice = StationChoice(site)
    for (index, receiver) in receivers.enumerated() {
      choice.add(receiver) { _ in window.isKnown(index) }
    }
    try choice.requireSome(of: receivers.count)
    var sources = [Int?](repeating: nil, count: site.x.count * site.y.count)
    for (point, receiver) in choice.chosen { sources[point] = receivers.firstIndex(of: receiver) }
    self.init(
      window.frames(points: sources.count, start: times.start, interval: times.interval) {
        sources[$0]
      },
      event: event,
      site: site,
      stations: choice.chosen.map(\.receiver),
      notices: choice.notices
    )
  }

  /// Snapshots of a catalog from one frame of a model to the next.
  private static func stride(
    _ sampling: CatalogSampling,
    _ shape: ForecasterShape,
    _ name: String
  ) throws(ForecastingError) -> Int {
    let ratio = shape.frameInterval / sampling.interval
    // Intervals come out of divisions: a millionth of a frame is far below what any motion notices.
    guard ratio.isFinite, ratio.rounded() >= 1, abs(ratio - ratio.rounded()) < 1e-6 else {
      throw .mismatch(
        what: "sampling of \(name)",
        expected: "snapshots every \(shape.snapshotInterval) s, or others that make frames of "
          + "\(shape.frameInterval) s",
        found: "snapshots every \(sampling.interval) s"
      )
    }
    return Int(ratio.rounded())
  }

  private static func requireLength(
    _ sampling: CatalogSampling,
    _ shape: ForecasterShape,
    stride: Int,
    offset: Int,
    _ name: String
  ) throws(ForecastingError) {
    let needed = (shape.inputFrames - 1) * stride + 1
    guard needed <= sampling.count else {
      throw .mismatch(
        what: "length of the events of \(name)",
        expected: "at least \(needed) snapshots, the model's \(shape.inputFrames) input frames",
        found: "\(sampling.count)"
      )
    }
    guard offset >= 0, offset <= sampling.count - needed else {
      throw .invalid(
        what: "offset",
        value: "\(offset)",
        expected:
          "from 0 to \(sampling.count - needed), so that the model's \(shape.inputFrames) input frames lie "
          + "within the \(sampling.count) snapshots of an event"
      )
    }
  }

  private static func eventFile(_ id: String, _ catalog: WaveformCatalog) throws -> EventFile {
    guard let entry = catalog.index.entry(id), entry.isMade else {
      throw CatalogError.mismatch(
        what: "event of \(catalog.folder.url.path)",
        expected: "one of its \(catalog.index.madeCount) events"
          + (catalog.events.first.map { ", such as \($0.id)" } ?? ""),
        found: id
      )
    }
    let file = try EventFile(reading: catalog.folder.file(entry.fileName))
    guard file.description.sampling == catalog.sampling, file.description.layout == catalog.layout
    else {
      throw CatalogError.damaged(
        path: catalog.folder.file(entry.fileName).path,
        reason: "its sampling or its receivers are not those of the index"
      )
    }
    return file
  }

  private static func stationsForDense(_ catalog: WaveformCatalog) -> ForecastingError {
    .mismatch(
      what: "receivers of \(catalog.folder.url.path)",
      expected:
        "a surface grid, which this model needs (one of preset laptop-sparse forecasts from stations)",
      found: "\(catalog.layout.stations.count) stations"
    )
  }
}
