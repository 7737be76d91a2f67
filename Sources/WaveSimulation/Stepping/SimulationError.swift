/// What can be wrong with a simulation's input.
public enum SimulationError: Error, Hashable, Sendable {
  /// A grid or a number that no run can have.
  case invalidGrid(String)
  /// The time step that was asked for is above the stability limit (both in seconds).
  case unstableTimeStep(requested: Double, limit: Double, spacing: Double, maximumVelocity: Double)
  /// A source or receiver lies outside the interior of the grid.
  case outsideGrid(what: String, point: String, limits: String)
  /// The model gives a material that no rock can have.
  case invalidMaterial(String)
  /// The fields became infinite or not a number.
  case nonFiniteWavefield(step: Int, time: Double)
  /// A checkpoint does not fit the simulation.
  case checkpointMismatch(String)
  /// The caller's progress closure asked for an end.
  case cancelled(step: Int)
  /// The system has no memory for the fields.
  case outOfMemory(bytes: Int)
}

extension SimulationError: CustomStringConvertible {
  /// What happened, the value, the limit and the remedy.
  public var description: String {
    switch self {
    case .invalidGrid(let reason): "The grid is impossible: \(reason)."
    case .unstableTimeStep(let requested, let limit, let spacing, let velocity):
      """
      Time step \(requested) s exceeds the stability limit \(limit) s for spacing \(spacing) m and \
      v_p \(velocity) m/s; omit the time step or use at most \(limit) s.
      """
    case .outsideGrid(let what, let point, let limits):
      "\(what) at \(point) lies outside the grid or in its absorbing layer; the interior is \(limits)."
    case .invalidMaterial(let reason): "The velocity model is impossible: \(reason)"
    case .nonFiniteWavefield(let step, let time):
      """
      The wavefield became infinite or not a number at step \(step) (t = \(time) s); \
      check the velocity model and the time step.
      """
    case .checkpointMismatch(let reason): "The checkpoint does not fit this simulation: \(reason)."
    case .cancelled(let step): "Cancelled at step \(step)."
    case .outOfMemory(let bytes):
      "No memory for \(bytes / 1_000_000) MB of fields; take a larger spacing or a smaller region."
    }
  }
}
