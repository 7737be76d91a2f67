/// What can be wrong with the description of a source.
public enum SourceError: Error, Hashable, Sendable {
  /// A quantity that must be positive and finite is not.
  case notPositive(quantity: String, value: Double, unit: String)
  /// A quantity is infinite or not a number.
  case notFinite(quantity: String, value: Double)
  /// A quantity lies outside its limits; `remedy` says what to do.
  case outOfRange(
    quantity: String,
    value: Double,
    limits: ClosedRange<Double>,
    unit: String,
    remedy: String
  )
  /// A table has fewer entries than it needs.
  case tableTooShort(quantity: String, count: Int, minimum: Int)
  /// A table has an area of zero, so that it cannot be scaled to unit area.
  case zeroArea(quantity: String)
  /// A sub-source has no rigidity of its own and there is no velocity model to take it from.
  case missingRigidity(index: Int)
  /// A fault releases no moment at all.
  case noMoment(subSourceCount: Int)
  /// An event lacks what a source needs.
  case incompleteEvent(String, missing: String)
  /// One sub-source of a fault is wrong; indices start at zero.
  indirect case subSource(index: Int, reason: SourceError)
}

extension SourceError: CustomStringConvertible {
  /// The error in one sentence: what happened, the value, the limit and the remedy.
  public var description: String {
    switch self {
    case .notPositive(let quantity, let value, let unit):
      "The \(quantity) \(value) \(unit) is not positive and finite; give a value above 0 \(unit)."
    case .notFinite(let quantity, let value):
      "The \(quantity) is \(value); give a finite number."
    case .outOfRange(let quantity, let value, let limits, let unit, let remedy):
      """
      The \(quantity) \(value)\(unit.isEmpty ? "" : " " + unit) lies outside \
      \(limits.lowerBound)...\(limits.upperBound); \(remedy).
      """
    case .tableTooShort(let quantity, let count, let minimum):
      "The \(quantity) has \(count) entries; it needs at least \(minimum)."
    case .zeroArea(let quantity):
      "The \(quantity) has zero area and cannot be scaled to unit area; give one that releases moment."
    case .missingRigidity(let index):
      """
      Sub-source \(index) has no rigidity; give a velocity model, or shear velocity and density in the \
      rupture file (SRF version 2.0).
      """
    case .noMoment(let count):
      "None of the \(count) sub-sources of the fault slips; check the slip column of the file."
    case .incompleteEvent(let event, let missing):
      "Event \(event) cannot become a source: it lacks \(missing)."
    case .subSource(let index, let reason):
      "Sub-source \(index): \(reason)"
    }
  }
}

/// Returns a value that must be positive and finite, or throws.
func requirePositive(_ value: Double, _ quantity: String, unit: String) throws(SourceError)
  -> Double
{
  guard value.isFinite, value > 0 else {
    throw .notPositive(quantity: quantity, value: value, unit: unit)
  }
  return value
}

/// Returns a value that must be finite, or throws.
func requireFinite(_ value: Double, _ quantity: String) throws(SourceError) -> Double {
  guard value.isFinite else { throw .notFinite(quantity: quantity, value: value) }
  return value
}

/// Returns a value that must be finite and inside limits, or throws.
func require(
  _ value: Double,
  _ quantity: String,
  in limits: ClosedRange<Double>,
  unit: String,
  remedy: String
) throws(SourceError) -> Double {
  guard limits.contains(try requireFinite(value, quantity)) else {
    throw .outOfRange(quantity: quantity, value: value, limits: limits, unit: unit, remedy: remedy)
  }
  return value
}
