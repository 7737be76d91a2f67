extension InstrumentResponse {
  /// The response with the coefficients of symmetric filters in the order that StationXML wants.
  ///
  /// Lists that run from the centre outwards (``ResponseFiniteImpulse/isListedCentreFirst``) are reversed;
  /// everything else stays. A response that needs no mending comes back as it is.
  public var mended: InstrumentResponse {
    var response = self
    for index in response.stages.indices {
      guard case .finiteImpulse(let impulse) = response.stages[index].filter?.kind,
        impulse.isListedCentreFirst
      else { continue }
      response.stages[index].filter?.kind = .finiteImpulse(impulse.reversed)
    }
    return response
  }
}

extension StationInventory {
  /// The inventory with all responses mended; see ``InstrumentResponse/mended``.
  public var mended: StationInventory {
    var inventory = self
    for n in inventory.networks.indices {
      for s in inventory.networks[n].stations.indices {
        for c in inventory.networks[n].stations[s].channels.indices {
          inventory.networks[n].stations[s].channels[c].response =
            inventory.networks[n].stations[s].channels[c].response?.mended
        }
      }
    }
    return inventory
  }
}
