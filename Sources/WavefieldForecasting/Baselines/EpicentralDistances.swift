import Seismology
public import WaveformCatalog

extension CatalogEvent {
  /// The distances in km from the epicenter to the receivers of a layout, in their order; nil for an event without a place
  /// in the catalog's frame.
  ///
  /// Of a finite fault it is the distance from the point below which rupture begins.
  public func epicentralDistances(to layout: ReceiverLayout) -> [Double]? {
    guard let location else { return nil }
    return layout.receivers.map { receiver in
      let (x, y) = (receiver.location.x - location.x, receiver.location.y - location.y)
      return (x * x + y * y).squareRoot() / 1000
    }
  }
}
