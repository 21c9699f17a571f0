import KeptDomain
import KeptStore

extension Schema {
    static let todayFigures = Schema.object([
        SchemaField("at", .instant), SchemaField("opens_at", .instant), SchemaField("sundown_at", .instant),
        SchemaField("due_next_hour", .integer), SchemaField("due_before_sundown", .integer),
        SchemaField("due_later", .integer), SchemaField("at_risk", .integer),
        SchemaField("broken_unmended", .integer, "Broken, its case open, and no next word given."),
        SchemaField("kept", .integer), SchemaField("broken", .integer), SchemaField("released", .integer),
        SchemaField("renegotiated", .integer),
        SchemaField("kept_share", .nullable(.number), "Kept of kept and broken today."),
        SchemaField("first_word_kept_share", .nullable(.number), "Of chains settled today."),
    ])
}

/// Today's figures for programs.
enum TodayAPI {
    static let routes: [APIRoute] = [
        .get(
            "/figures/today", "What is due today and how it stands", tag: "Today", needs: .seeToday,
            query: [QueryField("place", .id, "Of this place; of the whole business when left out.")],
            answers: .named("TodayFigures")
        ) { api in
            let (place, now) = (try api.asked { $0.id("place", of: Place.self) }, api.now)
            let board = try await api.read { try $0.todayBoard(at: now, places: place.map { [$0] }, lines: 1) }
            return APIAnswer { json in
                json.object { json in
                    json.field("at", now)
                    json.field("opens_at", board.opens)
                    json.field("sundown_at", board.sundown)
                    json.field("due_next_hour", board.dueNextHour)
                    json.field("due_before_sundown", board.dueBeforeSundown)
                    json.field("due_later", board.dueLater)
                    json.field("at_risk", board.atRisk)
                    json.field("broken_unmended", board.brokenTotal)
                    json.field("kept", board.figures.kept)
                    json.field("broken", board.figures.broken)
                    json.field("released", board.figures.released)
                    json.field("renegotiated", board.figures.renegotiated)
                    json.field("kept_share", board.figures.keptShare)
                    json.field("first_word_kept_share", board.figures.firstWordKeptShare)
                }
            }
        }
    ]
}
