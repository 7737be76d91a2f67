import Foundation
import Seismology
import SignalProcessing

/// Settings for sets of recordings that are known to work.
public enum ImportRecipe: String, Hashable, Sendable, CaseIterable {
  /// Northern California earthquakes at BK.MNRC, 25 Hz, windows of 60 s from 4.9 s before the picked P.
  case bkMNRC = "bk-mnrc"
  /// Earthquakes of Mexico recorded by OpenEEW's accelerometers.
  case openEEW = "openeew"
  /// Californian accelerograms with StationXML.
  case californiaStrongMotion = "california-strong-motion"

  /// The settings.
  ///
  /// - Throws: `SignalError`, which the corners of these bands do not bring about.
  public func settings() throws -> ImportSettings {
    switch self {
    case .bkMNRC: bkMNRC
    case .openEEW: openEEW
    case .californiaStrongMotion: try californiaStrongMotion()
    }
  }

  /// What the recipe does, in words.
  public var summary: String {
    switch self {
    case .bkMNRC:
      "velocity at 25 Hz, 60 s from 4.9 s before the picked P; 2.5165824e9 counts per m/s since 2010-08-25, "
        + "before that 6.8e8 by a regression on magnitude and distance"
    case .openEEW:
      "acceleration at 30 Hz, 120 s from the origin time; 1e5 counts per m/s^2, offset removed, horizontals "
        + "as recorded"
    case .californiaStrongMotion:
      "acceleration at 40 Hz, 60 s from the origin time; responses removed from 0.1 to 15 Hz, components by "
        + "azimuth"
    }
  }

  /// The STS-2's sensitivity is that of BK.MNRC's StationXML since the recorder was changed; the earlier one is the
  /// estimate of the set's README, lower by 10^0.56.
  private var bkMNRC: ImportSettings {
    var settings = ImportSettings(
      title: "Northern California earthquakes at BK.MNRC",
      motion: .velocity,
      calibration: .constant([
        SensitivityEpoch(
          countsPerUnit: 6.8e8,
          end: UTCTime.date("2010-08-25T22:10:00Z"),
          estimate: "6.8e8 counts per m/s by a regression of amplitudes on magnitude and distance"
        ),
        SensitivityEpoch(countsPerUnit: 2.516_582_4e9),
      ]),
      samplingRate: 25,
      duration: 60
    )
    settings.reference = .p
    // Records begin up to a millisecond after 5 s before the pick.
    settings.start = -4.9
    return settings
  }

  /// OpenEEW writes 0.001 Gal a count.
  private var openEEW: ImportSettings {
    var settings = ImportSettings(
      title: "Earthquakes of Mexico recorded by OpenEEW (CC BY-SA 4.0, OpenEEW)",
      motion: .acceleration,
      calibration: .constant([SensitivityEpoch(countsPerUnit: 1e5)]),
      samplingRate: 30,
      duration: 120
    )
    settings.orientation = .asRecorded
    return settings
  }

  private func californiaStrongMotion() throws -> ImportSettings {
    ImportSettings(
      title: "Californian strong-motion records",
      motion: .acceleration,
      calibration: .response(try PreFilter(0.05, 0.1, 15, 18), waterLevelDB: nil),
      samplingRate: 40,
      duration: 60
    )
  }
}
