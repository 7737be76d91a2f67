/// What an event serves for when a model learns from a catalog.
public enum CatalogSplit: String, Hashable, Sendable, CaseIterable {
  /// The model learns from it.
  case training = "train"
  /// It tells when to stop and which model is best.
  case validation
  /// It tells how good the model is, and is looked at once.
  case test
}
