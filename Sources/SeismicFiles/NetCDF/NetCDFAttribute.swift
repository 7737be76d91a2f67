internal import CNetCDF

/// The value of an attribute of a NetCDF file or variable.
public enum NetCDFAttribute: Hashable, Sendable {
  /// Text.
  case text(String)
  /// One or more whole numbers.
  case integers([Int])
  /// One or more single-precision numbers.
  case floats([Float])
  /// One or more double-precision numbers.
  case doubles([Double])

  /// The text, if it is one.
  public var text: String? {
    guard case .text(let text) = self else { return nil }
    return text
  }

  /// The numbers, whatever their precision; nil for text.
  public var numbers: [Double]? {
    switch self {
    case .text: nil
    case .integers(let values): values.map(Double.init)
    case .floats(let values): values.map(Double.init)
    case .doubles(let values): values
    }
  }
}

extension NetCDFAttribute: ExpressibleByStringLiteral, ExpressibleByFloatLiteral,
  ExpressibleByIntegerLiteral
{
  /// Text.
  public init(stringLiteral value: String) { self = .text(value) }
  /// One double-precision number.
  public init(floatLiteral value: Double) { self = .doubles([value]) }
  /// One whole number.
  public init(integerLiteral value: Int) { self = .integers([value]) }
}

extension NetCDFAttribute {
  /// Writes the attribute to variable `variable` (or `NC_GLOBAL`); the caller holds the lock.
  func put(file: Int32, variable: Int32, name: String) -> Int32 {
    switch self {
    case .text(let text):
      nc_put_att_text(file, variable, name, text.utf8.count, text)
    case .integers(let values):
      if let narrow = values.narrowed {
        nc_put_att_int(file, variable, name, NC_INT, narrow.count, narrow)
      } else {
        nc_put_att_longlong(file, variable, name, NC_INT64, values.count, values.map(Int64.init))
      }
    case .floats(let values):
      nc_put_att_float(file, variable, name, NC_FLOAT, values.count, values)
    case .doubles(let values):
      nc_put_att_double(file, variable, name, NC_DOUBLE, values.count, values)
    }
  }

  /// Reads an attribute, nil if there is none; the caller holds the lock.
  static func get(
    file: Int32,
    variable: Int32,
    name: String
  ) -> (status: Int32, value: NetCDFAttribute?) {
    var type: Int32 = 0
    var length = 0
    let status = nc_inq_att(file, variable, name, &type, &length)
    if status == NC_ENOTATT { return (NC_NOERR, nil) }
    guard status == NC_NOERR else { return (status, nil) }
    switch NetCDFType(code: type) {
    case .char: return text(file, variable, name, length)
    case .string: return strings(file, variable, name, length)
    case .float:
      var values = [Float](repeating: 0, count: length)
      return (nc_get_att_float(file, variable, name, &values), .floats(values))
    case .double:
      var values = [Double](repeating: 0, count: length)
      return (nc_get_att_double(file, variable, name, &values), .doubles(values))
    case .userDefined: return (NC_NOERR, nil)
    default:
      var values = [Int64](repeating: 0, count: length)
      let status = nc_get_att_longlong(file, variable, name, &values)
      return (status, .integers(values.map(Int.init)))
    }
  }

  private static func text(
    _ file: Int32,
    _ variable: Int32,
    _ name: String,
    _ length: Int
  ) -> (Int32, NetCDFAttribute?) {
    var bytes = [CChar](repeating: 0, count: length + 1)
    let status = nc_get_att_text(file, variable, name, &bytes)
    let text = String(
      decoding: bytes.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) },
      as: UTF8.self
    )
    return (status, .text(text))
  }

  private static func strings(
    _ file: Int32,
    _ variable: Int32,
    _ name: String,
    _ length: Int
  ) -> (Int32, NetCDFAttribute?) {
    var pointers = [UnsafeMutablePointer<CChar>?](repeating: nil, count: length)
    let status = nc_get_att_string(file, variable, name, &pointers)
    guard status == NC_NOERR else { return (status, nil) }
    let text = pointers.map { $0.map { String(cString: $0) } ?? "" }.joined(separator: "\n")
    return (nc_free_string(length, &pointers), .text(text))
  }
}

extension [Int] {
  /// The values as 32-bit numbers, or nil if one does not fit.
  fileprivate var narrowed: [Int32]? {
    var result: [Int32] = []
    for value in self {
      guard let narrow = Int32(exactly: value) else { return nil }
      result.append(narrow)
    }
    return result
  }
}
