import Foundation
public import Tensors
public import Testing

extension Fixture {
  /// The parameters of each stored case, from the JSON text `cases` of the metadata.
  public func cases<Parameters: Decodable>(_: Parameters.Type) throws -> [String: Parameters] {
    let json = try #require(self.text("cases"))
    return try JSONDecoder().decode([String: Parameters].self, from: Data(json.utf8))
  }
}

/// Expects a function of the inputs of a stored case to give its `y` and, weighed with its `seed`, its gradients,
/// in single and in double precision.
///
/// Inputs that the case does not have are left out.
public func expectAgreement(
  _ fixture: Fixture,
  _ name: String,
  _ inputs: [String],
  sourceLocation: SourceLocation = #_sourceLocation,
  of function: ([Tensor]) -> Tensor
) throws {
  let present = inputs.filter { fixture.has("\(name).\($0)") }
  for type in [ScalarType.float32, .float64] {
    let seed = try fixture.tensor("\(name).seed", type)
    let at = try present.map { try fixture.tensor("\(name).\($0)", type) }
    let (values, gradients) = valuesAndGradient(at: at) {
      [function($0)]
    } seeds: { _ in
      [seed]
    }
    let stored = try fixture.tensor("\(name).y")
    expectClose(values[0], stored, "\(name).y in \(type)", sourceLocation: sourceLocation)
    for (input, gradient) in zip(present, gradients) {
      let expected = try fixture.tensor("\(name).grad.\(input)")
      let comment: Comment = "\(name).grad.\(input) in \(type)"
      expectClose(gradient, expected, comment, sourceLocation: sourceLocation)
    }
  }
}
