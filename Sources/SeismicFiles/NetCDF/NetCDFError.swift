internal import CNetCDF
internal import Foundation

/// What can go wrong with a NetCDF file.
public enum NetCDFError: Error, Hashable, Sendable {
  /// There is no such file.
  case notFound(path: String)
  /// The file is not NetCDF (neither classic nor NetCDF-4).
  case notNetCDF(path: String)
  /// The file system has no room left; `freeBytes` is what it still offers.
  case diskFull(path: String, operation: String, freeBytes: Int)
  /// The file has no such variable; `available` are the ones it has.
  case missingVariable(path: String, name: String, available: [String])
  /// The file or variable has no such attribute.
  case missingAttribute(path: String, owner: String, name: String)
  /// The number of values does not fit the piece of the variable that they were meant for.
  case shapeMismatch(path: String, variable: String, expected: [Int], valueCount: Int)
  /// The piece reaches beyond the variable.
  case outOfBounds(path: String, variable: String, start: [Int], count: [Int], shape: [Int])
  /// The variable does not have as many values as the others that describe the same things.
  case lengthMismatch(path: String, variable: String, expected: Int, found: Int)
  /// A value lies outside its limits; rows count from 0.
  case valueOutOfRange(
    path: String,
    variable: String,
    row: Int,
    value: Double,
    limits: ClosedRange<Double>
  )
  /// The variable holds another kind of data than was asked for.
  case wrongType(path: String, variable: String, stored: String, requested: String)
  /// Any other failure of the NetCDF library; `status` is its code and `text` its words.
  case failed(path: String, operation: String, status: Int32, text: String)
  /// The file has been finished, aborted or closed already.
  case closed(path: String, operation: String)
}

extension NetCDFError: CustomStringConvertible {
  /// One sentence: what happened, the value, the limit, the remedy.
  public var description: String {
    switch self {
    case .notFound(let path):
      "\(path): no such file; check the path."
    case .notNetCDF(let path):
      "\(path): not a NetCDF file, or cut off at its start; check that it was copied whole."
    case .diskFull(let path, let operation, let freeBytes):
      """
      \(path): \(operation) failed because the disk is full (\(freeBytes) bytes free); \
      free some space or write to another disk.
      """
    case .missingVariable(let path, let name, let available):
      """
      \(path): no variable “\(name)”; the file has \
      \(available.isEmpty ? "none" : available.joined(separator: ", ")).
      """
    case .missingAttribute(let path, let owner, let name):
      "\(path): \(owner) has no attribute “\(name)”."
    case .shapeMismatch(let path, let variable, let expected, let valueCount):
      """
      \(path), variable \(variable): a piece of shape \(expected) needs \
      \(expected.reduce(1, *)) values, but \(valueCount) were given.
      """
    case .outOfBounds(let path, let variable, let start, let count, let shape):
      """
      \(path), variable \(variable): a piece of \(count) from \(start) reaches beyond its shape \
      \(shape).
      """
    case .lengthMismatch(let path, let variable, let expected, let found):
      """
      \(path), variable \(variable): holds \(found) values where there should be \(expected); \
      the file was altered or not written whole.
      """
    case .valueOutOfRange(let path, let variable, let row, let value, let limits):
      """
      \(path), variable \(variable): value \(row) is \(value), outside \
      \(limits.lowerBound)...\(limits.upperBound); the file was altered or not written whole.
      """
    case .wrongType(let path, let variable, let stored, let requested):
      "\(path), variable \(variable): holds \(stored) but \(requested) was asked for."
    case .failed(let path, let operation, let status, let text):
      "\(path): \(operation) failed: \(text) (NetCDF status \(status))."
    case .closed(let path, let operation):
      "\(path): \(operation) came after the file had been closed."
    }
  }
}

extension NetCDFError {
  /// Throws the error that a status code of the NetCDF library stands for; positive codes are `errno`.
  static func check(_ status: Int32, _ operation: String, path: String) throws(NetCDFError) {
    guard status != NC_NOERR else { return }
    switch status {
    case ENOENT: throw .notFound(path: path)
    case NC_ENOTNC: throw .notNetCDF(path: path)
    case ENOSPC, EDQUOT:
      throw .diskFull(path: path, operation: operation, freeBytes: freeBytes(beside: path) ?? 0)
    case NC_EHDFERR, NC_EIO, EIO, EACCES:
      // HDF5 hides errno, and calls a file that it cannot begin forbidden: without room it is the full disk.
      if let free = freeBytes(beside: path), free < fullDiskThreshold {
        throw .diskFull(path: path, operation: operation, freeBytes: free)
      }
    default: break
    }
    let text = String(cString: nc_strerror(status))
    throw .failed(path: path, operation: operation, status: status, text: text)
  }

  /// Below so many free bytes a failed transfer is put down to the full disk.
  private static var fullDiskThreshold: Int { 1 << 20 }

  private static func freeBytes(beside path: String) -> Int? {
    let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
    var statistics = statvfs()
    guard statvfs(folder, &statistics) == 0 else { return nil }
    return Int(statistics.f_bavail) * Int(statistics.f_frsize)
  }
}
