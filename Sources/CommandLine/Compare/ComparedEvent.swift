import Foundation
import SeismicFiles
import Seismology

/// When and where the earthquake was.
struct ComparedEvent {
  /// The origin time of the recordings, and the time from which the synthetics count.
  let originTime, syntheticOriginTime: Date
  /// The epicentre, where known.
  let epicentre: GeographicPoint?
  /// What the synthetics are called, else the earthquake's name; empty if there is neither.
  let title: String

  /// The event of a file or a time on the command line, else that of the synthetics.
  ///
  /// - Parameters:
  ///   - flags: the flags.
  ///   - synthetics: the computed records.
  ///   - run: the result of `foreshake simulate` that they come from, if they do.
  /// - Throws: ``CompareError/noOriginTime`` if nobody gives a time.
  init(_ flags: CompareInputFlags, synthetics: WaveformCollection, run: StoredRun?) throws {
    var origin: SeismicEvent.Origin?
    var name = ""
    if let file = flags.event {
      let events = try SourceDescription.events(in: URL(fileURLWithPath: file))
      guard let event = events.first else { throw EventFileError.empty(file: file) }
      if events.count > 1 {
        Console.warning("\(file) holds \(events.count) events; the first is taken.")
      }
      origin = event.sourceOrigin
      name = event.name
    }
    let own = synthetics.originTime
    let given = flags.originTime.flatMap { UTCTime.date($0) }
    guard let time = given ?? origin?.time ?? own else { throw CompareError.noOriginTime }
    originTime = time
    // A result without a time counts from 1970; other files hold true times.
    syntheticOriginTime = own ?? (run == nil ? time : Date(timeIntervalSince1970: 0))
    epicentre = origin?.epicenter ?? run?.source?.epicentre ?? synthetics.eventPosition
    title = [run?.title, name, run?.source?.name].compactMap { $0 }.first { !$0.isEmpty } ?? ""
    if let own, abs(own.timeIntervalSince(time)) > 0.05 {
      Console.warning(
        "the synthetics count from \(UTCTime.text(own, digits: 2)), the recordings from "
          + "\(UTCTime.text(time, digits: 2)): each is taken as its own origin time."
      )
    }
  }
}
