/// The recurrent cells that a forecaster can be made of.
public enum RecurrentCellKind: String, CaseIterable, Codable, Hashable, Sendable {
  /// Convolutional long expressive memory with reset gate: the published forecaster.
  case convLEM = "conv-lem"
  /// Convolutional long expressive memory without reset gate.
  case plainConvLEM = "conv-lem-plain"
  /// Convolutional long short-term memory: a published baseline.
  case convLSTM = "conv-lstm"
  /// Convolutional gated recurrent unit: a published baseline.
  case convGRU = "conv-gru"
}
