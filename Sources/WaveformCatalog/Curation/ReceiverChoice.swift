import Seismology

/// Which receivers of a catalog are meant.
public enum ReceiverChoice: String, Hashable, Sendable, CaseIterable {
  /// The points of the surface grid.
  case grid
  /// The stations.
  case stations

  /// The places of these receivers among all of a layout.
  ///
  /// - Throws: ``CatalogError/mismatch(what:expected:found:)`` if the layout has none of them.
  func places(in layout: ReceiverLayout) throws(CatalogError) -> Range<Int> {
    let points = layout.grid?.count ?? 0
    let places = self == .grid ? 0..<points : points..<layout.count
    guard !places.isEmpty else {
      throw .mismatch(what: "receivers of the catalog", expected: rawValue, found: layout.words)
    }
    return places
  }
}

extension ReceiverLayout {
  /// The receivers under names that waveform formats take: grid points as network `GP` and station `CCRR`, column and row
  /// from 00 in decimal, or in base 36 where there are more than a hundred of either.
  func namedReceivers(_ choice: ReceiverChoice) throws(CatalogError) -> [Receiver] {
    let all = receivers
    let places = try choice.places(in: self)
    guard choice == .grid, let grid else { return Array(all[places]) }
    let isLarge = max(grid.x.count, grid.y.count) > 100
    guard max(grid.x.count, grid.y.count) <= 1296 else {
      throw .mismatch(
        what: "the grid",
        expected: "at most 1296 points along x and y, whose names fit into waveform formats",
        found: words
      )
    }
    func digits(_ value: Int) -> String {
      let text = String(value, radix: isLarge ? 36 : 10, uppercase: true)
      return text.count < 2 ? "0" + text : text
    }
    return places.map { place in
      let (row, column) = place.quotientAndRemainder(dividingBy: grid.x.count)
      return Receiver(
        network: "GP",
        code: digits(column) + digits(row),
        location: all[place].location
      )
    }
  }
}
