import Foundation

/// What keeps records from being compared.
enum CompareError: Error, Hashable {
  /// No station stands on both sides.
  case noCommonStation(synthetic: [String], observed: [String])
  /// A station that was asked for and does not stand on both sides.
  case unknownStation(String, common: [String])
  /// Stations stand on both sides, but nothing of them can be compared: the reasons by channel.
  case nothingComparable([String])
  /// Nobody says when the earthquake was.
  case noOriginTime
  /// Components or windows that need places that nobody gives.
  case noGeometry(purpose: String, station: String)
  /// Samples of which nobody says what they are.
  case unknownMotion(path: String, flag: String)
  /// Synthetic channels that are no east, north or up.
  case unknownComponents(path: String, codes: [String])
}

extension CompareError: CustomStringConvertible {
  var description: String {
    switch self {
    case .noCommonStation(let synthetic, let observed):
      """
      no station stands on both sides: the synthetics have \(Self.list(synthetic)), the recordings \
      \(Self.list(observed)); network and station codes must agree.
      """
    case .unknownStation(let code, let common):
      "station \(code) does not stand on both sides; these do: \(Self.list(common))."
    case .nothingComparable(let reasons) where reasons.isEmpty:
      """
      nothing can be compared: no station has a component on both sides; channel codes must end in E, N or Z, \
      or a station file must give their directions.
      """
    case .nothingComparable(let reasons):
      "nothing can be compared: \(reasons.prefix(6).joined(separator: "; "))"
        + (reasons.count > 6 ? "; and \(reasons.count - 6) more." : ".")
    case .noOriginTime:
      "neither file says when the earthquake was; give --event or --origin-time."
    case .noGeometry(let purpose, let station):
      """
      \(purpose) needs the places of the earthquake and of station \(station); give --event and --stationxml.
      """
    case .unknownMotion(let path, let flag):
      """
      \(path) does not say what its samples are; give \(flag)\
      \(flag == "--observed-motion" ? ", or --stationxml where they are counts" : "").
      """
    case .unknownComponents(let path, let codes):
      """
      \(path): the channels \(Self.list(codes)) are no east, north or up; their codes must end in E, N or Z.
      """
    }
  }

  private static func list(_ names: [String]) -> String {
    let unique = Array(Set(names)).sorted()
    let shown = unique.prefix(8).joined(separator: ", ")
    return unique.isEmpty ? "none" : shown + (unique.count > 8 ? ", …" : "")
  }
}
