/// Scores by row, with the unit of each column.
///
///     var table = ScoreTable(labels: ["station"], columns: [.init("vr", "VR", unit: "%", decimals: 1)])
///     table.append(["SAO"], [.init(71.32)])
///     print(table.text)
///
/// A value that does not exist is ``Value/missing``: "–" as text, empty as CSV, null as JSON. Numbers that are
/// not finite become missing too, so that no NaN ever leaves a table.
public struct ScoreTable: Hashable, Sendable {
  /// A column of scores.
  public struct Column: Hashable, Sendable {
    /// The name in CSV and JSON, with its unit, as `shift_s`.
    public var key: String
    /// The name at the head of the column, and the unit below it (empty for a pure number).
    public var title, unit: String
    /// Decimals in text; nil for three significant digits (CSV and JSON always hold seven).
    public var decimals: Int?

    /// A column.
    public init(_ key: String, _ title: String, unit: String = "", decimals: Int? = nil) {
      self.key = key
      self.title = title
      self.unit = unit
      self.decimals = decimals
    }
  }

  /// What a row holds in a column.
  public enum Value: Hashable, Sendable {
    /// A finite number in the column's unit.
    case number(Double)
    /// A remark.
    case text(String)
    /// Nothing: the score does not exist.
    case missing

    /// A number; missing if it is nil, infinite or not a number.
    public init(_ number: Double?) {
      if let number, number.isFinite { self = .number(number) } else { self = .missing }
    }
  }

  /// A row: a text for each label, a value for each column.
  public struct Row: Hashable, Sendable {
    /// What the row is about.
    public let labels: [String]
    /// Its scores.
    public let values: [Value]
  }

  /// What stands above the text and in the JSON; empty for nothing.
  public var title: String
  /// The names of the labels that start each row, as "station".
  public let labels: [String]
  /// The columns.
  public let columns: [Column]
  /// The rows.
  public private(set) var rows: [Row] = []
  /// A last row over all others, as a total or a mean.
  public private(set) var summary: Row?

  /// An empty table.
  public init(title: String = "", labels: [String], columns: [Column]) {
    self.title = title
    self.labels = labels
    self.columns = columns
  }

  /// Appends a row.
  ///
  /// - Precondition: as many labels and values as the table has.
  public mutating func append(_ labels: [String], _ values: [Value]) {
    rows.append(row(labels, values))
  }

  /// Sets the row that stands below all others.
  ///
  /// - Precondition: as many labels and values as the table has.
  public mutating func summarize(_ labels: [String], _ values: [Value]) {
    summary = row(labels, values)
  }

  private func row(_ labels: [String], _ values: [Value]) -> Row {
    precondition(
      labels.count == self.labels.count && values.count == columns.count,
      "\(labels.count) labels and \(values.count) values for a table of \(self.labels.count) and "
        + "\(columns.count)"
    )
    let finite = values.map { value -> Value in
      if case .number(let number) = value { return Value(number) }
      return value
    }
    return Row(labels: labels, values: finite)
  }
}
