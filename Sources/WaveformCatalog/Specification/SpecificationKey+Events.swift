extension SpecificationChapter {
  /// What stands in the list of events.
  static let eventChapters: [SpecificationChapter] = [
    .init(
      .events,
      "events: - every pattern",
      "Each entry of the list is a rule that yields earthquakes.",
      [
        .init(
          "pattern",
          "fault, grid, volume, points, quakeml, scenarios or srf",
          "needed",
          "fault",
          "Which rule."
        ),
        .init(
          "id-prefix",
          "letters, digits, . _ -",
          "by the pattern",
          "north",
          "The beginning of the names of its events."
        ),
      ]
    ),
    .init(
      .sources,
      "events: - what the point sources are (all patterns but scenarios and srf)",
      "Each event draws from its own random numbers: event 7 stays the same whatever becomes of event 6.",
      [
        .init(
          "strike",
          "degrees",
          "the fault's own, else needed",
          "143",
          "Clockwise from north, the plane dipping to its right."
        ),
        .init("dip", "degrees", "the fault's own, else 90", "82", "From the horizontal."),
        .init("rake", "degrees", "180", "180", "0 is left-lateral, 180 right-lateral, 90 thrust."),
        .init(
          "strike-scatter",
          "degrees",
          "0",
          "5",
          "Standard deviation of Gaussian scatter, cut at two deviations."
        ),
        .init("dip-scatter", "degrees", "0", "5", "The same for the dip."),
        .init("rake-scatter", "degrees", "0", "10", "The same for the rake."),
        .init(
          "magnitude",
          "Mw, or [from, to]",
          "4",
          "[3.5, 4.5]",
          "Drawn evenly between both ends."
        ),
        .init(
          "stress-drop-mpa",
          "number in MPa",
          "3",
          "10",
          "Gives the corner frequency by magnitude (Brune 1970)."
        ),
        .init(
          "corner-frequency-hz",
          "number in Hz",
          "by the stress drop",
          "1.5",
          "The corner frequency of every source instead."
        ),
      ]
    ),
    .init(
      .faultPlane,
      "events: - which fault (patterns fault and scenarios)",
      "The Hayward fault by its trace, or a plane.",
      [
        .init("fault", "hayward or plane", "needed", "hayward", "Which fault."),
        .init("start-latitude", "degrees", "for plane", "38.0", "Where its surface trace begins."),
        .init("start-longitude", "degrees", "for plane", "-122.4", "Where its trace begins."),
        .init("fault-strike", "degrees", "for plane", "143", "The direction of its trace."),
        .init("fault-dip", "degrees", "90", "80", "Its dip, to the right of the trace."),
        .init("length-km", "number in km", "for plane", "60", "The length of its trace."),
      ]
    ),
    .init(
      .fault,
      "events: - pattern: fault",
      "A point source at each crossing; ids such as hf-s014-d07 (km along strike and km of depth).",
      [
        .init(
          "along-strike-km",
          "[from, to, step] in km",
          "needed",
          "[14, 73, 1]",
          "Distances along the trace from its start."
        ),
        .init("depth-km", "[from, to, step] in km", "needed", "[2, 17, 1]", "Depths."),
      ]
    ),
    .init(
      .gridOfSources,
      "events: - pattern: grid",
      "A point source at each node; ids such as grid-x010-y020-d05 (km).",
      [
        .init("x-km", "[from, to, step] in km", "needed", "[10, 110, 10]", "Places along x."),
        .init("y-km", "[from, to, step] in km", "needed", "[10, 70, 10]", "Places along y."),
        .init("depth-km", "[from, to, step] in km", "needed", "[5, 15, 5]", "Depths."),
      ]
    ),
    .init(
      .volume,
      "events: - pattern: volume",
      "Point sources at random places; ids such as volume-0001.",
      [
        .init("count", "whole number", "needed", "100", "How many."),
        .init("x-km", "[from, to] in km", "needed", "[10, 110]", "The volume along x."),
        .init("y-km", "[from, to] in km", "needed", "[10, 70]", "The volume along y."),
        .init("depth-km", "[from, to] in km", "needed", "[2, 15]", "The volume in depth."),
      ]
    ),
    .init(
      .points,
      "events: - pattern: points",
      "Point sources one by one; the keys of the sources may stand above for all of them.",
      [.init("points", "list of sections", "needed", "see below", "The sources.")]
    ),
    .init(
      .point,
      "events: - pattern: points, points: - each",
      "One source; it may have any key of the sources, too.",
      [
        .init("id", "letters, digits, . _ -", "needed", "berkeley-2018", "Its name."),
        .init("latitude", "degrees", "needed", "37.855", "The epicenter."),
        .init("longitude", "degrees", "needed", "-122.257", "The epicenter."),
        .init("depth-km", "number in km", "needed", "12.3", "The depth."),
      ]
    ),
    .init(
      .quakeML,
      "events: - pattern: quakeml",
      "The events of a QuakeML file with their own mechanisms; strike, dip and rake for those without.",
      [.init("file", "path", "needed", "events.xml", "The file.")]
    ),
    .init(
      .scenarios,
      "events: - pattern: scenarios",
      "Finite faults of the published sizes; ids such as hf-m6.5-r1.",
      [
        .init(
          "magnitudes",
          "list of Mw 4.5, 5, 5.5, 6, 6.5, 7",
          "all six",
          "[4.5, 6, 7]",
          "One rupture or more of each."
        ),
        .init(
          "center-km",
          "number in km",
          "needed",
          "48",
          "Middle of the ruptures along the trace."
        ),
        .init("realizations", "whole number", "1", "3", "Ruptures of each magnitude."),
      ]
    ),
    .init(
      .rupture,
      "events: - pattern: srf",
      "A finite fault from a file in Standard Rupture Format.",
      [
        .init("file", "path", "needed", "rupture.srf", "The file."),
        .init("id", "letters, digits, . _ -", "the file's name", "m65", "The event's name."),
      ]
    ),
  ]
}
