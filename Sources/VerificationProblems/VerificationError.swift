/// What can go wrong with the verification problems themselves.
public enum VerificationError: Error, Hashable, Sendable {
  /// A stored reference is not beside the program.
  case missingResource(String)
  /// A line of a stored reference cannot be read.
  case malformedResource(String, line: String)
  /// A simulation delivered something else than was asked of it.
  case unexpectedOutput(String)
}

extension VerificationError: CustomStringConvertible {
  /// What happened and what to do about it.
  public var description: String {
    switch self {
    case .missingResource(let name):
      "The reference \(name) is missing; keep foreshake_VerificationProblems.resources beside the program."
    case .malformedResource(let name, let line):
      "The reference \(name) is damaged near “\(line)”; build the program again."
    case .unexpectedOutput(let reason): "The simulation delivered \(reason)."
    }
  }
}
