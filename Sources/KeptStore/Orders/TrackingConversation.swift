import KeptDomain

/// What was asked on the tracking page of an order, and the answers to it. Nothing else of a conversation stands there, whatever
/// is merged or split: whoever was given the link to a parcel need not read what else the customer wrote.
extension Transaction {
    func standOnTracking(_ message: ID<Message>, of order: ID<Order>) {
        put("INSERT INTO tracking_messages (message_id, order_id) VALUES (\(message), \(order))")
    }
}

extension Reading {
    /// The order on whose tracking page the customer of a case waits for an answer: where the last that they wrote by form was
    /// asked there.
    func orderAsked(on id: ID<Case>) throws -> ID<Order>? {
        try row(
            """
            SELECT t.order_id FROM messages m LEFT JOIN tracking_messages t ON t.message_id = m.id
            WHERE m.case_id = \(id) AND m.channel = 'form' AND m.direction = 'in' AND m.is_automatic = 0
            ORDER BY m.written_at DESC, m.id DESC LIMIT 1
            """
        ) { $0.optionalID(Order.self) } ?? nil
    }

    /// In the order in which it was written, at most 200.
    package func conversation(onTrackingOf order: ID<Order>) throws -> [CustomerMessage] {
        try rows(
            """
            SELECT \(Message.columns) FROM messages WHERE direction <> 'internal'
            AND id IN (SELECT message_id FROM tracking_messages WHERE order_id = \(order))
            ORDER BY written_at, id LIMIT 200
            """, Message.init
        ).compactMap(CustomerMessage.init)
    }
}
