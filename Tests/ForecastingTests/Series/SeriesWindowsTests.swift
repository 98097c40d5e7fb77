import Testing

@testable import Forecasting
@testable import Tensors

struct SeriesWindowsTests {
    /// Column c of row r holds 100 c + r.
    private func columns(_ numbers: ClosedRange<Int>, rows: Int = 9) -> [[Double]] {
        numbers.map { column in (0..<rows).map { Double(100 * column + $0) } }
    }

    private func windows(isAnchored: Bool) -> SeriesWindows {
        SeriesWindows(
            targets: columns(1...2), observed: columns(3...3), known: columns(4...5), window: 3, horizon: 2,
            isAnchored: isAnchored)
    }

    @Test func aBatchHoldsTheRowsBeforeAndBehindEachOrigin() {
        let windows = windows(isAnchored: false)
        #expect(windows.rowCount == 9 && windows.inputSize == 5 && windows.targetSize == 2 && windows.futureSize == 2)
        let batch = windows.batch(of: [3, 7])
        #expect(batch.count == 2 && batch.window == 3)
        let rows = [0, 4, 1, 5, 2, 6]  // step by step, window by window
        #expect(batch.inputs.shape == [6, 5])
        #expect(batch.inputs.elements == rows.flatMap { row in (1...5).map { Float(100 * $0 + row) } })
        #expect(batch.future?.shape == [2, 4])
        #expect(batch.future?.elements == [403, 503, 404, 504, 407, 507, 408, 508])
        #expect(batch.targets?.shape == [2, 4])
        #expect(batch.targets?.elements == [103, 203, 104, 204, 107, 207, 108, 208])
        #expect(batch.anchors == [[0, 0], [0, 0]])
    }

    @Test func anchorsAreTheLastRowOfEachWindow() {
        let batch = windows(isAnchored: true).batch(of: [3, 7])
        #expect(batch.anchors == [[102, 202], [106, 206]])
        #expect(
            batch.inputs.elements
                == [
                    [-2, -2, 300, 400, 500], [-2, -2, 304, 404, 504], [-1, -1, 301, 401, 501],
                    [-1, -1, 305, 405, 505], [0, 0, 302, 402, 502], [0, 0, 306, 406, 506],
                ].flatMap { $0 })
        #expect(batch.targets?.elements == [1, 1, 2, 2, 1, 1, 2, 2])
        #expect(batch.future?.elements == [403, 503, 404, 504, 407, 507, 408, 508])
    }

    @Test func whatFollowsNeedNotBeKnown() {
        var targets = columns(1...1)
        targets[0][7...] = [.nan, .nan]
        let windows = SeriesWindows(targets: targets, known: columns(2...2), window: 4, horizon: 2)
        let batch = windows.batch(of: [7], hasTargets: false)
        #expect(batch.targets == nil && !batch.inputs.elements.contains(where: \.isNaN))
        #expect(batch.future?.elements == [207, 208])
        let bare = SeriesWindows(targets: columns(1...1), window: 4, horizon: 2).batch(of: [9], hasTargets: false)
        #expect(bare.future == nil && bare.inputs.elements == [105, 106, 107, 108])
    }

    // MARK: Tables

    @Test func aPrefixForgetsWhatFollows() throws {
        let whole = try table(rows(["2020-01-30", "2020-01-31", "2020-02-01", "2020-02-02", "2020-02-03"]))
        let part = whole.prefix(3)
        #expect(part.count == 3 && part.columns[0].values == [1, 2, 3] && part.columns[0].knownCount == 3)
        #expect(part.label(ofRow: 3) == "2020-02-02" && part.timestamps == Array(whole.timestamps.prefix(3)))
        #expect(part.columns[0].number == whole.columns[0].number && part.file == whole.file)
        #expect(whole.prefix(5).fingerprint == whole.fingerprint && whole.prefix(50).count == 5)
        #expect(part.fingerprint != whole.fingerprint)
    }

    @Test func rowsAreKnownUpToTheShortestColumn() throws {
        let table = try table("a,b,c\n1,2,3\n4,5,6\n7,,8\n9,,10\n")
        #expect(try table.knownCount(of: ["a"]) == 4)
        #expect(try table.knownCount(of: ["a", "b"]) == 2)
        #expect(try table.knownCount(of: []) == 4)
        #expect(throws: SeriesError.self) { try table.knownCount(of: ["d"]) }
    }

    @Test func aFingerprintChangesWithAnyValueDateOrName() throws {
        let texts = [
            "date,y\n2020-01-01,1\n2020-01-02,2\n2020-01-03,3\n", "date,z\n2020-01-01,1\n2020-01-02,2\n2020-01-03,3\n",
            "date,y\n2020-01-01,1\n2020-01-02,2\n2020-01-03,4\n", "date,y\n2020-01-02,1\n2020-01-03,2\n2020-01-04,3\n",
            "date,y\n2020-01-01,2\n2020-01-02,1\n2020-01-03,3\n", "y\n1\n2\n3\n", "y,z\n1,1\n2,2\n3,3\n",
            "y,z\n1,1\n2,2\n3,\n",
        ]
        let found = try texts.map { try table($0).fingerprint }
        #expect(Set(found).count == texts.count)
        #expect(try texts.map { try table($0).fingerprint } == found)
    }
}
