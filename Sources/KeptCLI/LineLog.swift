import Foundation
import KeptDomain
import KeptStore
import Logging

/// Writes each message as one line on standard error: when, how grave, what, and the facts beside it.
///
/// The handler that comes with swift-log words its facts anew whenever one is set, which every request does; this one
/// words them when something is written.
struct LineLog: LogHandler {
    var logLevel = Logger.Level.notice
    var metadata: Logger.Metadata = [:]
    private let time: any TimeSource

    init(time: any TimeSource) { self.time = time }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        var facts = metadata.merging(event.metadata ?? [:]) { _, nearer in nearer }
        if let error = event.error { facts["error"] = "\(error)" }
        let worded = facts.sorted { $0.key < $1.key }.map { " \($0.key)=\($0.value)" }.joined()
        let line = "\(time.now.iso) \(event.level): \(event.message)\(worded)\n"
        // One call, so that the lines of several threads do not mix.
        FileHandle.standardError.write(Data(line.utf8))
    }
}
