extension ShortTimeFourierTransform {
  /// The transform of ground-motion generation: 160 samples every 46 samples, mirrored at the ends.
  ///
  /// At 100 Hz the window lasts 1.6 s; 6000 samples give 131 frames of 81 bins.
  ///
  /// The published model takes its magnitudes with a rectangular window; whoever inverts them must use the
  /// same one.
  ///
  /// - Reference: Ren et al. (2024), arXiv 2407.15089.
  public static func groundMotionGeneration(
    window: Window = .rectangular
  ) throws(SignalError) -> Self {
    try Self(window: window, windowLength: 160, hop: 46)
  }
}
