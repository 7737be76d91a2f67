import Foundation
import SeismicFiles
import Seismology
import TestSupport
import Testing
import WaveformCatalog

@Suite("The index of a catalog")
struct CatalogIndexTests {
  @Test("An index keeps planned and made events, splits and the description")
  func roundTrip() throws {
    try withTemporaryFolder { url in
      let folder = CatalogFolder(url.appendingPathComponent("catalog"))
      var index = try SyntheticCatalog.write(3, to: folder)
      index.markMissing("E1")
      index.assign(.training, to: "E0")
      index.assign(.test, to: "E2")
      index.splitRule = "by hand"
      try index.write(to: folder)
      let read = try CatalogIndex(reading: folder)
      #expect(read == index)
      #expect(read.missing.map(\.id) == ["E1"] && read.madeCount == 2)
      #expect(read.entries(of: .test).map(\.id) == ["E2"])
      #expect(read.entry("E0")?.split == .training && read.entry("e0") == nil)
    }
  }

  @Test("The index has the same bytes each time it is written")
  func bytes() throws {
    try withTemporaryFolder { url in
      let folder = CatalogFolder(url)
      let index = try SyntheticCatalog.write(2, to: folder)
      let first = try Data(contentsOf: folder.index)
      try index.write(to: folder)
      #expect(try Data(contentsOf: folder.index) == first)
    }
  }

  @Test(
    "Two events of one name, also in other letters' cases, and names that are paths are refused"
  )
  func names() throws {
    let description = SyntheticCatalog.description()
    let event = try SyntheticCatalog.event(1)
    var other = event
    other.id = "e1"
    #expect(throws: CatalogError.duplicateID("e1")) {
      try CatalogIndex(description: description, events: [event, other])
    }
    for id in [
      "", "../E1", ".E1", "a/b", "ä", "a b", "-x", "_x", String(repeating: "x", count: 101),
    ] {
      other.id = id
      #expect(throws: CatalogError.self, "\(id)") {
        try CatalogIndex(description: description, events: [other])
      }
    }
  }

  @Test("Opening finds files that are gone or of another length")
  func absent() throws {
    try withTemporaryFolder { url in
      let folder = CatalogFolder(url)
      try SyntheticCatalog.write(3, to: folder)
      #expect(try CatalogIndex.open(folder).madeCount == 3)
      try FileManager.default.removeItem(at: folder.eventFile("E0"))
      try Data([1, 2]).write(to: folder.eventFile("E2"))
      let index = try CatalogIndex(reading: folder)
      #expect(index.absent(in: folder).map(\.id) == ["E0", "E2"])
      #expect(
        throws: CatalogError.damaged(
          path: folder.eventFile("E0").path,
          reason: "there is no such file"
        )
      ) {
        try CatalogIndex.open(folder)
      }
    }
  }

  @Test("An index is made again from the events' files")
  func rebuilt() throws {
    try withTemporaryFolder { url in
      let folder = CatalogFolder(url)
      let index = try SyntheticCatalog.write(3, to: folder)
      try FileManager.default.removeItem(at: folder.index)
      #expect(folder.contents() == .unindexed)
      #expect(throws: CatalogError.self) { try CatalogIndex(reading: folder) }
      // What imports and reciprocal runs leave beside it belongs to a catalog, too.
      try Data().write(to: folder.report)
      let strains = url.appendingPathComponent(".strains")
      try FileManager.default.createDirectory(at: strains, withIntermediateDirectories: false)
      #expect(folder.contents() == .unindexed)
      #expect(try CatalogIndex.rebuilt(from: folder) == index)
      let other = SyntheticCatalog.description(title: "Another catalog")
      try EventFile.write(
        try SyntheticCatalog.waveforms(9, other),
        description: other,
        to: folder.eventFile("E9")
      )
      #expect(
        throws: CatalogError.mismatch(
          what: "\(folder.eventFile("E9").path), title",
          expected: "Synthetic catalog",
          found: "Another catalog"
        )
      ) {
        try CatalogIndex.rebuilt(from: folder)
      }
    }
  }

  @Test("Folders that hold something else are told apart")
  func foreign() throws {
    try withTemporaryFolder { url in
      let folder = CatalogFolder(url)
      #expect(folder.contents() == .empty)
      #expect(CatalogFolder(url.appendingPathComponent("none")).contents() == .absent)
      try folder.create()
      try Data().write(to: url.appendingPathComponent(".catalog.nc.12-34.partial"))
      #expect(folder.contents() == .empty)
      folder.removeUnfinished()
      let names = try FileManager.default.contentsOfDirectory(atPath: url.path)
      #expect(names == ["events"])
      try Data().write(to: url.appendingPathComponent("thesis.tex"))
      #expect(folder.contents() == .foreign("thesis.tex"))
      #expect(CatalogFolder(url.appendingPathComponent("thesis.tex")).contents() == .file)
      #expect(throws: CatalogError.self) { try folder.create() }
    }
  }

  @Test(
    "ObsPy reads the events with magnitude, place and mechanism",
    .enabled(if: PythonEnvironment.offers("obspy"), "needs Python with obspy")
  )
  func obsPy() throws {
    try withTemporaryFolder { url in
      let folder = CatalogFolder(url)
      try SyntheticCatalog.write(3, to: folder)
      let script = """
        import sys, obspy
        events = obspy.read_events(sys.argv[1])
        assert len(events) == 3
        event = events[2]
        assert event.resource_id.id == 'smi:local/E2', event.resource_id
        origin, magnitude = event.preferred_origin(), event.preferred_magnitude()
        assert abs(origin.latitude - 38.28) < 1e-9 and origin.depth == 4000
        assert abs(magnitude.mag - 4.2) < 1e-9 and magnitude.magnitude_type == 'Mw'
        mechanism = event.preferred_focal_mechanism()
        assert abs(mechanism.nodal_planes.nodal_plane_1.strike - 323.638) < 1e-9
        assert abs(mechanism.moment_tensor.scalar_moment / 3.3e15 - 1) < 1e-12
        print('good')
        """
      let output = try PythonEnvironment.run(script, arguments: [folder.quakeML.path])
      #expect(output.contains("good"))
    }
  }

  @Test(
    "xarray opens the index along event and the events as one dataset",
    .enabled(
      if: PythonEnvironment.offers("xarray") && PythonEnvironment.offers("dask"),
      "needs Python with xarray and dask"
    )
  )
  func xarray() throws {
    try withTemporaryFolder { url in
      let folder = CatalogFolder(url)
      try SyntheticCatalog.write(3, to: folder)
      let script = """
        import sys, glob, xarray
        index = xarray.open_dataset(sys.argv[1] + '/catalog.nc')
        assert index.sizes['event'] == 3 and list(index.event_id.values) == ['E0', 'E1', 'E2']
        files = sorted(glob.glob(sys.argv[1] + '/events/*.nc'))
        whole = xarray.open_mfdataset(files, combine='nested', concat_dim='event')
        assert whole.ve.dims == ('event', 'time', 'y', 'x'), whole.ve.dims
        assert list(whole.event_id.values) == ['E0', 'E1', 'E2']
        assert whole.latitude.dims == ('y', 'x'), whole.latitude.dims
        assert whole.velocity.shape == (3, 2, 3, 7)
        assert list(whole.magnitude.values) == [4.0, 4.1, 4.2], whole.magnitude.values
        assert abs(float(whole.vz[2, 6, 2, 3]) - (11 + 600 + 20000) * 3e-6) < 1e-8
        print('good')
        """
      let output = try PythonEnvironment.run(script, arguments: [folder.url.path])
      #expect(output.contains("good"))
    }
  }
}
