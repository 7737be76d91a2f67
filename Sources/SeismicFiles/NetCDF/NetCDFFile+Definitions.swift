internal import CNetCDF

/// How a variable lies in the file.
public struct NetCDFStorage: Hashable, Sendable {
  /// The shape of a chunk; nil leaves it to the library.
  public var chunks: [Int]?
  /// Deflate level 0 (none) to 9.
  public var deflate: Int
  /// Whether the values lie in one piece in the file, uncompressed, and nothing is written before them.
  public var isContiguous = false

  /// A storage; by default one that the library chunks and that is not compressed.
  public init(chunks: [Int]? = nil, deflate: Int = 0) {
    self.chunks = chunks
    self.deflate = deflate
  }

  /// Deflate level 1 with byte shuffling: most of the gain of higher levels at a fraction of their time.
  public static let compressed = NetCDFStorage(deflate: 1)

  /// One uncompressed piece, to be written whole and read at the speed of the disk.
  ///
  /// What is never written is undefined, whatever the fill value says.
  public static let contiguous: NetCDFStorage = {
    var storage = NetCDFStorage()
    storage.isContiguous = true
    return storage
  }()
}

extension NetCDFFile {
  /// Defines a dimension; `length` nil makes it unlimited.
  @discardableResult
  public func defineDimension(_ name: String, length: Int?) throws(NetCDFError) -> NetCDFDimension {
    var id: Int32 = 0
    try perform("defining dimension \(name)") { file in
      nc_def_dim(file, name, length ?? Int(NC_UNLIMITED), &id)
    }
    return NetCDFDimension(name: name, length: length ?? 0, isUnlimited: length == nil, id: id)
  }

  /// Defines a variable on dimensions, slowest first; none makes it a scalar.
  ///
  /// - Parameters:
  ///   - name: the variable's name.
  ///   - type: what it holds; not `.userDefined`.
  ///   - dimensions: its axes, slowest first.
  ///   - fillValue: the value of samples never written, stored as `_FillValue`; only for numbers.
  ///   - storage: chunking and compression.
  ///   - attributes: its attributes (`units`, `long_name`, …).
  /// - Returns: the variable, ready to be written.
  /// - Throws: ``NetCDFError``, for instance if the name is taken.
  @discardableResult
  public func defineVariable(
    _ name: String,
    _ type: NetCDFType,
    _ dimensions: [NetCDFDimension],
    fillValue: Double? = nil,
    storage: NetCDFStorage = NetCDFStorage(),
    attributes: KeyValuePairs<String, NetCDFAttribute> = [:]
  ) throws(NetCDFError) -> NetCDFVariable {
    var id: Int32 = 0
    let ids = dimensions.map(\.id)
    try perform("defining variable \(name)") { file in
      nc_def_var(file, name, type.code, Int32(ids.count), ids, &id)
    }
    let variable = NetCDFVariable(
      file: self,
      id: id,
      name: name,
      type: type,
      dimensions: dimensions
    )
    if !dimensions.isEmpty { try apply(storage, to: variable) }
    if let fillValue, storage.isContiguous {
      try variable.setAttribute(
        "_FillValue",
        type == .float ? .floats([Float(fillValue)]) : .doubles([fillValue])
      )
    } else if let fillValue {
      try variable.setFillValue(fillValue)
    }
    for (attribute, value) in attributes { try variable.setAttribute(attribute, value) }
    return variable
  }

  private func apply(_ storage: NetCDFStorage, to variable: NetCDFVariable) throws(NetCDFError) {
    if storage.isContiguous {
      try perform("laying out variable \(variable.name)") { file in
        let status = nc_def_var_chunking(file, variable.id, NC_CONTIGUOUS, nil)
        guard status == NC_NOERR else { return status }
        return nc_def_var_fill(file, variable.id, NC_NOFILL, nil)
      }
      return
    }
    if let chunks = storage.chunks {
      precondition(
        chunks.count == variable.dimensions.count,
        "one chunk length for each dimension; got \(chunks) for \(variable.dimensions.map(\.name))"
      )
      try perform("chunking variable \(variable.name)") { file in
        nc_def_var_chunking(file, variable.id, NC_CHUNKED, chunks)
      }
    }
    guard storage.deflate > 0, variable.type.isNumeric else { return }
    try perform("compressing variable \(variable.name)") { file in
      nc_def_var_deflate(file, variable.id, 1, 1, Int32(storage.deflate))
    }
  }
}
