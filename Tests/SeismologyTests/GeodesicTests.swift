import Testing

@testable import Seismology

struct GeodesicTests {
  @Test("Distance and azimuths equal those of an independent program")
  func independent() {
    let line = Geodesic(
      from: GeographicPoint(latitude: 37.8187, longitude: -121.7568),
      to: GeographicPoint(latitude: 38, longitude: -120)
    )
    // pyproj.Geod(ellps="WGS84").inv, printed to 1e-8 m.
    #expect(abs(line.distance - 155_796.424_282) < 1e-5)
    #expect(abs(line.azimuth - 82.039_659_876) < 1e-8)
    #expect(abs(line.backAzimuth - 263.119_116_543) < 1e-8)
  }

  @Test("A quarter of the equator is a quarter of its circumference")
  func equator() {
    let line = Geodesic(
      from: GeographicPoint(latitude: 0, longitude: -10),
      to: GeographicPoint(latitude: 0, longitude: 80)
    )
    #expect(abs(line.distance - 6_378_137 * Double.pi / 2) < 1e-6)
    #expect(abs(line.azimuth - 90) < 1e-12 && abs(line.backAzimuth - 270) < 1e-12)
  }

  @Test("The end of a geodesic is where the inverse problem began")
  func end() {
    let start = GeographicPoint(latitude: 37.8187, longitude: -121.7568)
    let end = Geodesic.end(from: start, azimuth: 82.039_659_876, distance: 155_796.424_282)
    // The azimuth is given to 1e-9 degrees, 3e-6 m over this distance.
    #expect(abs(end.latitude - 38) < 1e-9 && abs(end.longitude + 120) < 1e-9)
  }
}
