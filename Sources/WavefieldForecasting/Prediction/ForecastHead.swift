import SeismicFiles
import Seismology
import WaveformCatalog

/// What files of forecasts begin with: of which event and model they are, and when they could be issued.
struct ForecastHead {
  let title: String
  let event: CatalogEvent
  let site: ForecasterSite
  /// The time of the last frame that went in, in seconds after the event's time zero.
  let issueTime: Double
  /// Product and version.
  let source: String
}

extension NetCDFFile {
  /// Writes the global attributes that all forecasts have, and `issue_time` (s).
  func write(_ head: ForecastHead) throws(NetCDFError) {
    var metadata = RunMetadata(title: head.title, source: head.source, frame: head.site.frame)
    metadata.originTime = head.event.originTime
    try write(metadata)
    try setAttribute("event_id", .text(head.event.id))
    try setAttribute("model_catalog", .text(head.site.catalog))
    try defineVariable(
      "issue_time",
      .double,
      [],
      attributes: [
        "units": "s", "long_name": "time of the last frame that went in, after the origin time",
      ]
    ).write([head.issueTime])
  }
}
