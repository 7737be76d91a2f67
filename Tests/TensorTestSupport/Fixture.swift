public import Foundation
public import Tensors

/// Tensors that another implementation worked out, stored beside the tests.
///
///     let fixture = try Fixture("conv2d", in: .module)
///     let x = try fixture.tensor("conv2d.stride2.x")
public struct Fixture: Sendable {
  /// The file behind it.
  public let file: SafeTensorsFile

  /// Opens `Fixtures/<name>.safetensors` of a test target's resources.
  public init(_ name: String, in bundle: Bundle) throws {
    let folder = bundle.resourceURL ?? bundle.bundleURL
    file = try SafeTensorsFile(
      reading: folder.appendingPathComponent("Fixtures/\(name).safetensors")
    )
  }

  /// The numbers under a key, in single precision unless another is asked for.
  public func tensor(_ key: String, _ type: ScalarType = .float32) throws -> Tensor {
    try file.tensor(key).cast(to: type)
  }

  /// Whether there is a tensor under a key.
  public func has(_ key: String) -> Bool { file.entry(key) != nil }

  /// What the file's metadata say under a key.
  public func text(_ key: String) -> String? { file.metadata[key] }
}
