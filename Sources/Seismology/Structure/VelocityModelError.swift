/// What can be wrong with a velocity model.
///
/// `place` says where in the model: "layer 3", "node (4, 0, 17)", "basin 1"; ``inFile(file:line:problem:)``
/// adds the file and the line.
public indirect enum VelocityModelError: Error, Hashable, Sendable {
  /// A value is not a number or infinite.
  case notFinite(place: String, quantity: String, value: Double)
  /// A value that must be positive is not.
  case notPositive(place: String, quantity: String, value: Double, unit: String)
  /// v_s exceeds v_p/√(4/3), which would need a negative bulk modulus (m/s).
  case shearVelocityTooHigh(place: String, sVelocity: Double, pVelocity: Double)
  /// A value looks as if it were given in another unit.
  case implausibleUnit(
    place: String,
    quantity: String,
    value: Double,
    unit: String,
    limits: ClosedRange<Double>,
    remedy: String
  )
  /// The top of a layer is not below the top of the one before (metres).
  case depthsNotAscending(place: String, depth: Double, previous: Double)
  /// The first layer does not start at the surface (metres).
  case firstDepthNotZero(depth: Double)
  /// A model without layers or nodes.
  case empty(what: String)
  /// The coordinates of a grid do not ascend.
  case axisNotAscending(axis: String, index: Int, value: Double, previous: Double)
  /// A grid holds another number of values than its axes ask for.
  case countMismatch(quantity: String, count: Int, expected: Int)
  /// Nodes without a value, in a grid that was not allowed to have any.
  case undefinedNode(place: String, count: Int)
  /// A parameter of a basin, of a random medium or of a rule lies outside its range.
  case parameterOutOfRange(name: String, value: Double, allowed: String)
  /// A geographic position could not be brought into the local frame.
  case geography(place: String, problem: GeographyError)
  /// A file cannot be read at all.
  case unreadable(file: String, reason: String)
  /// The text of a file does not follow its format.
  case malformed(reason: String, remedy: String)
  /// A key that no model has.
  case unknownKey(key: String, place: String, nearest: String?, allowed: [String])
  /// A problem with the file it stands in, and the line counted from 1.
  case inFile(file: String, line: Int?, problem: VelocityModelError)
}

extension VelocityModelError: CustomStringConvertible {
  /// What happened, with the value, the limit and the remedy.
  public var description: String {
    let place = location.joined(separator: ", ")
    return place.isEmpty ? problem : "\(place): \(problem)"
  }

  /// File, line and place within the model, as far as they are known.
  private var location: [String] {
    switch self {
    case .inFile(let file, let line, let problem):
      [file] + (line.map { ["line \($0)"] } ?? []) + problem.location
    case .notFinite(let place, _, _), .notPositive(let place, _, _, _),
      .shearVelocityTooHigh(let place, _, _), .implausibleUnit(let place, _, _, _, _, _),
      .depthsNotAscending(let place, _, _), .undefinedNode(let place, _), .geography(let place, _),
      .unknownKey(_, let place, _, _):
      place.isEmpty ? [] : [place]
    case .unreadable(let file, _): [file]
    case .firstDepthNotZero, .empty, .axisNotAscending, .countMismatch, .parameterOutOfRange,
      .malformed:
      []
    }
  }

  private var problem: String {
    switch self {
    case .inFile(_, _, let problem): problem.problem
    case .notFinite(_, let quantity, let value):
      "\(quantity) is \(value); every value must be a finite number."
    case .notPositive(let place, let quantity, let value, let unit):
      """
      \(quantity) \(formatted(value))\(unit.isEmpty ? "" : " " + unit) must be greater than zero; \
      \(place.hasPrefix("node") ? Self.nodeRemedy : "check the column order (depth vp vs rho Qp Qs)").
      """
    case .shearVelocityTooHigh(_, let sVelocity, let pVelocity):
      """
      vs \(formatted(sVelocity)) m/s exceeds vp/√(4/3) = \
      \(formatted(Material.largestSVelocity(forPVelocity: pVelocity))) m/s; \
      check the column order (depth vp vs rho Qp Qs).
      """
    case .implausibleUnit(_, let quantity, let value, let unit, let limits, let remedy):
      """
      \(quantity) \(formatted(value)) \(unit) is outside \(formatted(limits.lowerBound))–\
      \(formatted(limits.upperBound)) \(unit); \(remedy)\(remedy.hasSuffix("?") ? "" : ".")
      """
    case .depthsNotAscending(_, let depth, let previous):
      """
      depth \(formatted(depth)) m does not lie below \(formatted(previous)) m before it; \
      list the layers from the top down.
      """
    case .firstDepthNotZero(let depth):
      """
      the first layer starts at depth \(formatted(depth)) m instead of 0; give the depth of each \
      layer's top, or thicknesses.
      """
    case .empty(let what): "the model has no \(what)."
    case .axisNotAscending(let axis, let index, let value, let previous):
      """
      coordinate \(index) of axis \(axis), \(formatted(value)), does not exceed the one before, \
      \(formatted(previous)); sort the axis.
      """
    case .countMismatch(let quantity, let count, let expected):
      "\(quantity) holds \(count) values where the axes ask for \(expected)."
    case .undefinedNode(_, let count):
      """
      no value here (\(count) such nodes in all); fill them, or choose a rule for undefined nodes \
      (--undefined-nodes nearest, or undefined: nearest in a model file).
      """
    case .parameterOutOfRange(let name, let value, let allowed):
      "\(name) \(formatted(value)) is outside its range: \(allowed)."
    case .geography(_, let problem): problem.description
    case .unreadable(_, let reason): "cannot be read: \(reason)."
    case .malformed(let reason, let remedy): "\(reason); \(remedy)."
    case .unknownKey(let key, _, let nearest, let allowed):
      if let nearest {
        "unknown key \"\(key)\"; did you mean \"\(nearest)\"?"
      } else {
        "unknown key \"\(key)\"; the keys here are \(allowed.joined(separator: ", "))."
      }
    }
  }

  /// What to do about a node with a value that no rock has.
  private static let nodeRemedy = """
    correct it, or, if it marks a place without a value, choose a rule for undefined nodes \
    (--undefined-nodes nearest, or undefined: nearest in a model file)
    """

  private func formatted(_ value: Double) -> String {
    if value == value.rounded(), abs(value) < 1e15 { return String(Int(value)) }
    if abs(value) >= 100, abs(value) < 1e15 { return String(Int(value.rounded())) }
    return String(value)
  }
}
