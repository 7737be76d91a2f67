/// The lines along which a gridded quantity has one value.
///
/// Each cell is cut by linear interpolation on its edges (marching squares); cells with a value that is not a
/// number are left out. Positions are in units of the grid: x the column, y the row.
struct ContourLines {
  /// The two ends of each piece.
  let segments: [(start: PagePoint, end: PagePoint)]

  /// The lines at `level` through values in row-major order `(rows, columns)`.
  init(at level: Double, in values: [Float], columns: Int, rows: Int) {
    var found: [(PagePoint, PagePoint)] = []
    guard columns > 1, rows > 1 else {
      segments = []
      return
    }
    for row in 0..<(rows - 1) {
      for column in 0..<(columns - 1) {
        let corners = [
          values[row * columns + column], values[row * columns + column + 1],
          values[(row + 1) * columns + column + 1], values[(row + 1) * columns + column],
        ].map { Double($0) - level }
        guard corners.allSatisfy(\.isFinite) else { continue }
        found += Self.pieces(corners, column: Double(column), row: Double(row))
      }
    }
    segments = found.map { (start: $0.0, end: $0.1) }
  }

  /// The pieces in one cell from its corners, clockwise from the lowest row and column.
  private static func pieces(
    _ corners: [Double],
    column: Double,
    row: Double
  ) -> [(PagePoint, PagePoint)] {
    let places = [(0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0)]
    var crossings: [PagePoint] = []
    for edge in 0..<4 {
      let (a, b) = (corners[edge], corners[(edge + 1) % 4])
      guard (a > 0) != (b > 0) else { continue }
      let share = a / (a - b)
      let (p, q) = (places[edge], places[(edge + 1) % 4])
      crossings.append(
        PagePoint(column + p.0 + share * (q.0 - p.0), row + p.1 + share * (q.1 - p.1))
      )
    }
    switch crossings.count {
    case 2: return [(crossings[0], crossings[1])]
    case 4:
      // A saddle: the mean of the corners decides which pairs belong together.
      let high = corners.reduce(0, +) > 0
      return (corners[0] > 0) == high
        ? [(crossings[0], crossings[1]), (crossings[2], crossings[3])]
        : [(crossings[3], crossings[0]), (crossings[1], crossings[2])]
    default: return []
    }
  }
}
