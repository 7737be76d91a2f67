/// Finds places for labels beside their marks so that none covers another.
struct LabelPlacement {
  /// The area that labels must not leave.
  let area: PageRectangle
  private var taken: [PageRectangle] = []

  /// An empty area.
  init(area: PageRectangle) {
    self.area = area
  }

  /// Keeps labels away from a rectangle.
  mutating func reserve(_ rectangle: PageRectangle) {
    taken.append(rectangle)
  }

  /// Keeps labels away from a mark.
  mutating func reserve(_ center: PagePoint, radius: Double) {
    reserve(
      PageRectangle(
        x: center.x - radius,
        y: center.y - radius,
        width: 2 * radius,
        height: 2 * radius
      )
    )
  }

  /// The baseline start of a label beside a mark, or nil where there is no free place.
  mutating func place(_ text: String, size: Double, beside mark: PagePoint, gap: Double)
    -> PagePoint?
  {
    let width = textWidth(text, size: size)
    let height = size * 0.8
    let near = gap * 0.75
    for distance in [1.0, 1.8] {
      let (g, n) = (gap * distance, near * distance)
      let corners = [
        (g, -height / 2), (-g - width, -height / 2), (-width / 2, -g - height), (-width / 2, g),
        (n, -n - height), (n, n), (-n - width, -n - height), (-n - width, n),
      ]
      for (dx, dy) in corners {
        let box = PageRectangle(x: mark.x + dx, y: mark.y + dy, width: width, height: height)
        guard area.contains(box), !taken.contains(where: { $0.overlaps(box) }) else { continue }
        taken.append(box)
        return PagePoint(box.x, box.maxY)
      }
    }
    return nil
  }

  /// Heights near the wanted ones, at least `gap` apart and within limits, in the same order.
  static func spread(_ wanted: [Double], gap: Double, within limits: ClosedRange<Double>)
    -> [Double]
  {
    let order = wanted.indices.sorted { wanted[$0] < wanted[$1] }
    var placed = order.map { wanted[$0] }
    // Pools of touching labels settle around the mean of what they want (isotonic regression).
    var pools: [(sum: Double, count: Int)] = []
    for (rank, value) in placed.enumerated() {
      pools.append((value - Double(rank) * gap, 1))
      while pools.count > 1,
        pools[pools.count - 2].sum / Double(pools[pools.count - 2].count)
          >= pools[pools.count - 1].sum / Double(pools[pools.count - 1].count)
      {
        let last = pools.removeLast()
        pools[pools.count - 1] = (
          pools[pools.count - 1].sum + last.sum, pools[pools.count - 1].count + last.count
        )
      }
    }
    let flat = pools.flatMap { Array(repeating: $0.sum / Double($0.count), count: $0.count) }
    let room = limits.upperBound - Double(max(wanted.count - 1, 0)) * gap
    for (rank, value) in flat.enumerated() {
      let bounded = min(max(value, limits.lowerBound), max(room, limits.lowerBound))
      placed[rank] = bounded + Double(rank) * gap
    }
    var result = wanted
    for (rank, index) in order.enumerated() { result[index] = placed[rank] }
    return result
  }
}
