/// What can be wrong with the results that shall be written or have been read.
public enum SimulationFileError: Error, Hashable, Sendable {
  /// A file that is no NetCDF, is cut off or damaged.
  case damaged(path: String, reason: String)
  /// Two seismograms of one run differ in length, sampling or kind of motion.
  case unequalSeismograms(path: String, first: String, other: String)
  /// The file holds no such result.
  case missing(path: String, what: String)
  /// A frame does not have the shape of the ones before it.
  case frameShape(path: String, variable: String, expected: [Int], found: [Int])
}

extension SimulationFileError: CustomStringConvertible {
  /// One sentence: what happened, the value, the remedy.
  public var description: String {
    switch self {
    case .damaged(let path, let reason):
      """
      \(path) is no result of foreshake simulate, or was not copied whole: \(reason); copy it again or \
      repeat the simulation.
      """
    case .unequalSeismograms(let path, let first, let other):
      """
      \(path): the seismograms of \(first) and \(other) differ in length, sampling or kind of motion; \
      one file holds seismograms that are sampled alike.
      """
    case .missing(let path, let what):
      "\(path): holds no \(what); ask for it when the simulation is run."
    case .frameShape(let path, let variable, let expected, let found):
      "\(path), variable \(variable): a frame of shape \(found) does not fit \(expected)."
    }
  }
}
