internal import CNetCDF
internal import Foundation

extension NetCDFVariable {
  /// Writes all values of a variable without unlimited axes.
  public func write(_ values: [Float]) throws(NetCDFError) {
    try write(values, start: shape.map { _ in 0 }, count: shape)
  }

  /// Writes a piece of `count` values along each axis from `start`.
  public func write(_ values: [Float], start: [Int], count: [Int]) throws(NetCDFError) {
    try put(values.count, start, count) { nc_put_vara_float($0, id, start, count, values) }
  }

  /// Writes a piece of `count` values along each axis from `start` out of memory that stays where it is.
  public func write(
    _ values: UnsafeBufferPointer<Float>,
    start: [Int],
    count: [Int]
  ) throws(NetCDFError) {
    try put(values.count, start, count) {
      nc_put_vara_float($0, id, start, count, values.baseAddress)
    }
  }

  /// Writes all values of a variable without unlimited axes.
  public func write(_ values: [Double]) throws(NetCDFError) {
    try write(values, start: shape.map { _ in 0 }, count: shape)
  }

  /// Writes a piece of `count` values along each axis from `start`.
  public func write(_ values: [Double], start: [Int], count: [Int]) throws(NetCDFError) {
    try put(values.count, start, count) { nc_put_vara_double($0, id, start, count, values) }
  }

  /// Writes all values of a variable without unlimited axes.
  public func write(_ values: [Int32]) throws(NetCDFError) {
    try write(values, start: shape.map { _ in 0 }, count: shape)
  }

  /// Writes a piece of `count` values along each axis from `start`.
  public func write(_ values: [Int32], start: [Int], count: [Int]) throws(NetCDFError) {
    try put(values.count, start, count) { nc_put_vara_int($0, id, start, count, values) }
  }

  /// Writes all texts of a string variable without unlimited axes.
  public func write(_ values: [String]) throws(NetCDFError) {
    let (start, count) = (shape.map { _ in 0 }, shape)
    let copies = values.map { strdup($0) }
    defer { for copy in copies { free(copy) } }
    var pointers = copies.map { UnsafePointer<CChar>($0) }
    try put(values.count, start, count) { nc_put_vara_string($0, id, start, count, &pointers) }
  }

  private func put(
    _ valueCount: Int,
    _ start: [Int],
    _ count: [Int],
    _ body: (Int32) -> Int32
  ) throws(NetCDFError) {
    guard valueCount == count.reduce(1, *) else {
      throw .shapeMismatch(
        path: file.path,
        variable: name,
        expected: count,
        valueCount: valueCount
      )
    }
    try checkBounds(start: start, count: count, growing: true)
    guard valueCount > 0 else { return }
    try file.perform("writing variable \(name)", body)
  }
}
