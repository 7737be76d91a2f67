import Foundation
public import Seismology

/// A place among the points of a regular grid, for linear interpolation in x and y.
public struct GridPlace: Hashable, Sendable {
  /// A point of the grid with its share in the value at the place.
  public struct Corner: Hashable, Sendable {
    /// The point's place in rows of y, x fast.
    public var index: Int
    /// Its share; the shares of a place add up to one.
    public var weight: Float
  }

  /// The one to four points around the place.
  public let corners: [Corner]
  /// The point nearest to it.
  public let nearest: Int

  /// The place of a location (m) on the axes of a grid; nil if it lies more than half an interval outside.
  ///
  /// Up to half an interval outside, values are those of the margin.
  public init?(of location: LocalPoint, x: [Double], y: [Double]) {
    guard let column = Self.position(location.x, on: x), let row = Self.position(location.y, on: y)
    else { return nil }
    let (left, upper) = (
      min(Int(column), max(x.count - 2, 0)), min(Int(row), max(y.count - 2, 0))
    )
    let (right, down) = (column - Double(left), row - Double(upper))
    let shares = [
      (0, 0, (1 - right) * (1 - down)), (1, 0, right * (1 - down)), (0, 1, (1 - right) * down),
      (1, 1, right * down),
    ]
    corners = shares.compactMap { dx, dy, weight in
      guard weight > 0 else { return nil }
      return Corner(index: (upper + dy) * x.count + left + dx, weight: Float(weight))
    }
    nearest = Int(row.rounded()) * x.count + Int(column.rounded())
  }

  /// A coordinate counted in intervals of an evenly spaced axis.
  private static func position(_ value: Double, on axis: [Double]) -> Double? {
    guard let first = axis.first else { return nil }
    let interval = axis.count > 1 ? axis[1] - first : 1
    let position = (value - first) / interval
    guard position >= -0.5, position <= Double(axis.count) - 0.5 else { return nil }
    return min(max(position, 0), Double(axis.count - 1))
  }
}
