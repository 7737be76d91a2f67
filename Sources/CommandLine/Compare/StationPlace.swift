import Seismology

/// The network and station code of a place, by which both sides are matched.
struct StationPlace: Hashable {
  /// FDSN network code, perhaps empty, and station code.
  let network, code: String

  /// The places that may be this one, in order of their networks.
  ///
  /// Those with the same network come alone; where there is none, those without a network, or all if this one has none.
  func partners(among places: some Collection<StationPlace>) -> [StationPlace] {
    if places.contains(self) { return [self] }
    return Set(places.filter { $0.code == code && (network.isEmpty || $0.network.isEmpty) })
      .sorted()
  }
}

extension StationPlace: Comparable {
  static func < (a: Self, b: Self) -> Bool { (a.code, a.network) < (b.code, b.network) }
}

extension TraceIdentifier {
  /// Its network and station.
  var place: StationPlace { StationPlace(network: network, code: station) }
}
