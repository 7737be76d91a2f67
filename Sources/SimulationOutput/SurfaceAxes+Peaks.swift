import SeismicFiles
import WaveSimulation

extension SurfaceAxes {
  /// Writes the maps of peak motion.
  func write(_ peaks: PeakMotion, deflate: Int) throws(NetCDFError) {
    let maps: [(name: String, values: [Float], units: String, longName: String)] = [
      ("pgv", peaks.horizontalVelocity, "m s-1", "peak horizontal ground velocity"),
      (
        "pgv_time", peaks.horizontalVelocityTime, "s",
        "time of the peak horizontal velocity after the origin time"
      ),
      ("pgv_vertical", peaks.verticalVelocity, "m s-1", "peak vertical ground velocity"),
      ("pga", peaks.horizontalAcceleration, "m s-2", "peak horizontal ground acceleration"),
      (
        "pga_time", peaks.horizontalAccelerationTime, "s",
        "time of the peak horizontal acceleration after the origin time"
      ),
    ]
    for map in maps {
      try writeMap(
        map.name,
        map.values,
        units: map.units,
        longName: map.longName,
        deflate: deflate
      )
    }
  }
}
