import Dispatch
import Foundation
import KeptDomain
import KeptStore
import KeptWords
import Synchronization

/// Runs an import at the terminal: progress on standard error, the answer on standard output, and a stop after the
/// batch at hand when the terminal asks for one (Ctrl-C, SIGTERM).
struct ImportRunner {
    let options: ImportOptions
    let location: StoreLocation
    let time: SystemTime

    func run(_ plan: ImportPlan, into store: Store) async throws {
        let words = try Terminal.words()
        let stop = StopSignal()
        defer { withExtendedLifetime(stop) {} }
        let line = ProgressLine(words)
        let importer = Importer(plan, into: store, as: .shell, time: time, rejects: rejectsPath, words: words)
        let report: ImportReport
        do {
            report = try await importer.run(
                shouldStop: { [flag = stop.flag] in flag.isUp }, progress: { line.show($0) })
            line.end()
        } catch {
            line.end()
            throw error
        }
        switch options.format {
        case .json: Terminal.answer(Self.json(report))
        case .text: for sentence in Self.sentences(report, words, isDryRun: plan.isDryRun) { Terminal.answer(sentence) }
        }
    }

    private var rejectsPath: String {
        if let told = options.rejects { return told }
        let folder = if case .folder(let path) = location { path } else { "." }
        let stamp = time.now.iso.filter { $0.isNumber || $0 == "T" }
        var path = "\(folder)/import-\(stamp).kept-rejects.csv"
        // Two imports in one second keep a file each.
        var number = 2
        while FileManager.default.fileExists(atPath: path) {
            path = "\(folder)/import-\(stamp)-\(number).kept-rejects.csv"
            number += 1
        }
        return path
    }

    private static func json(_ report: ImportReport) -> String {
        var parts = ImportTotals.Kind.allCases.map { kind in
            let counts = report.totals[kind]
            return """
                "\(kind.rawValue)":{"read":\(counts.read),"imported":\(counts.imported),"changed":\(counts.changed),\
                "unchanged":\(counts.unchanged),"rejected":\(counts.rejected)}
                """
        }
        parts.append("\"seconds\":\(Double(Int(report.seconds * 1000)) / 1000)")
        parts.append("\"rejects\":\(report.rejects.map(JSONText.string) ?? "null")")
        parts.append("\"ignored\":\(JSONText.array(report.ignored))")
        parts.append("\"stopped\":\(report.isStopped)")
        return "{" + parts.joined(separator: ",") + "}"
    }

    private static func sentences(_ report: ImportReport, _ words: Words, isDryRun: Bool) -> [String] {
        var all: [String] = []
        for kind in ImportTotals.Kind.allCases where report.totals[kind] != ImportCounts() {
            let counts = report.totals[kind]
            all.append(
                words(
                    "importing.counts",
                    [
                        "kind": words("imports.kinds", of: kind), "read": words.number(counts.read),
                        "imported": words.number(counts.imported), "changed": words.number(counts.changed),
                        "unchanged": words.number(counts.unchanged), "rejected": words.number(counts.rejected),
                    ]))
        }
        if all.isEmpty { all.append(words("importing.no-rows")) }
        all.append(words("importing.took", ["time": words.number(report.seconds, digits: 1) + " s"]))
        if let path = report.rejects { all.append(words("importing.rejected", ["path": path])) }
        if !report.ignored.isEmpty { all.append(words("importing.ignored", ["files": words.list(report.ignored)])) }
        if report.wentOn { all.append(words("importing.went-on")) }
        if report.isStopped { all.append(words("importing.stopped")) }
        if isDryRun { all.append(words("importing.rehearsed")) }
        return all
    }
}

/// Hears Ctrl-C and SIGTERM while it is held. A second one ends the command at once, as usual: nothing is half written
/// then either.
private final class StopSignal {
    final class Flag: Sendable {
        fileprivate let asked = Atomic(false)
        var isUp: Bool { asked.load(ordering: .relaxed) }
    }

    let flag = Flag()
    private let sources: [any DispatchSourceSignal]

    init() {
        let queue = DispatchQueue(label: "kept.stop")
        sources = [SIGINT, SIGTERM].map { number in
            signal(number, SIG_IGN)
            return DispatchSource.makeSignalSource(signal: number, queue: queue)
        }
        for source in sources {
            source.setEventHandler { @Sendable [flag] in
                if flag.asked.exchange(true, ordering: .relaxed) { _exit(130) }
            }
            source.resume()
        }
    }

    deinit { for source in sources { source.cancel() } }
}

/// One line that is written over on a terminal; elsewhere a line every ten seconds.
private final class ProgressLine: Sendable {
    private let words: Words
    private let isTerminal = isatty(2) == 1
    private let state = Mutex<(last: Instant?, width: Int)>((nil, 0))

    init(_ words: Words) { self.words = words }

    func show(_ progress: ImportProgress) {
        state.withLock { state in
            let pause = isTerminal ? Span.milliseconds(200) : .seconds(10)
            if let last = state.last ?? (isTerminal ? nil : progress.startedAt), progress.at < last + pause { return }
            state.last = progress.at
            let text = sentence(progress)
            if isTerminal {
                let blanks = String(repeating: " ", count: max(0, state.width - text.count))
                Terminal.write("\r" + text + blanks, to: 2)
                state.width = text.count
            } else {
                Terminal.note(text)
            }
        }
    }

    func end() {
        state.withLock { state in
            if isTerminal, state.width > 0 {
                Terminal.write("\r" + String(repeating: " ", count: state.width) + "\r", to: 2)
            }
        }
    }

    private func sentence(_ progress: ImportProgress) -> String {
        let rows = words.number(progress.rows)
        guard let rate = progress.rowsPerSecond, progress.bytesTotal > 0, let left = progress.timeLeft else {
            return words("importing.progress-plain", ["file": progress.file, "rows": rows])
        }
        let share = Double(progress.bytesDone) / Double(progress.bytesTotal)
        return words(
            "importing.progress",
            [
                "file": progress.file, "rows": rows, "rate": words.number(Int(rate)), "share": words.share(share),
                "left": words.duration(left),
            ])
    }
}
