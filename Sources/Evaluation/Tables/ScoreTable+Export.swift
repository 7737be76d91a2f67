import Foundation

extension ScoreTable {
  /// The table as comma-separated values: a line of names, one line a row, the summary last.
  ///
  /// RFC 4180 with single line feeds; missing values are empty.
  public var csv: String {
    let names = labels.map(Self.key) + columns.map(\.key)
    let lines = (rows + (summary.map { [$0] } ?? [])).map { row in
      row.labels
        + row.values.map { value in
          switch value {
          case .missing: ""
          case .number(let number): Self.digits(number)
          case .text(let text): text
          }
        }
    }
    return ([names] + lines).map { $0.map(Self.quoted).joined(separator: ",") + "\n" }.joined()
  }

  /// The table as JSON: `title`, `columns` with their `key`, `title` and `unit`, `rows` and `summary` as
  /// objects by key; missing values are null, and so is a missing summary.
  public var json: String {
    let head = columns.map { column in
      "    {\"key\": \(Self.string(column.key)), \"title\": \(Self.string(column.title)), "
        + "\"unit\": \(Self.string(column.unit))}"
    }
    let body = rows.map { "    \(object($0))" }
    return """
      {
        "title": \(Self.string(title)),
        "columns": [
      \(head.joined(separator: ",\n"))
        ],
        "rows": [
      \(body.joined(separator: ",\n"))
        ],
        "summary": \(summary.map(object) ?? "null")
      }

      """
  }

  private func object(_ row: Row) -> String {
    let named = zip(labels.map(Self.key), row.labels.map(Self.string)).map { "\"\($0)\": \($1)" }
    let scored = zip(columns, row.values).map { column, value -> String in
      switch value {
      case .missing: "\(Self.string(column.key)): null"
      case .number(let number): "\(Self.string(column.key)): \(Self.digits(number))"
      case .text(let text): "\(Self.string(column.key)): \(Self.string(text))"
      }
    }
    return "{\((named + scored).joined(separator: ", "))}"
  }

  /// A label's name as a key.
  private static func key(_ label: String) -> String {
    label.lowercased().split(separator: " ").joined(separator: "_")
  }

  /// Seven significant digits.
  private static func digits(_ number: Double) -> String { String(format: "%.7g", number) }

  private static func quoted(_ field: String) -> String {
    guard field.contains(where: { ",\"\r\n".contains($0) }) else { return field }
    return "\"" + field.replacingOccurrences(of: "\"", with: "\"\"") + "\""
  }

  private static func string(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\t": result += "\\t"
      case let control where control.value < 0x20:
        result += String(format: "\\u%04x", control.value)
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}
