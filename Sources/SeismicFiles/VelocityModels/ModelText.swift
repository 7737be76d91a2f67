import Foundation
import NumericalRuntime
import Seismology

/// The text of a model file, cut into lines, with its format.
struct ModelText {
  /// The file's name for messages.
  let file: String
  /// The file's name without extension.
  let defaultName: String
  let text: String
  let format: VelocityModelFile.Format

  /// The lines; line n of the file has index n − 1.
  var lines: [Substring] {
    text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
  }

  init(_ url: URL) throws(VelocityModelError) {
    file = url.lastPathComponent
    defaultName = url.deletingPathExtension().lastPathComponent
    let data: Data
    do throws(FileAccessError) {
      data = try FileContents.read(url)
    } catch {
      throw .unreadable(file: file, reason: Self.reason(error))
    }
    if Self.isNetCDF(data) {
      (text, format) = ("", .netCDF)
      return
    }
    guard !data.contains(0) else {
      let problem = VelocityModelError.malformed(
        reason: "binary data of an unknown kind",
        remedy: "models are text or NetCDF"
      )
      throw .inFile(file: file, line: nil, problem: problem)
    }
    text = String(data: data, encoding: .utf8) ?? String(data: data, encoding: .isoLatin1) ?? ""
    format = Self.textFormat(text, extension: url.pathExtension.lowercased())
  }

  private static func reason(_ error: FileAccessError) -> String {
    switch error {
    case .notFound: "no such file; check the path"
    case .failed(_, let operation, let reason): "\(operation) failed (\(reason))"
    case .diskFull, .exists: error.description
    }
  }

  /// Classic NetCDF starts with "CDF", NetCDF-4 is HDF5.
  private static func isNetCDF(_ data: Data) -> Bool {
    data.starts(with: Array("CDF".utf8)) || data.starts(with: [0x89, 0x48, 0x44, 0x46])
  }

  private static func textFormat(_ text: String, extension suffix: String)
    -> VelocityModelFile.Format
  {
    let lines = text.split(whereSeparator: \.isNewline)
    if let first = lines.first, first.uppercased().hasPrefix("MODEL.") { return .cps }
    switch suffix {
    case "yaml", "yml": return .yaml
    case "nd": return .namedDiscontinuities
    case "tvel": return .tvel
    default: break
    }
    let keys = ["layers:", "grid:", "base:", "basins:", "heterogeneity:"]
    if lines.contains(where: { line in keys.contains { line.hasPrefix($0) } }) { return .yaml }
    let names = Set(TauPReader.discontinuityNames)
    if lines.contains(where: {
      names.contains($0.trimmingCharacters(in: .whitespaces).lowercased())
    }) {
      return .namedDiscontinuities
    }
    return hasPoints(lines) ? .points : .columns
  }

  /// Whether the header of a table names horizontal coordinates.
  private static func hasPoints(_ lines: [Substring]) -> Bool {
    guard let header = try? ColumnTableReader(lines).findHeader() else { return false }
    return header.columns.horizontal != nil
  }

  /// The layers, and the model's name if the text gives one.
  func layerTable() throws(VelocityModelError) -> (LayerTable, name: String?) {
    do throws(VelocityModelError) {
      switch format {
      case .cps: return try CPSReader.read(lines)
      case .namedDiscontinuities: return (try TauPReader.readNamedDiscontinuities(lines), nil)
      case .tvel: return (try TauPReader.readTvel(lines), nil)
      default: return (try ColumnTableReader(lines).read(), nil)
      }
    } catch {
      if case .inFile(_, let line, let problem) = error {
        throw .inFile(file: file, line: line, problem: problem)
      }
      throw .inFile(file: file, line: nil, problem: error)
    }
  }
}

extension VelocityModelError {
  /// The error with the line of the text it stands in; the file's name is filled in by whoever knows it.
  func atLine(_ line: Int) -> VelocityModelError {
    if case .inFile = self { return self }
    return .inFile(file: "", line: line, problem: self)
  }
}
