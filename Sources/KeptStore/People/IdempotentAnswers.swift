import KeptDomain

/// What an earlier request with the same Idempotency-Key was answered.
package struct IdempotentAnswer: Sendable {
    package let requestHash: [UInt8]
    package let status: Int
    package let body: String
    package let etag: String?
    package let location: String?

    package init(requestHash: [UInt8], status: Int, body: String, etag: String?, location: String?) {
        self.requestHash = requestHash
        self.status = status
        self.body = body
        self.etag = etag
        self.location = location
    }
}

/// The key stands for another request already.
package struct IdempotencyKeyReused: Refusal {
    package init() {}
    package var key: String { "refusals.idempotency-key-reused" }
    package var facts: [Fact] { [] }
}

extension Transaction {
    /// Answers of the last day are kept.
    private static var idempotencySpan: Span { .days(1) }

    package func idempotentAnswer(token: ID<AccessToken>, key: String) throws -> IdempotentAnswer? {
        try row(
            """
            SELECT request_hash, status, body, etag, location FROM idempotent_answers
            WHERE token_id = \(token) AND name = \(key) AND at > \(now - Self.idempotencySpan)
            """
        ) { row in
            IdempotentAnswer(
                requestHash: row.bytes(), status: row.int(), body: row.text(), etag: row.optionalText(),
                location: row.optionalText())
        }
    }

    /// Stored with the operation itself: either both are there afterwards or neither. Of two requests that race, the
    /// second loses the row, runs again and finds the first one's answer.
    package func keepIdempotentAnswer(_ answer: IdempotentAnswer, token: ID<AccessToken>, key: String) {
        put("DELETE FROM idempotent_answers WHERE at <= \(now - Self.idempotencySpan)")
        put(
            """
            INSERT INTO idempotent_answers (token_id, name, request_hash, status, body, etag, location, at)
            VALUES (\(token), \(key), \(answer.requestHash), \(answer.status), \(answer.body),
              \(answer.etag), \(answer.location), \(now))
            ON CONFLICT (token_id, name) DO NOTHING
            """)
    }
}
