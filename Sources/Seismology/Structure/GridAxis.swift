/// The ascending coordinates of the nodes along one axis of a gridded model.
public struct GridAxis: Hashable, Sendable {
  /// The coordinates.
  public let values: [Double]
  /// Whether the nodes are equally spaced (to a millionth of the spacing).
  public let isRegular: Bool
  private let inverseSpacing: Double

  /// An axis from its coordinates; a single one means that nothing changes along it.
  ///
  /// - Throws: ``VelocityModelError`` if there is no coordinate, or if one is not finite or does not ascend.
  public init(name: String, values: [Double]) throws(VelocityModelError) {
    guard let first = values.first, let last = values.last else {
      throw .empty(what: "nodes along \(name)")
    }
    for (index, value) in values.enumerated() {
      guard value.isFinite else {
        throw .notFinite(place: "node \(index) of axis \(name)", quantity: name, value: value)
      }
      if index > 0, value <= values[index - 1] {
        throw .axisNotAscending(axis: name, index: index, value: value, previous: values[index - 1])
      }
    }
    self.values = values
    let spacing = (last - first) / Double(max(1, values.count - 1))
    inverseSpacing = spacing > 0 ? 1 / spacing : 0
    isRegular = values.enumerated().allSatisfy { index, value in
      abs(first + Double(index) * spacing - value) <= 1e-6 * spacing
    }
  }

  /// The number of nodes.
  public var count: Int { values.count }

  /// The first and the last coordinate.
  public var range: ClosedRange<Double> { values[0]...values[values.count - 1] }

  /// The node below a coordinate and the way to the next one as a fraction 0...1; beyond the ends, the end.
  func locate(_ coordinate: Double) -> (index: Int, fraction: Double) {
    let last = values.count - 1
    guard last > 0, coordinate > values[0] else { return (0, 0) }
    guard coordinate < values[last] else { return (last - 1, 1) }
    guard isRegular else { return search(coordinate) }
    let position = (coordinate - values[0]) * inverseSpacing
    let index = min(Int(position), last - 1)
    return (index, min(max(position - Double(index), 0), 1))
  }

  private func search(_ coordinate: Double) -> (index: Int, fraction: Double) {
    var low = 0
    var high = values.count - 1
    while high - low > 1 {
      let middle = (low + high) / 2
      if values[middle] <= coordinate { low = middle } else { high = middle }
    }
    return (low, (coordinate - values[low]) / (values[high] - values[low]))
  }
}
