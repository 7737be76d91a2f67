extension SpecificationChapter {
  /// What stands outside the list of events.
  static let simulationChapters: [SpecificationChapter] = [
    .init(
      .top,
      "At the top",
      "The whole catalog.",
      [
        .init(
          "title",
          "text",
          "needed",
          "Hayward fault, 960 events",
          "One line that names the catalog."
        ),
        .init(
          "seed",
          "whole number",
          "1",
          "7",
          "Everything drawn at random follows from it: same seed, same files."
        ),
        .init("model", "section", "needed", "see below", "The velocity model."),
        .init("domain", "section", "needed", "see below", "The box in which waves run."),
        .init("grid", "section", "needed", "see below", "Grid spacing, band and attenuation."),
        .init(
          "events",
          "list of sections",
          "needed",
          "see below",
          "The earthquakes: one pattern or several, in order."
        ),
        .init("receivers", "section", "needed", "see below", "Where ground motion is written."),
        .init("sampling", "section", "needed", "see below", "When and as what it is written."),
      ]
    ),
    .init(
      .model,
      "model:",
      "The velocity model.",
      [
        .init(
          "file",
          "path or name",
          "needed",
          "bay-area",
          "A model file, or the name of one of velocity-models/."
        ),
        .init(
          "min-shear-velocity-m-s",
          "number in m/s",
          "points-per-wavelength \u{D7} spacing \u{D7} max-frequency",
          "800",
          "Slower S waves are raised to this velocity, so that the grid carries them."
        ),
        .init(
          "realization",
          "shared or per-event",
          "shared",
          "per-event",
          "Whether each event draws a random part of the model of its own."
        ),
        .init(
          "quality-rule",
          "graves-pitarka, olsen, brocher or none",
          "graves-pitarka",
          "olsen",
          "Quality factors by S velocity where the file has none."
        ),
      ]
    ),
    .init(
      .domain,
      "domain:",
      "The box in which waves run, without its absorbing layers.",
      [
        .init("origin-latitude", "degrees", "needed", "38.33", "Where the local axes begin."),
        .init("origin-longitude", "degrees", "needed", "-122.075", "Where the local axes begin."),
        .init(
          "x-azimuth",
          "degrees",
          "90",
          "143.638",
          "The direction of x, clockwise from north."
        ),
        .init(
          "y-clockwise",
          "true or false",
          "false",
          "true",
          "Whether y stands clockwise of x as seen from above."
        ),
        .init("x-km", "[from, to] in km", "needed", "[0, 120]", "The extent along x."),
        .init("y-km", "[from, to] in km", "needed", "[0, 80]", "The extent along y."),
        .init("depth-km", "number in km", "needed", "30", "The depth of the box."),
      ]
    ),
    .init(
      .grid,
      "grid:",
      "How finely and how broadly it is computed.",
      [
        .init("spacing-m", "number in m", "needed", "1000", "The grid spacing."),
        .init(
          "max-frequency-hz",
          "number in Hz",
          "needed",
          "0.2",
          "Sources are silent above it (amplitudes below 1e-3)."
        ),
        .init(
          "points-per-wavelength",
          "number",
          "5",
          "6",
          "Points to the shortest S wave; gives the least shear velocity."
        ),
        .init(
          "absorbing-nodes",
          "whole number, 4...16",
          "10",
          "12",
          "The thickness of the absorbing layers outside the box."
        ),
        .init(
          "attenuation",
          "true or false",
          "true",
          "false",
          "Whether waves lose energy by the model's quality factors."
        ),
      ]
    ),
    .init(
      .receivers,
      "receivers:",
      "Where ground motion is written: a grid, stations, or both.",
      [
        .init(
          "surface-grid",
          "[columns, rows]",
          "none",
          "[84, 56]",
          "Points along x and y, at the centres of equal cells that fill the box."
        ),
        .init(
          "stations",
          "path or name",
          "none",
          "bay-area-early-warning",
          "A station file (StationXML, FDSN text, CSV), or the name of one of stations/."
        ),
      ]
    ),
    .init(
      .sampling,
      "sampling:",
      "When and as what ground motion is written; the first sample stands at the origin time.",
      [
        .init(
          "motion",
          "displacement, velocity or acceleration",
          "velocity",
          "velocity",
          "What the samples hold, in m, m/s or m/s\u{B2}."
        ),
        .init("interval-s", "number in s", "needed", "0.26", "Seconds between samples."),
        .init("samples", "whole number", "needed", "461", "Samples of each event."),
      ]
    ),
  ]
}
