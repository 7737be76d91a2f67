/// The physics table: every problem with a known answer.
public enum VerificationTable {
  /// All problems, in the order in which they are run and printed.
  public static let problems: [any VerificationProblem] = [
    StandingWaveProblem(),
    FullSpaceProblem(),
    LambProblem(),
    LayerOverHalfSpaceProblem(.loh1),
    LayerOverHalfSpaceProblem(.loh1, spacing: 50, level: 1),
    LayerOverHalfSpaceProblem(.loh3),
    LayerOverHalfSpaceProblem(.loh3, spacing: 50, level: 1),
    QualityFactorProblem(.constant),
    QualityFactorProblem(.powerLaw),
    CoarseGrainingProblem(),
    EnergyProblem(),
    AbsorbingLayerProblem(),
    ReciprocityProblem(),
    ThreadCountProblem(),
    RestartProblem(),
  ]

  /// The problems up to a level whose name contains `filter`; all of that level if the filter is empty.
  public static func problems(level: Int, filter: String = "") -> [any VerificationProblem] {
    problems.filter { $0.level <= level && (filter.isEmpty || $0.name.contains(filter)) }
  }
}
