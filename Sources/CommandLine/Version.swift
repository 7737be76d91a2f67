/// The version of the product.
enum Version {
  /// Semantic version.
  static let current = "0.1.0"
}
