public import Foundation

/// Reading and writing of UTC times as ISO 8601 text, to the microsecond.
///
/// `Date` resolves about 0.1 µs in this century; texts are rounded to whole microseconds.
public enum UTCTime {
  /// The time that a text such as `2019-07-16T20:11:01.470000Z` stands for, or nil.
  ///
  /// The zone may be `Z`, absent (UTC is meant) or an offset such as `-07:00`; the clock time, its seconds or
  /// its fraction may be absent; a blank may stand for the `T`; day of year (`2019-197T…`) is understood.
  public static func date(_ text: some StringProtocol) -> Date? {
    var rest = text.trimmingCharacters(in: .whitespaces)[...]
    guard let (day, afterDay) = dayNumber(rest) else { return nil }
    rest = afterDay
    guard let separator = rest.first else { return dateOfDay(day, microseconds: 0) }
    guard separator == "T" || separator == "t" || separator == " " || separator == "," else {
      return nil
    }
    let (clock, zone) = splitZone(rest.dropFirst())
    guard let microseconds = clockMicroseconds(clock), let offset = zoneSeconds(zone) else {
      return nil
    }
    return dateOfDay(day, microseconds: microseconds - offset * 1_000_000)
  }

  /// The time as `2019-07-16T20:11:01.470000Z`, with `digits` (0 to 6) decimals of the seconds.
  public static func text(_ date: Date, digits: Int = 6) -> String {
    let (day, microseconds) = components(date, digits: digits)
    let (year, month, dayOfMonth) = civil(day: day)
    let seconds = microseconds / 1_000_000
    let clock = [seconds / 3600, seconds / 60 % 60, seconds % 60].map { padded($0, 2) }
    let fraction = padded(microseconds % 1_000_000, 6).prefix(digits)
    return "\(padded(year, 4))-\(padded(month, 2))-\(padded(dayOfMonth, 2))T"
      + clock.joined(separator: ":") + (digits > 0 ? ".\(fraction)" : "") + "Z"
  }

  /// The time of a calendar day (1 January is day 1) and the microseconds since its midnight.
  public static func date(year: Int, dayOfYear: Int, microseconds: Int) -> Date {
    dateOfDay(days(year: year, month: 1, day: 1) + dayOfYear - 1, microseconds: microseconds)
  }

  /// Year, day of year (from 1) and whole microseconds since midnight.
  public static func ordinal(
    _ date: Date
  ) -> (year: Int, dayOfYear: Int, microseconds: Int) {
    let (day, microseconds) = components(date, digits: 6)
    let year = civil(day: day).year
    return (year, day - days(year: year, month: 1, day: 1) + 1, microseconds)
  }

  /// Microseconds since 1970, rounded; times beyond ±30,000 years are taken as those limits.
  public static func microseconds(_ date: Date) -> Int {
    let limit = 1e12
    let reference = min(max(date.timeIntervalSinceReferenceDate, -limit), limit)
    let whole = reference.rounded(.down)
    return (Int(whole) + referenceEpoch) * 1_000_000 + Int(((reference - whole) * 1e6).rounded())
  }

  /// The time of a number of microseconds since 1970.
  public static func date(microseconds: Int) -> Date {
    let (seconds, rest) = microseconds.quotientAndRemainder(dividingBy: 1_000_000)
    return Date(
      timeIntervalSinceReferenceDate: Double(seconds - referenceEpoch) + Double(rest) * 1e-6
    )
  }
}

/// Seconds from 1970 to 2001.
private let referenceEpoch = 978_307_200

private func components(_ date: Date, digits: Int) -> (day: Int, microseconds: Int) {
  let unit = [1_000_000, 100_000, 10_000, 1000, 100, 10, 1][min(max(digits, 0), 6)]
  let total = UTCTime.microseconds(date)
  let half = unit / 2
  let rounded = Int((Double(total + half) / Double(unit)).rounded(.down)) * unit
  let value = unit == 1 ? total : rounded
  let day = Int((Double(value) / 86_400e6).rounded(.down))
  return (day, value - day * 86_400_000_000)
}

private func dateOfDay(_ day: Int, microseconds: Int) -> Date {
  UTCTime.date(microseconds: day * 86_400_000_000 + microseconds)
}

/// Days from 1 January 1970 in the proleptic Gregorian calendar (Hinnant, *chrono-compatible low-level date
/// algorithms*).
private func days(year: Int, month: Int, day: Int) -> Int {
  let y = month <= 2 ? year - 1 : year
  let era = (y >= 0 ? y : y - 399) / 400
  let yearOfEra = y - era * 400
  let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
  let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
  return era * 146_097 + dayOfEra - 719_468
}

private func civil(day: Int) -> (year: Int, month: Int, day: Int) {
  let z = day + 719_468
  let era = (z >= 0 ? z : z - 146_096) / 146_097
  let dayOfEra = z - era * 146_097
  let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
  let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
  let monthIndex = (5 * dayOfYear + 2) / 153
  let month = monthIndex < 10 ? monthIndex + 3 : monthIndex - 9
  let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
  return (year, month, dayOfYear - (153 * monthIndex + 2) / 5 + 1)
}

private func padded(_ value: Int, _ width: Int) -> String {
  let text = String(value)
  return String(repeating: "0", count: max(0, width - text.count)) + text
}

/// The day at the start of a text (`2019-07-16`, `2019/07/16` or `2019-197`) and what follows it.
private func dayNumber(_ text: Substring) -> (day: Int, rest: Substring)? {
  let end = text.firstIndex { !$0.isNumber && $0 != "-" && $0 != "/" } ?? text.endIndex
  let fields = text[..<end].split(
    omittingEmptySubsequences: false,
    whereSeparator: { $0 == "-" || $0 == "/" }
  )
  let numbers = fields.compactMap { Int($0) }
  guard numbers.count == fields.count, let year = numbers.first, (0...9999).contains(year) else {
    return nil
  }
  let january = days(year: year, month: 1, day: 1)
  if numbers.count == 2, (1...366).contains(numbers[1]) {
    return (january + numbers[1] - 1, text[end...])
  }
  guard numbers.count == 3, (1...12).contains(numbers[1]), (1...31).contains(numbers[2]) else {
    return nil
  }
  let day = days(year: year, month: numbers[1], day: numbers[2])
  let (_, month, dayOfMonth) = civil(day: day)
  guard month == numbers[1], dayOfMonth == numbers[2] else { return nil }
  return (day, text[end...])
}

private func splitZone(_ text: Substring) -> (clock: Substring, zone: Substring) {
  guard let mark = text.firstIndex(where: { "Zz+-".contains($0) }) else { return (text, "Z") }
  return (text[..<mark], text[mark...])
}

private func clockMicroseconds(_ text: Substring) -> Int? {
  let fields = text.split(separator: ":", omittingEmptySubsequences: false)
  guard (1...3).contains(fields.count), let hour = Int(fields[0]), (0...24).contains(hour) else {
    return nil
  }
  var total = hour * 3600 * 1_000_000
  if fields.count > 1 {
    guard let minute = Int(fields[1]), (0...59).contains(minute) else { return nil }
    total += minute * 60_000_000
  }
  if fields.count > 2 {
    guard let second = Double(fields[2]), second >= 0, second < 61 else { return nil }
    total += Int((second * 1e6).rounded())
  }
  return total
}

/// Seconds east of Greenwich of `Z`, `+hh:mm`, `-hhmm` or `+hh`.
private func zoneSeconds(_ text: Substring) -> Int? {
  guard let sign = text.first else { return 0 }
  if sign == "Z" || sign == "z" { return text.count == 1 ? 0 : nil }
  let digits = text.dropFirst().filter { $0 != ":" }
  guard digits.count == 2 || digits.count == 4, let hours = Int(digits.prefix(2)) else {
    return nil
  }
  let minutes = Int(digits.dropFirst(2)) ?? 0
  return (sign == "-" ? -1 : 1) * (hours * 3600 + minutes * 60)
}
