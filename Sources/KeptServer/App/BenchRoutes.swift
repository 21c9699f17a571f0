import HTTPTypes
import Hummingbird

/// The least that an answer costs behind the gate: what `scripts/bench` measures other routes against. Served only where
/// `kept serve --bench-routes` asks for it.
enum BenchRoutes {
    static func routes(_ site: Site) -> [Route] {
        guard site.options.hasBenchRoutes else { return [] }
        return [
            Route(.get, "/bench/json") { _, _ in .json(Array("{}".utf8)) },
            Route(.get, "/bench/page") { _, _ in .html("") },
        ]
    }
}
