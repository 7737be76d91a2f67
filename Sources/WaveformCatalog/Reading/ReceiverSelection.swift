import SeismicFiles
public import Seismology

/// At which receivers of a catalog samples are wanted.
public enum ReceiverSelection: Hashable, Sendable {
  /// The whole surface grid.
  case grid
  /// The catalog's stations of these names (`NET.CODE`), in this order; nil for all of them.
  case stations([String]?)
  /// The grid points nearest to places of the local frame (m).
  case nearest([LocalPoint])
  /// Places of the local frame (m), interpolated linearly between the grid points around them.
  case interpolated([LocalPoint])
}

/// Which values of a row of receivers make which channels of a sample.
struct ReceiverGather: Sendable {
  /// The values of a row, with their weights, whose sum is one channel.
  typealias Channel = [(index: Int, weight: Float)]

  /// The receivers of the layout that are read: grid points or stations, in the layout's order.
  let receivers: Range<Int>
  /// The axes of a sample after its components: `[y, x]` or `[station]`.
  let shape: [Int]
  /// The channels; nil where they are the receivers as they stand.
  let channels: [Channel]?

  /// The number of values of a component at one time.
  var count: Int { shape.reduce(1, *) }
}

extension ReceiverGather {
  /// The gather of a selection from a layout.
  ///
  /// - Throws: ``CatalogError/mismatch(what:expected:found:)`` if the layout does not have what is asked for.
  init(_ selection: ReceiverSelection, of layout: ReceiverLayout) throws(CatalogError) {
    switch selection {
    case .grid:
      let grid = try Self.grid(of: layout)
      self.init(receivers: 0..<grid.count, shape: [grid.y.count, grid.x.count], channels: nil)
    case .stations(let names): try self.init(stations: names, of: layout)
    case .nearest(let points):
      let grid = try Self.grid(of: layout)
      try self.init(points, of: grid) { x, y in
        [(Int(y.rounded()) * grid.x.count + Int(x.rounded()), 1)]
      }
    case .interpolated(let points):
      let grid = try Self.grid(of: layout)
      try self.init(points, of: grid) { Self.corners(x: $0, y: $1, of: grid) }
    }
  }

  private static func grid(of layout: ReceiverLayout) throws(CatalogError) -> SurfaceGrid {
    guard let grid = layout.grid, grid.count > 0 else {
      throw .mismatch(
        what: "receivers of the catalog",
        expected: "a surface grid",
        found: "\(layout.stations.count) stations; select stations instead"
      )
    }
    return grid
  }

  private init(stations names: [String]?, of layout: ReceiverLayout) throws(CatalogError) {
    let first = layout.grid?.count ?? 0
    let known = layout.stations.map(\.identifier)
    guard !known.isEmpty else {
      throw .mismatch(
        what: "receivers of the catalog",
        expected: "stations",
        found: "a surface grid; select the grid or points of it"
      )
    }
    let receivers = first..<(first + known.count)
    guard let names else {
      self.init(receivers: receivers, shape: [known.count], channels: nil)
      return
    }
    var channels: [Channel] = []
    for name in names {
      guard let index = known.firstIndex(of: name) else {
        throw .mismatch(what: "station", expected: known.joined(separator: ", "), found: name)
      }
      channels.append([(index, 1)])
    }
    guard !channels.isEmpty else {
      throw .mismatch(what: "selection of stations", expected: "one or more", found: "none")
    }
    self.init(receivers: receivers, shape: [names.count], channels: channels)
  }

  private init(
    _ points: [LocalPoint],
    of grid: SurfaceGrid,
    terms: (_ x: Double, _ y: Double) -> [(index: Int, weight: Float)]
  ) throws(CatalogError) {
    guard !points.isEmpty else {
      throw .mismatch(what: "selection of points", expected: "one or more", found: "none")
    }
    var channels: [Channel] = []
    for point in points {
      let x = try Self.place(of: point.x, on: grid.x, axis: "x")
      let y = try Self.place(of: point.y, on: grid.y, axis: "y")
      channels.append(terms(x, y))
    }
    self.init(receivers: 0..<grid.count, shape: [points.count], channels: channels)
  }

  /// A coordinate counted in grid intervals; up to half an interval outside is taken to the margin.
  private static func place(
    of value: Double,
    on axis: [Double],
    axis name: String
  ) throws(CatalogError) -> Double {
    let interval = axis.count > 1 ? axis[1] - axis[0] : 1
    let place = (value - axis[0]) / interval
    guard place >= -0.5, place <= Double(axis.count) - 0.5 else {
      throw .mismatch(
        what: "\(name) of a point",
        expected: "\(axis[0] - interval / 2)...\(axis[axis.count - 1] + interval / 2) m",
        found: "\(value) m"
      )
    }
    return min(max(place, 0), Double(axis.count - 1))
  }

  private static func corners(
    x: Double,
    y: Double,
    of grid: SurfaceGrid
  ) -> [(index: Int, weight: Float)] {
    let (column, row) = (
      min(Int(x), max(grid.x.count - 2, 0)), min(Int(y), max(grid.y.count - 2, 0))
    )
    let (right, down) = (x - Double(column), y - Double(row))
    let weights = [
      (0, 0, (1 - right) * (1 - down)), (1, 0, right * (1 - down)),
      (0, 1, (1 - right) * down), (1, 1, right * down),
    ]
    return weights.compactMap { dx, dy, weight in
      weight == 0 ? nil : ((row + dy) * grid.x.count + column + dx, Float(weight))
    }
  }
}
