extension FaultTrace {
  /// The Hayward fault from San Pablo Bay in the north-west to Alum Rock in the south-east: 97 km, taken as vertical.
  ///
  /// Along strike from its first point lie Point Pinole (13 km), the Memorial Stadium in Berkeley (31 km), the city
  /// of Hayward (58 km) and Fremont (74 km).
  ///
  /// - Source: the traces of the sections *Hayward (No) 2011 CFM* and *Hayward (So) 2011 CFM* of fault model 3.1 of
  ///   the third Uniform California Earthquake Rupture Forecast (Field and others, 2013, U.S. Geological Survey
  ///   Open-File Report 2013–1165, appendix A), rounded to 0.001°, which is 100 m. There the sections dip 82° and
  ///   76° to the north-east.
  public static let hayward = FaultTrace(
    name: "Hayward",
    validPoints: [
      (38.106, -122.445), (38.057, -122.414), (37.929, -122.298), (37.832, -122.217),
      (37.782, -122.179), (37.680, -122.093), (37.639, -122.052), (37.594, -122.005),
      (37.482, -121.916), (37.396, -121.803),
    ].map { GeographicPoint(latitude: $0.0, longitude: $0.1) },
    dip: 90
  )
}
