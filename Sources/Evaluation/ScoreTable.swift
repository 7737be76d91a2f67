/// Scores by row, with the unit of each column.
public struct ScoreTable: Hashable, Sendable {
  /// An empty table.
  public init() {}
}
