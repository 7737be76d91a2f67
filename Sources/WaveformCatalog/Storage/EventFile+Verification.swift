public import Foundation
import NumericalRuntime
import SeismicFiles
import Seismology

extension EventFile {
  /// Reads a whole file again and compares it with what it should be.
  ///
  /// Length and checksum (if the entry has them), the event's metadata, sampling, receivers, units and shapes, whether
  /// all samples are finite (in recorded events NaN may stand where nothing was recorded), and whether the largest motion
  /// is the one that the file tells.
  ///
  /// - Parameters:
  ///   - url: the event's file.
  ///   - entry: what the index says of it.
  ///   - description: what all events of the catalog have in common.
  /// - Throws: ``CatalogError/damaged(path:reason:)`` with the first thing that is wrong.
  public static func verify(
    _ url: URL,
    entry: CatalogIndex.Entry,
    description: CatalogDescription
  ) throws {
    try entry.requireChecksum(at: url)
    let file = try EventFile(reading: url)
    try file.requireMetadata(entry.event, description)
    let waveforms = EventWaveforms(
      event: file.event,
      sampling: file.description.sampling,
      layout: file.description.layout,
      samples: try file.samples()
    )
    try file.requireFinite(waveforms)
    let (found, told) = (EventPeaks(waveforms).maximum, try file.maximum())
    guard found == told || found.isNaN && told.isNaN else {
      throw CatalogError.damaged(
        path: url.path,
        reason: "its largest horizontal motion is \(found), but it tells \(told)"
      )
    }
  }

  private func requireMetadata(
    _ event: CatalogEvent,
    _ description: CatalogDescription
  ) throws(CatalogError) {
    func damaged(_ reason: String) -> CatalogError {
      .damaged(path: file.url.path, reason: reason)
    }
    guard self.event.id == event.id else {
      throw damaged("it holds event \(self.event.id), not \(event.id)")
    }
    guard self.event == event.stored else {
      throw damaged("what it says of event \(event.id) is not what the index says")
    }
    guard self.description.sampling == description.sampling else {
      throw damaged(
        "it holds \(self.description.sampling.words), the index tells \(description.sampling.words)"
      )
    }
    guard self.description.layout == description.layout else {
      throw damaged("its receivers are not those of the index")
    }
    guard self.description.frame == description.frame else {
      throw damaged("its local axes are not those of the index")
    }
  }

  private func requireFinite(_ waveforms: EventWaveforms) throws(CatalogError) {
    let isRecorded = waveforms.event.originTime != nil
    let bad = waveforms.samples.firstIndex { isRecorded ? $0.isInfinite : !$0.isFinite }
    if let bad {
      let receivers = waveforms.layout.count
      let time = bad / receivers % waveforms.sampling.count
      let component = bad / receivers / waveforms.sampling.count
      let name = waveforms.layout.receivers[bad % receivers].identifier
      throw .damaged(
        path: file.url.path,
        reason:
          "the motion towards \(["east", "north", "up"][component]) at \(name), sample \(time), is "
          + "\(waveforms.samples[bad])"
      )
    }
    if isRecorded, waveforms.samples.allSatisfy(\.isNaN) {
      throw .damaged(path: file.url.path, reason: "it holds no samples but NaN")
    }
  }
}

extension CatalogEvent {
  /// The event as a file gives it back: the origin time to the microsecond.
  var stored: CatalogEvent {
    var event = self
    event.originTime = originTime.map { UTCTime.date(microseconds: UTCTime.microseconds($0)) }
    return event
  }
}
