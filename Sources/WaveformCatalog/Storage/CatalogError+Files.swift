import Foundation
import NumericalRuntime
import SeismicFiles

/// Runs `body`, which reads a file of a catalog, and tells of faults in the file's content as damage.
///
/// A file that is not there and a disk that fails stay what they are.
func readingCatalogFile<Value>(_ url: URL, _ body: () throws -> Value) throws -> Value {
  do {
    return try body()
  } catch let error as NetCDFError {
    switch error {
    case .notFound, .diskFull, .closed: throw error
    case .notNetCDF:
      throw CatalogError.damaged(path: url.path, reason: "it is no NetCDF file, or cut off")
    case .failed(_, _, _, let text):
      throw CatalogError.damaged(path: url.path, reason: "NetCDF cannot read it (\(text))")
    case .missingVariable(_, let name, _):
      throw CatalogError.damaged(path: url.path, reason: "variable \(name) is missing")
    default:
      throw CatalogError.damaged(path: url.path, reason: error.sentence(without: url.path))
    }
  }
}

extension NetCDFError {
  /// The sentence without the path at its start and the point at its end.
  fileprivate func sentence(without path: String) -> String {
    var text = description[...]
    if text.hasPrefix(path) { text = text.dropFirst(path.count).drop { ":, ".contains($0) } }
    return String(text.hasSuffix(".") ? text.dropLast() : text)
  }
}
