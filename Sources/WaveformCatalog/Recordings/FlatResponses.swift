import Seismology

extension StationInventory {
  /// The inventory with a flat response for channels of which only the overall sensitivity is stated.
  ///
  /// Some centres publish no stages for accelerometers. Their response is flat up to tens of hertz, so that the
  /// sensitivity stands for it; removing it is flagged as `gainFromSensitivity`.
  var withFlatResponses: StationInventory {
    var result = self
    for network in result.networks.indices {
      for station in result.networks[network].stations.indices {
        for channel in result.networks[network].stations[station].channels.indices {
          result.networks[network].stations[station].channels[channel].response?.addFlatStage()
        }
      }
    }
    return result
  }
}

extension InstrumentResponse {
  /// Adds a stage without a filter where there is none but a sensitivity.
  fileprivate mutating func addFlatStage() {
    guard stages.isEmpty, sensitivity != nil else { return }
    stages = [ResponseStage(number: 1)]
  }
}
