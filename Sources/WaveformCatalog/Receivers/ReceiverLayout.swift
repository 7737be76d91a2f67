public import Seismology

/// A regular grid of receivers at the surface, along the axes of the local frame.
public struct SurfaceGrid: Hashable, Sendable {
  /// Coordinates in m along the local x and y axes, evenly spaced.
  public var x, y: [Double]

  /// A grid from its axes in m.
  public init(x: [Double], y: [Double]) {
    self.x = x
    self.y = y
  }

  /// The centres of `columns` × `rows` equal cells that fill a rectangle (m).
  public init(filling x: ClosedRange<Double>, _ y: ClosedRange<Double>, columns: Int, rows: Int) {
    self.init(x: Self.centers(x, columns), y: Self.centers(y, rows))
  }

  /// The number of points.
  public var count: Int { x.count * y.count }

  private static func centers(_ range: ClosedRange<Double>, _ count: Int) -> [Double] {
    let width = (range.upperBound - range.lowerBound) / Double(count)
    return (0..<count).map { range.lowerBound + (Double($0) + 0.5) * width }
  }
}

/// Where a catalog's ground motion is given: on a surface grid, at stations, or both.
public struct ReceiverLayout: Hashable, Sendable {
  /// The surface grid, if there is one.
  public var grid: SurfaceGrid?
  /// The stations, in the order of the files; empty if there are none.
  public var stations: [Receiver]

  /// A layout from a grid, stations, or both.
  public init(grid: SurfaceGrid? = nil, stations: [Receiver] = []) {
    self.grid = grid
    self.stations = stations
  }

  /// The number of receivers, grid points and stations together.
  public var count: Int { (grid?.count ?? 0) + stations.count }

  /// All receivers: grid points row by row (y slow, x fast), named `X3Y7` by column and row, then the stations.
  public var receivers: [Receiver] {
    var all: [Receiver] = []
    all.reserveCapacity(count)
    if let grid {
      for (row, y) in grid.y.enumerated() {
        for (column, x) in grid.x.enumerated() {
          all.append(
            Receiver(code: "X\(column)Y\(row)", location: LocalPoint(x: x, y: y, z: 0))
          )
        }
      }
    }
    return all + stations
  }
}
