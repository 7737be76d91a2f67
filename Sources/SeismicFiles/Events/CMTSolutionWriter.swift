import Foundation
public import Seismology

extension CMTSolution {
  /// The text of CMTSOLUTION with these events, one after another.
  ///
  /// Hypocenter times keep 10 ms (readers go by columns), centroid times 0.1 ms, centroid coordinates 0.1 m and
  /// moments seven digits.
  /// - Throws: ``EventFileError/notWritable(event:format:reason:)`` if one has no moment or no depth.
  public static func text(of events: [SeismicEvent]) throws(EventFileError) -> String {
    var text = ""
    for event in events {
      text += (text.isEmpty ? "" : "\n") + (try self.text(of: event))
    }
    return text
  }

  private static func text(of event: SeismicEvent) throws(EventFileError) -> String {
    let tensor: MomentTensor
    do throws(SourceError) {
      tensor = try event.moment()
    } catch {
      throw .notWritable(event: event.publicID, format: "CMTSOLUTION", reason: error.description)
    }
    let source = event.sourceOrigin
    guard let depth = source.depth else {
      throw .notWritable(event: event.publicID, format: "CMTSOLUTION", reason: "it has no depth")
    }
    // The first line holds hundredths of a second; the shift takes the rest.
    let hundredths = Double(UTCTime.microseconds(event.origin.time)) / 1e4
    let origin = UTCTime.date(microseconds: Int(hundredths.rounded()) * 10_000)
    let shift = source.time.timeIntervalSince(origin)
    let m = tensor.sphericalComponents
    var lines = [
      header(event, time: origin),
      "event name:     \(word(event.publicID))",
      "time shift:  " + fixed(shift, 11, 4),
      "half duration: " + fixed(event.mechanism?.halfDuration ?? 0, 9, 4),
      "latitude:    " + fixed(source.epicenter.latitude, 11, 6),
      "longitude:   " + fixed(source.epicenter.longitude, 11, 6),
      "depth:       " + fixed(depth / 1e3, 11, 4),
    ]
    for (name, value) in [
      ("Mrr", m.rr), ("Mtt", m.tt), ("Mpp", m.pp), ("Mrt", m.rt), ("Mrp", m.rp), ("Mtp", m.tp),
    ] {
      lines.append("\(name):      " + String(format: "%14.6e", value * 1e7))
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func header(_ event: SeismicEvent, time: Date) -> String {
    let time = UTCTime.text(time)
    // 2019-07-16T20:11:01.470000Z
    let fields = time.split { "-T:Z".contains($0) }.map(String.init)
    func magnitude(_ type: String) -> Double {
      event.magnitudes.first { $0.type.lowercased() == type }?.value ?? event.magnitude?.value ?? 0
    }
    let name =
      event.name.isEmpty ? "UNNAMED" : event.name.split(whereSeparator: \.isNewline).joined()
    return " PDE " + fields[0...4].map { $0.count == 4 ? $0 : " \($0)" }.joined()
      + fixed(Double(fields[5]) ?? 0, 6, 2)
      + fixed(event.origin.epicenter.latitude, 10, 4)
      + fixed(event.origin.epicenter.longitude, 10, 4)
      + fixed((event.origin.depth ?? 0) / 1e3, 7, 2) + fixed(magnitude("mb"), 4, 1)
      + fixed(magnitude("ms"), 4, 1) + " \(name)"
  }

  private static func fixed(_ value: Double, _ width: Int, _ decimals: Int) -> String {
    let text = String(format: "%.\(decimals)f", value)
    return text.count < width
      ? String(repeating: " ", count: width - text.count) + text : " " + text
  }

  /// An identifier without blanks.
  private static func word(_ id: String) -> String {
    let words = id.split(whereSeparator: \.isWhitespace)
    return words.isEmpty ? "event" : words.joined(separator: "_")
  }
}
