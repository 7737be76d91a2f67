/// What keeps intensities from being measured.
enum IntensityError: Error, Hashable {
  /// Samples of which nobody says what they are.
  case unknownMotion(path: String)
  /// No record can be used: the reasons by channel.
  case nothingUsable([String])
}

extension IntensityError: CustomStringConvertible {
  var description: String {
    switch self {
    case .unknownMotion(let path):
      """
      \(path) does not say what its samples are; give --stationxml where they are counts, or --motion where \
      they are ground motion in SI units.
      """
    case .nothingUsable(let reasons):
      "no record can be used: \(reasons.prefix(3).joined(separator: "; "))"
        + (reasons.count > 3 ? "; and \(reasons.count - 3) more." : ".")
    }
  }
}
