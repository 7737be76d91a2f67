internal import CNetCDF

extension NetCDFVariable {
  /// All values as single-precision numbers.
  public func readFloats() throws(NetCDFError) -> [Float] {
    try readFloats(start: shape.map { _ in 0 }, count: shape)
  }

  /// A piece of `count` values along each axis from `start`, as single-precision numbers.
  public func readFloats(start: [Int], count: [Int]) throws(NetCDFError) -> [Float] {
    try read(Float.zero, start, count, "single-precision numbers") { handle, pointer in
      nc_get_vara_float(handle, id, start, count, pointer)
    }
  }

  /// Reads a piece of `count` values along each axis from `start` into memory of just that many values.
  ///
  /// - Throws: ``NetCDFError/shapeMismatch(path:variable:expected:valueCount:)`` if it has room for another number.
  public func read(
    into values: UnsafeMutableBufferPointer<Float>,
    start: [Int],
    count: [Int]
  ) throws(NetCDFError) {
    guard type.isNumeric else {
      throw .wrongType(
        path: file.path,
        variable: name,
        stored: "\(type)",
        requested: "single-precision numbers"
      )
    }
    try checkBounds(start: start, count: count, growing: false)
    guard values.count == count.reduce(1, *) else {
      throw .shapeMismatch(
        path: file.path,
        variable: name,
        expected: count,
        valueCount: values.count
      )
    }
    guard !values.isEmpty else { return }
    try file.perform("reading variable \(name)") { handle in
      nc_get_vara_float(handle, id, start, count, values.baseAddress)
    }
  }

  /// All values as double-precision numbers.
  public func readDoubles() throws(NetCDFError) -> [Double] {
    try readDoubles(start: shape.map { _ in 0 }, count: shape)
  }

  /// A piece of `count` values along each axis from `start`, as double-precision numbers.
  public func readDoubles(start: [Int], count: [Int]) throws(NetCDFError) -> [Double] {
    try read(Double.zero, start, count, "double-precision numbers") { handle, pointer in
      nc_get_vara_double(handle, id, start, count, pointer)
    }
  }

  /// All values as 32-bit whole numbers.
  public func readIntegers() throws(NetCDFError) -> [Int32] {
    try readIntegers(start: shape.map { _ in 0 }, count: shape)
  }

  /// A piece of `count` values along each axis from `start`, as 32-bit whole numbers.
  public func readIntegers(start: [Int], count: [Int]) throws(NetCDFError) -> [Int32] {
    try read(Int32.zero, start, count, "whole numbers") { handle, pointer in
      nc_get_vara_int(handle, id, start, count, pointer)
    }
  }

  /// All values as double-precision numbers, with CF packing undone and missing values as NaN.
  ///
  /// Missing is what equals `_FillValue` or `missing_value`, or lies outside `valid_range`; packing is
  /// `scale_factor` and `add_offset` (CF conventions, sections 2.5.1 and 8.1).
  public func readUnpackedDoubles() throws(NetCDFError) -> [Double] {
    var values = try readDoubles()
    let fills =
      (try attribute("_FillValue")?.numbers ?? []) + (try attribute("missing_value")?.numbers ?? [])
    let range = try attribute("valid_range")?.numbers ?? []
    let scale = try attribute("scale_factor")?.numbers?.first ?? 1
    let offset = try attribute("add_offset")?.numbers?.first ?? 0
    for index in values.indices {
      let value = values[index]
      let isOutside = range.count == 2 && (value < range[0] || value > range[1])
      values[index] = fills.contains(value) || isOutside ? .nan : value * scale + offset
    }
    return values
  }

  /// All texts: the elements of a string variable, or the rows of a character variable without their
  /// trailing blanks and zeros.
  public func readStrings() throws(NetCDFError) -> [String] {
    switch type {
    case .string: try readStringElements()
    case .char: try readCharacterRows()
    default:
      throw .wrongType(
        path: file.path,
        variable: name,
        stored: "\(type) numbers",
        requested: "text"
      )
    }
  }

  private func readStringElements() throws(NetCDFError) -> [String] {
    let total = count
    let (start, count) = (shape.map { _ in 0 }, shape)
    var strings: [String] = []
    try file.perform("reading variable \(name)") { handle in
      var pointers = [UnsafeMutablePointer<CChar>?](repeating: nil, count: total)
      let status = nc_get_vara_string(handle, id, start, count, &pointers)
      guard status == NC_NOERR else { return status }
      strings = pointers.map { $0.map { String(cString: $0) } ?? "" }
      return nc_free_string(total, &pointers)
    }
    return strings
  }

  private func readCharacterRows() throws(NetCDFError) -> [String] {
    var bytes = [CChar](repeating: 0, count: count)
    let (start, count) = (shape.map { _ in 0 }, shape)
    try file.perform("reading variable \(name)") { handle in
      nc_get_vara_text(handle, id, start, count, &bytes)
    }
    let width = max(shape.last ?? 1, 1)
    return stride(from: 0, to: bytes.count, by: width).map { row in
      let characters = bytes[row..<min(row + width, bytes.count)].prefix { $0 != 0 }
      let text = String(decoding: characters.map { UInt8(bitPattern: $0) }, as: UTF8.self)
      return String(text.reversed().drop { $0 == " " }.reversed())
    }
  }

  private func read<Value>(
    _ zero: Value,
    _ start: [Int],
    _ count: [Int],
    _ requested: String,
    _ get: (Int32, UnsafeMutablePointer<Value>?) -> Int32
  ) throws(NetCDFError) -> [Value] {
    guard type.isNumeric else {
      throw .wrongType(
        path: file.path,
        variable: name,
        stored: "\(type)",
        requested: requested
      )
    }
    try checkBounds(start: start, count: count, growing: false)
    var values = [Value](repeating: zero, count: count.reduce(1, *))
    guard !values.isEmpty else { return values }
    try file.perform("reading variable \(name)") { handle in
      values.withUnsafeMutableBufferPointer { get(handle, $0.baseAddress) }
    }
    return values
  }

  /// Throws unless the piece lies inside the variable; an unlimited axis may grow while writing.
  func checkBounds(start: [Int], count: [Int], growing: Bool) throws(NetCDFError) {
    precondition(
      start.count == dimensions.count && count.count == dimensions.count,
      "\(name) has \(dimensions.count) axes; got start \(start), count \(count)"
    )
    for (axis, dimension) in dimensions.enumerated() {
      let end = start[axis] + count[axis]
      let isInside = end <= dimension.length || (growing && dimension.isUnlimited)
      guard start[axis] >= 0, count[axis] >= 0, isInside else {
        throw .outOfBounds(
          path: file.path,
          variable: name,
          start: start,
          count: count,
          shape: shape
        )
      }
    }
  }
}
