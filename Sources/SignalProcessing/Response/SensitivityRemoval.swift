public import Seismology

/// Turns recorded counts into ground motion by the overall sensitivity alone.
///
/// Right only where the instrument is flat; what ObsPy's `Trace.remove_sensitivity` does, in SI units.
public struct SensitivityRemoval: Hashable, Sendable {
  /// What comes out: the motion that the instrument senses.
  public let output: GroundMotion
  /// SI units of ground motion for one count.
  public let scale: Double

  /// A removal of the stated sensitivity of an instrument.
  ///
  /// - Throws: ``ResponseError`` if no sensitivity is stated or the channel records no ground motion.
  public init(response: InstrumentResponse) throws(ResponseError) {
    let unit = try response.groundMotionUnit()
    guard let sensitivity = response.sensitivity, sensitivity.value != 0,
      sensitivity.value.isFinite
    else { throw .noSensitivity }
    output = unit.motion
    scale = unit.scale / sensitivity.value
  }

  /// Ground motion in SI units from counts.
  public func applied(to counts: [Double]) -> [Double] { counts.map { $0 * scale } }
}
