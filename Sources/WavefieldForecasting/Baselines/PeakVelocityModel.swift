/// Tells peak ground velocity from magnitude and distance, as hazard analyses do: a forecast for whoever knows the true
/// magnitude and place.
///
/// It tells peaks only, no wavefield and no times: there is no ACC or RFNE of it.
public protocol PeakVelocityModel: Sendable {
  /// What stands in tables.
  var name: String { get }

  /// The median peak horizontal ground velocity.
  ///
  /// - Parameters:
  ///   - magnitude: the moment magnitude.
  ///   - depth: of the hypocenter in km.
  ///   - epicentralDistance: in km.
  /// - Returns: m/s.
  func peakVelocity(magnitude: Double, depth: Double, epicentralDistance: Double) -> Double
}

extension PeakVelocityModel {
  /// The peaks in m/s at epicentral distances in km; depth in km.
  public func peakVelocities(
    magnitude: Double,
    depth: Double,
    epicentralDistances: [Double]
  ) -> [Float] {
    epicentralDistances.map {
      Float(peakVelocity(magnitude: magnitude, depth: depth, epicentralDistance: $0))
    }
  }
}
