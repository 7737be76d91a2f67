import Foundation
import NumericalRuntime
import SeismicFiles
import Seismology
import TestSupport
import Testing
import WaveformCatalog

@Suite("Export of a catalog")
struct CatalogExportTests {
  private func export(
    _ format: CatalogExport.Format,
    to url: URL,
    receivers: ReceiverChoice? = nil,
    split: CatalogSplit? = nil
  ) throws -> URL {
    let folder = CatalogFolder(url.appendingPathComponent("catalog"))
    var index = try SyntheticCatalog.write(3, to: folder)
    index.assign(.test, to: "E2")
    let export = try CatalogExport(
      of: index,
      in: folder,
      as: format,
      receivers: receivers,
      split: split
    )
    let result = url.appendingPathComponent("out")
    try export.write(to: result)
    return result
  }

  private func python(_ script: String, _ url: URL) throws {
    let start = "import sys, glob, csv\nimport numpy as np\nout = sys.argv[1]\n"
    let output = try PythonEnvironment.run(
      start + script + "\nprint('good')",
      arguments: [url.path]
    )
    #expect(output.contains("good"))
  }

  @Test(
    "NumPy reads one array of all events",
    .enabled(if: PythonEnvironment.offers("numpy"), "needs Python with numpy")
  )
  func stacked() throws {
    try withTemporaryFolder { url in
      let result = try export(.stackedArray, to: url)
      try python(
        """
        a = np.load(out + '/waveforms.npy', mmap_mode='r')
        assert a.shape == (3, 3, 7, 3, 4) and a.dtype == np.float32, a.shape
        e, c, t, y, x = np.indices(a.shape)
        exact = (4 * y + x + 100 * t + 10000 * c) * (e + 1)
        assert np.allclose(a, exact * 1e-6, rtol=1e-6)
        rows = list(csv.DictReader(open(out + '/events.csv')))
        assert [r['event_id'] for r in rows] == ['E0', 'E1', 'E2']
        assert rows[2]['split'] == 'test' and float(rows[2]['depth_m']) == 4000
        places = list(csv.DictReader(open(out + '/receivers.csv')))
        assert len(places) == 12 and places[5]['station'] == '0101'
        """,
        result
      )
    }
  }

  @Test(
    "NumPy reads an array an event with time fastest, of one split and of stations",
    .enabled(if: PythonEnvironment.offers("numpy"), "needs Python with numpy")
  )
  func single() throws {
    try withTemporaryFolder { url in
      let result = try export(.eventArrays, to: url, split: .test)
      try python(
        """
        assert glob.glob(out + '/*.npy') == [out + '/E2.npy']
        a = np.load(out + '/E2.npy')
        assert a.shape == (3, 3, 4, 7)
        c, y, x, t = np.indices(a.shape)
        assert np.allclose(a, (4 * y + x + 100 * t + 10000 * c) * 3e-6, rtol=1e-6)
        """,
        result
      )
    }
    try withTemporaryFolder { url in
      let result = try export(.eventArrays, to: url, receivers: .stations)
      try python(
        """
        a = np.load(out + '/E1.npy')
        assert a.shape == (3, 2, 7)
        c, s, t = np.indices(a.shape)
        assert np.allclose(a, (12 + s + 100 * t + 10000 * c) * 2e-6, rtol=1e-6)
        """,
        result
      )
    }
  }

  @Test(
    "ObsPy reads miniSEED of stations and of grid points",
    .enabled(if: PythonEnvironment.offers("obspy"), "needs Python with obspy")
  )
  func miniSEED() throws {
    for choice in ReceiverChoice.allCases {
      try withTemporaryFolder { url in
        let result = try export(.miniSEED, to: url, receivers: choice)
        try python(
          """
          import obspy
          s = obspy.read(out + '/E1.mseed')
          grid = '\(choice.rawValue)' == 'grid'
          assert len(s) == (36 if grid else 6), s
          trace = s.select(id='GP.0201..MXN' if grid else 'BK.CMB..MXN')[0]
          first = 6 if grid else 12
          exact = [(first + 100 * t + 10000) * 2e-6 for t in range(7)]
          assert np.allclose(trace.data, exact, rtol=1e-6)
          assert abs(trace.stats.delta - 0.26) < 1e-6 and trace.stats.starttime.timestamp == 0
          """,
          result
        )
      }
    }
  }

  @Test(
    "ObsPy reads SAC with the circumstances of the earthquake",
    .enabled(if: PythonEnvironment.offers("obspy"), "needs Python with obspy")
  )
  func sac() throws {
    try withTemporaryFolder { url in
      let result = try export(.sac, to: url)
      try python(
        """
        import obspy
        files = sorted(glob.glob(out + '/E2/*'))
        assert len(files) == 6 and files[0].endswith('/E2/BK.CMB..MXE.sac'), files
        trace = obspy.read(files[2])[0]
        assert trace.stats.channel == 'MXZ'
        exact = [(12 + 100 * t + 20000) * 3e-6 for t in range(7)]
        assert np.allclose(trace.data, exact, rtol=1e-6)
        h = trace.stats.sac
        assert abs(h.evla - 38.28) < 1e-5 and abs(h.evdp - 4) < 1e-6 and abs(h.mag - 4.2) < 1e-6
        assert abs(h.stla - 38.33) < 0.05 and h.kevnm.strip() == 'E2'
        """,
        result
      )
    }
  }

  @Test("Gaps of a recorded event become pieces, and a channel without samples is left out")
  func gaps() throws {
    try withTemporaryFolder { url in
      let folder = CatalogFolder(url.appendingPathComponent("catalog"))
      let description = SyntheticCatalog.description(SyntheticCatalog.layout(grid: false))
      try folder.create()
      var waveforms = try SyntheticCatalog.waveforms(0, description)
      waveforms.event.originTime = Date(timeIntervalSince1970: 1e9)
      for time in 0..<7 { waveforms.samples[time * 2] = .nan }
      waveforms.samples[(7 + 2) * 2] = .nan
      var index = try CatalogIndex(description: description, events: [waveforms.event])
      index.markMade(
        "E0",
        try EventFile.write(waveforms, description: description, to: folder.eventFile("E0"))
      )
      let result = url.appendingPathComponent("out")
      try CatalogExport(of: index, in: folder, as: .miniSEED).write(to: result)
      let traces = try MiniSEED.read(result.appendingPathComponent("E0.mseed"))
      let first = traces.filter { $0.identifier.station == "CMB" }
      #expect(first.map(\.identifier.channel) == ["MHN", "MHN", "MHZ"])
      #expect(first.map(\.count) == [2, 4, 7])
      #expect(
        abs(first[1].startTime.timeIntervalSince1970 - (1e9 + 3 * 0.26)) < 1e-5
      )
    }
  }

  @Test("A folder that exists, and receivers that are not there, are refused")
  func refusals() throws {
    try withTemporaryFolder { url in
      _ = try export(.stackedArray, to: url)
      let folder = CatalogFolder(url.appendingPathComponent("catalog"))
      let index = try CatalogIndex.open(folder)
      let again = try CatalogExport(of: index, in: folder, as: .sac)
      #expect(
        throws: FileAccessError.failed(
          path: url.appendingPathComponent("out").path,
          operation: "making the folder",
          reason: "it exists already; remove it or name another folder"
        )
      ) {
        try again.write(to: url.appendingPathComponent("out"))
      }
      var bare = index
      bare.description.layout.stations = []
      #expect(throws: CatalogError.self) {
        try CatalogExport(of: bare, in: folder, as: .sac, receivers: .stations)
      }
      #expect(throws: CatalogError.self) {
        try CatalogExport(of: index, in: folder, as: .sac, split: .validation)
      }
    }
  }
}
