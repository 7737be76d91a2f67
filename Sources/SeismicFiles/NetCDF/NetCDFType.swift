internal import CNetCDF

/// The kind of values that a NetCDF variable holds.
public enum NetCDFType: String, Hashable, Sendable, CaseIterable {
  /// Characters, one byte each.
  case char
  /// Signed and unsigned whole numbers of 8 to 64 bits.
  case int8, uint8, int16, uint16, int32, uint32, int64, uint64
  /// Single precision.
  case float
  /// Double precision.
  case double
  /// Text of any length.
  case string
  /// A type made by the file's author (compound, enumeration, opaque, ragged).
  case userDefined

  init(code: Int32) {
    self =
      switch code {
      case NC_CHAR: .char
      case NC_BYTE: .int8
      case NC_UBYTE: .uint8
      case NC_SHORT: .int16
      case NC_USHORT: .uint16
      case NC_INT: .int32
      case NC_UINT: .uint32
      case NC_INT64: .int64
      case NC_UINT64: .uint64
      case NC_FLOAT: .float
      case NC_DOUBLE: .double
      case NC_STRING: .string
      default: .userDefined
      }
  }

  var code: Int32 {
    switch self {
    case .char: NC_CHAR
    case .int8: NC_BYTE
    case .uint8: NC_UBYTE
    case .int16: NC_SHORT
    case .uint16: NC_USHORT
    case .int32: NC_INT
    case .uint32: NC_UINT
    case .int64: NC_INT64
    case .uint64: NC_UINT64
    case .float: NC_FLOAT
    case .double: NC_DOUBLE
    case .string: NC_STRING
    case .userDefined: NC_NAT
    }
  }

  /// True for whole and floating-point numbers.
  public var isNumeric: Bool { self != .char && self != .string && self != .userDefined }
}

/// A named axis of a NetCDF file.
public struct NetCDFDimension: Hashable, Sendable {
  /// Its name, which its coordinate variable shares.
  public let name: String
  /// Its length; for an unlimited dimension the length when it was looked up.
  public let length: Int
  /// Whether it grows as records are written.
  public let isUnlimited: Bool
  let id: Int32
}
