import Synchronization

/// What this process has done, as Prometheus reads it.
final class Metrics: Sendable {
    private struct Series {
        var count: UInt64 = 0
        var seconds: Double = 0
        var buckets = [UInt64](repeating: 0, count: Metrics.bounds.count)

        mutating func note(_ span: Double, in bucket: Int?) {
            count += 1
            seconds += span
            if let bucket { buckets[bucket] += 1 }
        }
    }

    private struct Label: Hashable {
        let route: String
        let method: String
        let status: Int
    }

    private static let bounds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]
    private let series = Mutex<[Label: Series]>([:])

    func count(route: String, method: String, status: Int, span: Duration) {
        let seconds = span / .seconds(1)
        let label = Label(route: route, method: method, status: status)
        let first = Self.bounds.firstIndex { seconds <= $0 }
        series.withLock { all in
            // In place: taken out and put back, its buckets would be copied with every request.
            all[label, default: Series()].note(seconds, in: first)
        }
    }

    /// In the text format 0.0.4. - Parameter gauges: name, help and value of what is measured at this moment.
    func text(gauges: [(name: String, help: String, value: Double)]) -> String {
        let all = series.withLock { $0 }.sorted {
            ($0.key.route, $0.key.method, $0.key.status) < ($1.key.route, $1.key.method, $1.key.status)
        }
        var text = """
            # HELP kept_http_requests_total Requests answered.
            # TYPE kept_http_requests_total counter

            """
        for (label, series) in all {
            text += "kept_http_requests_total{\(Self.written(label)),status=\"\(label.status)\"} \(series.count)\n"
        }
        text += """
            # HELP kept_http_request_seconds Time from the head of a request to its answer.
            # TYPE kept_http_request_seconds histogram

            """
        for (label, series) in Self.acrossStatuses(all.map { ($0.key, $0.value) }) {
            var sum: UInt64 = 0
            for (bound, count) in zip(Self.bounds, series.buckets) {
                sum += count
                text += "kept_http_request_seconds_bucket{\(label),le=\"\(bound)\"} \(sum)\n"
            }
            text += "kept_http_request_seconds_bucket{\(label),le=\"+Inf\"} \(series.count)\n"
            text += "kept_http_request_seconds_sum{\(label)} \(series.seconds)\n"
            text += "kept_http_request_seconds_count{\(label)} \(series.count)\n"
        }
        for gauge in gauges {
            text += "# HELP \(gauge.name) \(gauge.help)\n# TYPE \(gauge.name) gauge\n\(gauge.name) \(gauge.value)\n"
        }
        return text
    }

    private static func acrossStatuses(_ all: [(Label, Series)]) -> [(String, Series)] {
        var result: [(String, Series)] = []
        for (label, series) in all {
            let name = written(label)
            if result.last?.0 != name { result.append((name, Series())) }
            result[result.count - 1].1.count += series.count
            result[result.count - 1].1.seconds += series.seconds
            for index in series.buckets.indices { result[result.count - 1].1.buckets[index] += series.buckets[index] }
        }
        return result
    }

    private static func written(_ label: Label) -> String {
        let route = label.route.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
        return "route=\"\(route)\",method=\"\(label.method)\""
    }
}
