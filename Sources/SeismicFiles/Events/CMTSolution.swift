public import Foundation
import NumericalRuntime
public import Seismology

/// Reading and writing of events as CMTSOLUTION, the format of the Global CMT catalog and of SPECFEM.
///
/// Lengths in km and moments in dyne·cm become m and N·m. The first line gives the hypocenter, the others the
/// centroid: its time is the hypocenter's plus the time shift. A file may hold several solutions.
public enum CMTSolution {
  /// Reads the events of a file.
  public static func read(contentsOf url: URL) throws(EventFileError) -> [SeismicEvent] {
    let text: String
    do throws(FileAccessError) {
      text = try FileContents.readText(url)
    } catch {
      throw .inaccessible(error)
    }
    return try read(text, name: url.lastPathComponent)
  }

  /// Reads the events of a text; the name stands in messages.
  public static func read(
    _ text: String,
    name: String = "CMTSOLUTION"
  ) throws(EventFileError) -> [SeismicEvent] {
    var reader = CMTSolutionReader(text, file: name)
    var events: [SeismicEvent] = []
    while let event = try reader.next() {
      events.append(event)
    }
    guard !events.isEmpty else { throw .empty(file: name) }
    return events
  }

  /// Writes events with moment tensors to a file, which holds all of them or what it held before.
  public static func write(_ events: [SeismicEvent], to url: URL) throws(EventFileError) {
    let text = try text(of: events)
    do throws(FileAccessError) {
      try FileContents.write(text, to: url)
    } catch {
      throw .inaccessible(error)
    }
  }
}

/// Takes CMTSOLUTION apart line by line.
struct CMTSolutionReader {
  private let file: String
  private let lines: [Substring]
  private var position = 0

  init(_ text: String, file: String) {
    self.file = file
    lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
  }

  /// The number of the line that was read last, from 1.
  private var line: Int { position }

  private mutating func nextLine() -> String? {
    while position < lines.count {
      position += 1
      let text = lines[position - 1].trimmingCharacters(in: .whitespaces)
      if !text.isEmpty { return text }
    }
    return nil
  }

  /// The next event; nil at the end of the file.
  mutating func next() throws(EventFileError) -> SeismicEvent? {
    guard let header = nextLine() else { return nil }
    var event = try hypocenter(header)
    event.publicID = try field("event name")
    let shift = try number("time shift", in: (-1e4...1e4, "it is in s"))
    let half = try number("half duration", in: EventLimit.duration)
    let latitude = try number("latitude", in: EventLimit.latitude)
    let longitude = try number("longitude", in: EventLimit.longitude)
    let depth = try number("depth", in: EventLimit.depthInKilometres)
    var moments: [Double] = []
    for name in ["Mrr", "Mtt", "Mpp", "Mrt", "Mrp", "Mtp"] {
      moments.append(1e-7 * (try number(name, in: (-1e32...1e32, "moments are in dyne·cm"))))
    }
    let tensor = MomentTensor(
      rr: moments[0],
      tt: moments[1],
      pp: moments[2],
      rt: moments[3],
      rp: moments[4],
      tp: moments[5]
    )
    do throws(SourceError) {
      try tensor.validate()
      let magnitude = try MomentMagnitude(scalarMoment: tensor.scalarMoment).value
      event.magnitudes.insert(SeismicEvent.Magnitude(magnitude, type: "Mw"), at: 0)
    } catch {
      throw .impossibleMechanism(file: file, line: line, reason: error)
    }
    event.mechanism = SeismicEvent.Mechanism(
      momentTensor: tensor,
      scalarMoment: tensor.scalarMoment,
      centroid: SeismicEvent.Origin(
        time: UTCTime.date(
          microseconds: UTCTime.microseconds(event.origin.time) + Int((1e6 * shift).rounded())
        ),
        epicenter: GeographicPoint(latitude: latitude, longitude: longitude),
        depth: 1e3 * depth
      ),
      halfDuration: half
    )
    return event
  }

  /// The first line: catalog, year, month, day, hour, minute, second, latitude, longitude, depth, mb, Ms, region.
  private func hypocenter(_ text: String) throws(EventFileError) -> SeismicEvent {
    let firstDigit = text.firstIndex(where: \.isNumber) ?? text.endIndex
    let words = text[firstDigit...].split(whereSeparator: \.isWhitespace)
    guard words.count >= 11 else {
      throw .malformed(
        file: file,
        line: line,
        quantity: "first line",
        found: text,
        expected:
          "catalog, year, month, day, hour, minute, second, latitude, longitude, depth, mb, Ms"
      )
    }
    var values: [Double] = []
    for (index, name) in Self.headerNames.enumerated() {
      guard let value = Double(words[index]), value.isFinite else {
        throw .malformed(
          file: file,
          line: line,
          quantity: name,
          found: String(words[index]),
          expected: "a finite number"
        )
      }
      values.append(value)
    }
    _ = try check(values[6], "latitude", EventLimit.latitude)
    _ = try check(values[7], "longitude", EventLimit.longitude)
    _ = try check(values[8], "depth", EventLimit.depthInKilometres)
    guard let time = Self.originTime(values[0..<6]) else {
      throw .malformed(
        file: file,
        line: line,
        quantity: "origin time",
        found: words[0..<6].joined(separator: " "),
        expected: "year (1 to 9999), month, day, hour, minute and second"
      )
    }
    let origin = SeismicEvent.Origin(
      time: time,
      epicenter: GeographicPoint(latitude: values[6], longitude: values[7]),
      depth: 1e3 * values[8]
    )
    let magnitudes = [(values[9], "mb"), (values[10], "MS")].filter { $0.0 != 0 }
      .map { SeismicEvent.Magnitude($0.0, type: $0.1) }
    return SeismicEvent(
      publicID: "",
      name: words[11...].joined(separator: " "),
      origin: origin,
      magnitudes: magnitudes
    )
  }

  /// The time of year, month, day, hour, minute (whole numbers) and second; nil where the calendar has none such.
  private static func originTime(_ fields: ArraySlice<Double>) -> Date? {
    let limits = [1...9999, 1...12, 1...31, 0...24, 0...60]
    let whole = zip(fields, limits).compactMap { value, limit in
      Int(exactly: value).flatMap { limit.contains($0) ? $0 : nil }
    }
    guard whole.count == limits.count, let second = fields.last, (0...61).contains(second) else {
      return nil
    }
    let day = zip(whole, [4, 2, 2]).map(padded).joined(separator: "-")
    guard let midnight = UTCTime.date(day + "T00:00:00Z") else { return nil }
    let seconds = Double(whole[3] * 3600 + whole[4] * 60) + second
    return UTCTime.date(
      microseconds: UTCTime.microseconds(midnight) + Int((1e6 * seconds).rounded())
    )
  }

  private static let headerNames = [
    "year", "month", "day", "hour", "minute", "second", "latitude", "longitude", "depth", "mb",
    "Ms",
  ]

  private static func padded(_ value: Int, _ width: Int) -> String {
    let text = String(value)
    return String(repeating: "0", count: max(0, width - text.count)) + text
  }

  /// The text after the colon of the next line, which must begin with a name.
  private mutating func field(_ name: String) throws(EventFileError) -> String {
    guard let text = nextLine() else {
      throw .endOfFile(file: file, line: lines.count, expected: "\(name):")
    }
    let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2,
      parts[0].trimmingCharacters(in: .whitespaces).lowercased() == name.lowercased()
    else {
      throw .malformed(
        file: file,
        line: line,
        quantity: "line",
        found: text,
        expected: "\"\(name): …\""
      )
    }
    return parts[1].trimmingCharacters(in: .whitespaces)
  }

  private mutating func number(
    _ name: String,
    in limit: (ClosedRange<Double>, String)
  ) throws(EventFileError) -> Double {
    let text = try field(name)
    guard let value = Double(text), value.isFinite else {
      throw .malformed(
        file: file,
        line: line,
        quantity: name,
        found: text,
        expected: "a finite number"
      )
    }
    return try check(value, name, limit)
  }

  private func check(
    _ value: Double,
    _ name: String,
    _ limit: (range: ClosedRange<Double>, remedy: String)
  ) throws(EventFileError) -> Double {
    guard limit.range.contains(value) else {
      throw .outOfRange(
        file: file,
        line: line,
        quantity: name,
        value: value,
        limits: limit.range,
        remedy: limit.remedy
      )
    }
    return value
  }
}
