internal import CNetCDF

/// A variable of a NetCDF file: typed reads and writes of the whole or of a rectangular piece.
///
/// Values are row-major, the last dimension fastest. Numbers are converted between the stored and the
/// requested type by the library; a number that does not fit is an error.
public struct NetCDFVariable {
  /// The file that it belongs to.
  public let file: NetCDFFile
  /// Its name.
  public let name: String
  /// What it holds.
  public let type: NetCDFType
  /// Its axes, slowest first, with their lengths when the variable was looked up or defined.
  public let dimensions: [NetCDFDimension]
  let id: Int32

  init(
    file: NetCDFFile,
    id: Int32,
    name: String,
    type: NetCDFType,
    dimensions: [NetCDFDimension]
  ) {
    self.file = file
    self.id = id
    self.name = name
    self.type = type
    self.dimensions = dimensions
  }

  /// The lengths of the axes, slowest first; empty for a scalar.
  public var shape: [Int] { dimensions.map(\.length) }

  /// The number of values.
  public var count: Int { shape.reduce(1, *) }

  /// An attribute; nil if there is none of that name.
  public func attribute(_ name: String) throws(NetCDFError) -> NetCDFAttribute? {
    var value: NetCDFAttribute?
    try file.perform("reading attribute \(self.name):\(name)") { handle in
      let (status, found) = NetCDFAttribute.get(file: handle, variable: id, name: name)
      value = found
      return status
    }
    return value
  }

  /// The attribute `units`, or nil.
  public var units: String? {
    get throws(NetCDFError) { try attribute("units")?.text }
  }

  /// Sets an attribute.
  public func setAttribute(_ name: String, _ value: NetCDFAttribute) throws(NetCDFError) {
    try file.perform("writing attribute \(self.name):\(name)") { handle in
      value.put(file: handle, variable: id, name: name)
    }
  }

  func setFillValue(_ value: Double) throws(NetCDFError) {
    try file.perform("writing attribute \(name):_FillValue") { handle in
      switch type {
      case .float: withUnsafePointer(to: Float(value)) { nc_def_var_fill(handle, id, NC_FILL, $0) }
      case .double: withUnsafePointer(to: value) { nc_def_var_fill(handle, id, NC_FILL, $0) }
      case .int32:
        withUnsafePointer(to: Int32(value)) { nc_def_var_fill(handle, id, NC_FILL, $0) }
      default: NC_EBADTYPE
      }
    }
  }
}

extension NetCDFFile {
  /// The variable of this name.
  ///
  /// - Throws: ``NetCDFError/missingVariable(path:name:available:)`` if there is none.
  public func variable(_ name: String) throws(NetCDFError) -> NetCDFVariable {
    guard let variable = try variable(ifPresent: name) else {
      throw .missingVariable(path: path, name: name, available: try variableNames)
    }
    return variable
  }

  /// The variable of this name, or nil.
  public func variable(ifPresent name: String) throws(NetCDFError) -> NetCDFVariable? {
    var id: Int32 = 0
    var isThere = false
    var type: Int32 = 0
    var dimensionIDs: [Int32] = []
    try perform("looking up variable \(name)") { file in
      let status = nc_inq_varid(file, name, &id)
      isThere = status == NC_NOERR
      guard isThere else { return status == NC_ENOTVAR ? NC_NOERR : status }
      var rank: Int32 = 0
      let ranked = nc_inq_varndims(file, id, &rank)
      guard ranked == NC_NOERR else { return ranked }
      dimensionIDs = [Int32](repeating: 0, count: Int(rank))
      return nc_inq_var(file, id, nil, &type, nil, &dimensionIDs, nil)
    }
    guard isThere else { return nil }
    var dimensions: [NetCDFDimension] = []
    for dimensionID in dimensionIDs { dimensions.append(try dimension(id: dimensionID)) }
    return NetCDFVariable(
      file: self,
      id: id,
      name: name,
      type: NetCDFType(code: type),
      dimensions: dimensions
    )
  }
}
