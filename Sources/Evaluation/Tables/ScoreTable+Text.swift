import Foundation

extension ScoreTable {
  /// The table as aligned lines: title, names, units, a rule, the rows and, below another rule, the summary.
  ///
  /// Labels and remarks stand at the left of their columns, numbers at the right.
  public var text: String {
    let heads = labels + columns.map(\.title)
    let units = labels.map { _ in "" } + columns.map(\.unit)
    let body = rows.map(cells)
    let foot = summary.map(cells)
    let all = [heads, units] + body + (foot.map { [$0] } ?? [])
    let widths = heads.indices.map { column in all.map { $0[column].count }.max() ?? 0 }
    func line(_ cells: [String]) -> String {
      var text = cells.indices.map { pad(cells[$0], to: widths[$0], left: isLeft($0)) }
        .joined(separator: "  ")
      while text.last == " " { text.removeLast() }
      return text
    }
    let rule = String(repeating: "-", count: widths.reduce(0, +) + 2 * (widths.count - 1))
    var lines = title.isEmpty ? [] : [title]
    lines.append(line(heads))
    if units.contains(where: { !$0.isEmpty }) { lines.append(line(units)) }
    lines.append(rule)
    lines += body.map(line)
    if let foot { lines += [rule, line(foot)] }
    return lines.joined(separator: "\n") + "\n"
  }

  private func cells(_ row: Row) -> [String] {
    row.labels + zip(row.values, columns).map { text(of: $0, in: $1) }
  }

  /// Whether a cell of this column stands at the left: labels, and columns without any number.
  private func isLeft(_ index: Int) -> Bool {
    guard index >= labels.count else { return true }
    let values = (rows + (summary.map { [$0] } ?? [])).map { $0.values[index - labels.count] }
    let hasText = values.contains { if case .text = $0 { true } else { false } }
    return hasText && !values.contains { if case .number = $0 { true } else { false } }
  }

  private func text(of value: Value, in column: Column) -> String {
    switch value {
    case .missing: return "\u{2013}"
    case .text(let text): return text
    case .number(let number):
      guard let decimals = column.decimals else { return String(format: "%.3g", number) }
      let text = String(format: "%.\(decimals)f", number)
      // A rounded-off negative number is plain zero.
      return text.hasPrefix("-") && !text.contains { "123456789".contains($0) }
        ? String(text.dropFirst()) : text
    }
  }

  private func pad(_ text: String, to width: Int, left: Bool) -> String {
    let blanks = String(repeating: " ", count: max(0, width - text.count))
    return left ? text + blanks : blanks + text
  }
}
