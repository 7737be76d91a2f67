internal import Foundation

/// Text of decimal numbers, built byte by byte: `String(format:)` takes a microsecond for each.
struct DecimalText {
  private(set) var bytes: [UInt8] = []

  mutating func reserveCapacity(_ count: Int) {
    bytes.reserveCapacity(count)
  }

  mutating func append(_ text: String) {
    bytes.append(contentsOf: text.utf8)
  }

  /// A space and a whole number.
  mutating func append(_ value: Int) {
    append(" \(value)")
  }

  /// A space and a number with a fixed count of decimals, at least one; the value must be below 9e18 / 10^decimals.
  mutating func append(_ value: Double, decimals: Int) {
    let scaled = (abs(value) * Self.power(decimals)).rounded()
    append(value < 0 && scaled > 0 ? " -" : " ")
    let whole = UInt64(scaled)
    var (digits, limit) = (1, UInt64(10))
    while digits < 19, whole >= limit {
      digits += 1
      limit &*= 10
    }
    let count = max(digits, decimals + 1)
    appendDigits(whole, count: count, pointAfter: count - decimals)
  }

  /// A space and a number as ±d.ddddde±dd with six digits.
  mutating func appendScientific(_ value: Double) {
    bytes.append(UInt8(ascii: " "))
    if value < 0 { bytes.append(UInt8(ascii: "-")) }
    var (mantissa, exponent) = (UInt64(0), 0)
    let magnitude = abs(value)
    if magnitude > 0 {
      exponent = Int(log10(magnitude).rounded(.down))
      mantissa = UInt64((magnitude * Self.power(5 - exponent)).rounded())
      if mantissa >= 1_000_000 {
        exponent += 1
        mantissa = UInt64((magnitude * Self.power(5 - exponent)).rounded())
      } else if mantissa < 100_000 {
        exponent -= 1
        mantissa = min(999_999, UInt64((magnitude * Self.power(5 - exponent)).rounded()))
      }
    }
    appendDigits(mantissa, count: 6, pointAfter: 1)
    bytes.append(UInt8(ascii: "e"))
    bytes.append(UInt8(ascii: exponent < 0 ? "-" : "+"))
    appendDigits(UInt64(abs(exponent)), count: abs(exponent) < 100 ? 2 : 3, pointAfter: 0)
  }

  /// Ten to an integer power.
  private static func power(_ exponent: Int) -> Double {
    powers.indices.contains(exponent + 30) ? powers[exponent + 30] : pow(10, Double(exponent))
  }

  private static let powers = (-30...30).map { pow(10, Double($0)) }

  private mutating func appendDigits(_ value: UInt64, count: Int, pointAfter: Int) {
    let start = bytes.count
    bytes.append(contentsOf: repeatElement(48, count: count + (pointAfter > 0 ? 1 : 0)))
    var (rest, at) = (value, bytes.count - 1)
    while at >= start {
      if pointAfter > 0, at == start + pointAfter {
        bytes[at] = UInt8(ascii: ".")
      } else {
        bytes[at] = 48 + UInt8(rest % 10)
        rest /= 10
      }
      at -= 1
    }
  }
}
