import Seismology

/// The names of the variables that hold ground motion on a grid, by its kind.
struct MotionVariables {
  /// What the samples hold.
  let motion: GroundMotion

  /// Motion towards east, north and up.
  var components: [String] { ["e", "n", "z"].map { letter + $0 } }

  /// The largest horizontal motion at each point: `pgd`, `pgv` or `pga`.
  var peak: String {
    switch motion {
    case .displacement: "pgd"
    case .velocity: "pgv"
    case .acceleration: "pga"
    }
  }

  /// The largest horizontal motion of the event.
  var maximum: String { "maximum_\(peak)" }

  private var letter: String {
    switch motion {
    case .displacement: "u"
    case .velocity: "v"
    case .acceleration: "a"
    }
  }

  /// What the components hold, in words, in the order of ``components``.
  var words: [String] {
    ["towards east", "towards north", "upward"].map { "\(motion.rawValue) \($0) at the surface" }
  }
}
