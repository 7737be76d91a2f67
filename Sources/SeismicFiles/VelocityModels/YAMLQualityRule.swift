import Seismology

/// The key `vs_to_q`: the name of a published rule, or its numbers.
///
///     vs_to_q: graves-pitarka-2010          # or olsen-2003, brocher-2008
///     vs_to_q: {qs_per_km_s: 50, qp_over_qs: 2}
///     vs_to_q: {qp: 600, qs: 300}
enum YAMLQualityRule {
  static let names: [String: QualityFactorRule] = [
    "graves-pitarka-2010": .gravesPitarka2010, "olsen-2003": .olsen2003,
    "brocher-2008": .brocher2008,
  ]

  static func read(_ parent: YAMLSection, key: String) throws(VelocityModelError)
    -> QualityFactorRule?
  {
    guard parent.has(key) else { return nil }
    guard parent.isSection(key), let section = try parent.section(key) else {
      return try named(try parent.text(key) ?? "", parent, key)
    }
    try section.requireKeys(["qs_per_km_s", "qp_over_qs", "qp", "qs"])
    let rule: QualityFactorRule
    if let factor = try section.number("qs_per_km_s") {
      rule = .proportional(factor: factor, ratio: try section.number("qp_over_qs") ?? 2)
    } else {
      guard let pQuality = try section.number("qp") else { throw section.missing("qp") }
      guard let sQuality = try section.number("qs") else { throw section.missing("qs") }
      rule = .constant(pQuality: pQuality, sQuality: sQuality)
    }
    do throws(VelocityModelError) {
      try rule.validate()
    } catch {
      throw section.located(error)
    }
    return rule
  }

  private static func named(_ name: String, _ parent: YAMLSection, _ key: String)
    throws(VelocityModelError) -> QualityFactorRule
  {
    guard let rule = names[name.lowercased()] else {
      let allowed = names.keys.sorted()
      throw parent.located(
        .unknownKey(
          key: name,
          place: key,
          nearest: NearestSpelling.of(name, among: allowed),
          allowed: allowed
        ),
        at: key
      )
    }
    return rule
  }
}
