extension Tensor: CustomStringConvertible {
  /// Shape, type and the first numbers, such as `Tensor float32 [2, 3]: 1.0, 2.0, 3.0, …`.
  public var description: String {
    let shown = flattened().sliced(axis: 0, from: 0, to: min(count, 8))
    let numbers =
      scalarType == .float32 ? shown.floats.map(\.description) : shown.doubles.map(\.description)
    let list = numbers.joined(separator: ", ") + (count > numbers.count ? ", …" : "")
    return "Tensor \(scalarType) \(shape): \(list)"
  }
}

extension Tensor: Equatable {
  /// Whether shape, type and all numbers are the same; NaN differs from itself.
  ///
  /// Layout and gradients play no part.
  public static func == (a: Tensor, b: Tensor) -> Bool {
    guard a.shape == b.shape, a.scalarType == b.scalarType else { return false }
    return a.scalarType == .float32 ? a.floats == b.floats : a.doubles == b.doubles
  }
}
