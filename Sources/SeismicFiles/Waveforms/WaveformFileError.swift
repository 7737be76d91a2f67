/// What can be wrong with a file of waveforms.
public enum WaveformFileError: Error, Hashable, Sendable {
  /// Neither miniSEED nor SAC nor one of our NetCDF files.
  case unknownFormat(path: String)
  /// The file ends before what its header announces.
  case truncated(path: String, offset: Int, expectedBytes: Int, presentBytes: Int)
  /// A record or header that contradicts itself.
  case corrupt(path: String, offset: Int, reason: String)
  /// A kind of data that is not supported.
  case unsupported(path: String, what: String)
  /// No trace in it.
  case empty(path: String)
  /// A code that is too long for the format, or not ASCII.
  case codeTooLong(path: String, field: String, code: String, limit: Int)
  /// A trace that the format cannot hold.
  case notStorable(path: String, trace: String, reason: String)
}

extension WaveformFileError: CustomStringConvertible {
  /// One sentence: where, what happened, the value, the remedy.
  public var description: String {
    switch self {
    case .unknownFormat(let path):
      "\(path): neither miniSEED nor SAC nor a NetCDF file of seismograms."
    case .truncated(let path, let offset, let expected, let present):
      """
      \(path), byte \(offset): \(expected) bytes are announced but only \(present) are there; \
      the file was cut off.
      """
    case .corrupt(let path, let offset, let reason):
      "\(path), byte \(offset): the data are damaged: \(reason)."
    case .unsupported(let path, let what): "\(path): \(what) cannot be read."
    case .empty(let path): "\(path): no waveform in it."
    case .codeTooLong(let path, let field, let code, let limit):
      "\(path): \(field) code “\(code)” does not fit into \(limit) ASCII characters."
    case .notStorable(let path, let trace, let reason):
      "\(path): trace \(trace) cannot be written: \(reason)."
    }
  }
}
